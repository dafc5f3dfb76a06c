"""Refuse what a contributed file may not hold, and make harmless what is published."""
