"""Read a project's files as text and nodes, each with its line; nothing here knows a field."""
