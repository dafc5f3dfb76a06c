"""Values, problems and places that every other room uses, and what installed packages add."""
