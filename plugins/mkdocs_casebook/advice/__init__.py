"""Suggestions to authors. They never stop a build."""
