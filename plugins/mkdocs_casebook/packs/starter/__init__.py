"""The files of a new site, as ``casebook init`` writes them.

They are templates with marks of their own, ``<< … >>`` and ``<% … %>``, since pages and workflows
use curly brackets. A file of which nothing is left is not written.
"""
