"""Starting a new site: what is asked, and the files that come of the answers."""
