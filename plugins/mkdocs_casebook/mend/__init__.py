"""Mistakes that can be mended without asking: ``casebook check --fix``."""
