"""Build a site on the content of another that is installed, and keep it up to date."""
