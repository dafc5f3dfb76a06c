"""Show the stories of other sites, from the catalogues that they publish."""
