"""What each index lists: facets, pages for their values, data for the browser, feeds, gaps."""
