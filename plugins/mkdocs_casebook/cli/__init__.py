"""Run the command casebook: find the command that is asked for, and check a site."""
