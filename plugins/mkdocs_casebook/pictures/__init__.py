"""The pictures that texts show: found in the text, checked, and sized on the page."""
