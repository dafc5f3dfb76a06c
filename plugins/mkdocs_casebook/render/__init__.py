"""Turn values into the HTML that stands above and below the text of each page."""
