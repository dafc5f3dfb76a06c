"""What ``casebook`` can be told to do: one module for each command.

A module of a command has ``HELP``, a line that the list of commands shows; ``declare``, which adds
its arguments to a parser; and ``run``, which does it and returns the exit status.
"""
