"""From bytes to front matter and text, with the line of everything."""
