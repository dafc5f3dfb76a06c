"""Commands of this part, one to a module."""
