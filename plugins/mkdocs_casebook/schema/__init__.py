"""The kinds of entry, their fields, and the checks that hold files against them."""
