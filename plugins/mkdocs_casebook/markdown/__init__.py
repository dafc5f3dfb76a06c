"""Turn the tree of a page's Markdown into what Casebook shows, and links that the host checks."""
