"""Read a site's settings: where its files are, who publishes it, which of them are unsafe."""
