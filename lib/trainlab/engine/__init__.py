"""The engine: one step of a population, and what may be told it."""
