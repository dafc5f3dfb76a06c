"""The theme ``casebook``: the host finds it by this package, and its templates beside this file."""
