"""Who publishes a site, under which licence, and in which colours."""
