"""Adapters to the programs that make pages. Only modules in here may import them."""
