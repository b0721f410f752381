"""Derivatives by machine, on the page: dual numbers and reverse mode on graphs of scalars."""
