"""The files of a new site, as ``casebook init`` writes them.

They are templates with marks of their own, ``<< … >>`` and ``<% … %>``, since pages and workflows
use curly brackets. A name with a leading dot is kept here without it.
"""
