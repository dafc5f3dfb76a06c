"""Content packs laid under a site's own content: what is taken, replaced and left out."""
