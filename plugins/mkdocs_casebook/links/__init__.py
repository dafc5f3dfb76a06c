"""All pages' references turned round: backlinks, related entries, and both for one page."""
