"""From a student's bytes to a notebook of known shape, and to one that is harmless to read."""
