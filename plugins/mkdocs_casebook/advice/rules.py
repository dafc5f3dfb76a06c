"""Read what advice goes by: the limits and words of ``rules.yml``, and the sentences it tells."""

from __future__ import annotations

from importlib.resources import files
from types import SimpleNamespace

import yaml

from mkdocs_casebook.core.messages import Messages

_READ = yaml.safe_load(files(__package__).joinpath("rules.yml").read_text(encoding="utf-8"))

RULES = SimpleNamespace(
    **{name: frozenset(said) if isinstance(said, list) else said for name, said in _READ.items()}
)
"""Limits, and sets of words, by name."""

MESSAGES = Messages(__package__, are_suggestions=True)
"""The sentences of suggestions, which never stop a build."""
