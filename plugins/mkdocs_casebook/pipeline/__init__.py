"""From the files of a site to a casebook and its problems: the other rooms, one after another."""
