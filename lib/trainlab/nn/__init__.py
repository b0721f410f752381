"""What networks are made of: activations, initializers, losses, heads, layers, networks."""
