"""What can be measured of a trained population: sharpness, information."""
