"""List who is thanked for which pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry


class Thanked(NamedTuple):
    """Somebody who helped to write pages."""

    name: str
    entries: tuple[Entry, ...]


def find_thanked(entries: Iterable[Entry]) -> list[Thanked]:
    """Return everybody under ``contributors``, by last name, each with their pages by title.

    Two people of the same name are one here: names are all there is.
    """
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in entry.texts("contributors"):
            by_name[name].append(entry)
    return [
        Thanked(name, tuple(sorted(by_name[name], key=lambda entry: (entry.title, entry.path))))
        for name in sorted(by_name, key=_by_last_name)
    ]


def _by_last_name(name: str) -> tuple[str, str]:
    return name.rpartition(" ")[2].casefold(), name.casefold()
