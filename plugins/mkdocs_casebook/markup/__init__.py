"""One page's tree: links for the host, theme links, figures, and what the page refers to."""
