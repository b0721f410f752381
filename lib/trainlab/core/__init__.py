"""Ground: what every other folder may import, and what imports none of them."""
