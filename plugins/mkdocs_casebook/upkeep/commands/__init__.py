"""Add commands to ``casebook``: each module is one."""
