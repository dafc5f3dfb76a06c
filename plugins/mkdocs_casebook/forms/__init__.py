"""Ask contributors for an entry by form, Word file, editor or command, and make its file."""
