"""Work out what each index lists, by which facets, and what the casebook covers."""
