"""Make a casebook and its problems of a site's files, by the other rooms, one after another."""
