"""Make problems of the words that a room keeps as data, in a file ``messages.yml`` beside its code.

Each code has its sentences there, with the names of values in braces. So all that a room tells can
be read, and put into better words, in one place.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from mkdocs_casebook.core.problems import Location, Problem, Severity


class Messages:
    """The sentences of a room: ``found``, ``fix`` and ``expected`` by code, and the severity."""

    def __init__(self, package: str, *, are_suggestions: bool = False) -> None:
        """Read the file of a package."""
        text = files(package).joinpath("messages.yml").read_text(encoding="utf-8")
        self._by_code: dict[str, dict[str, str]] = yaml.safe_load(text)
        self._are_suggestions = are_suggestions

    def problem(self, code: str, where: Location, **values: object) -> Problem:
        """Return a problem with some values put into its sentences."""
        said: dict[str, Any] = self.texts(code, **values)
        usual = Severity.NOTICE if self._are_suggestions else Severity.ERROR
        said["severity"] = Severity(said.get("severity", usual))
        return Problem(where=where, code=code, is_suggestion=self._are_suggestions, **said)

    def texts(self, code: str, **values: object) -> dict[str, str]:
        """Return the sentences of a code with some values put into them."""
        return {name: text.format(**values) for name, text in self._by_code[code].items()}
