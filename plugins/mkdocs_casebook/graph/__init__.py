"""Relate entries: what is filed where, what texts mention, who refers to what, what is alike."""
