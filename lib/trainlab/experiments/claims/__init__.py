"""The claims of the sources, one file for each family, in experiments on populations."""
