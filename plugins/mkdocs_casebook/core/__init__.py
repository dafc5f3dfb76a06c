"""Hold the values, problems and places that every room uses, and find what packages add."""
