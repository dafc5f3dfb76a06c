"""Hold files against the kinds of entry, and return the entries and the problems found."""
