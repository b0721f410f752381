"""Pictures of the experiments: one module for each family, one function for each experiment."""
