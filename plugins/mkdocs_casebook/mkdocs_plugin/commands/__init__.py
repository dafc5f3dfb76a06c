"""Commands that need the host."""
