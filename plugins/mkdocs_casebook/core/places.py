"""Turn a file's path from the project root into the path by which the host knows it.

The host counts from its documents folder. Collections outside that folder keep their path from the
project root, which is also how authors link to them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.core.redirects import Move


@lru_cache(maxsize=4096)
def leads_to(page: str, link: str) -> str:
    """Return the path to which a relative link leads from a page; both have no ``#`` or ``?``.

    Pages link to the same few others, so the last answers are kept.

    >>> leads_to("docs/guide/a.md", "../themes/risk.md")
    'docs/themes/risk.md'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def slug_at(path: str) -> str:
    """Return the slug of the entry in a file: the file's name, or that of its own folder.

    >>> slug_at("case_studies/one.md"), slug_at("case_studies/two/index.md")
    ('one', 'two')
    """
    folder, name = posixpath.split(path.removesuffix(".md"))
    return posixpath.basename(folder) if name == "index" else name


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a site."""

    docs: str
    """The documents folder, from the project root."""

    outside: tuple[str, ...] = ()
    """Folders of collections that are not inside it."""

    moved: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Paths of files whose place another has taken, with the path of the other."""

    @classmethod
    def of(cls, docs: str, collections: Iterable[Collection], moves: Iterable[Move] = ()) -> Places:
        """Return the places of a site with these collections and moves."""
        outside = tuple(c.folder for c in collections if not f"{c.folder}/".startswith(f"{docs}/"))
        return cls(
            docs, outside, MappingProxyType({move.old_path: move.new_path for move in moves})
        )

    def is_in_docs(self, path: str) -> bool:
        """Return whether a file is in the documents folder."""
        return path.startswith(f"{self.docs}/")

    def known(self, path: str) -> str | None:
        """Return the path by which the host knows a file, or ``None`` if it does not."""
        if self.is_in_docs(path):
            return path[len(self.docs) + 1 :]
        is_outside = path.startswith(tuple(f"{folder}/" for folder in self.outside))
        return path if is_outside else None

    def current(self, path: str) -> str | None:
        """Return the path by which the host knows a file, or the one that has taken its place."""
        return self.known(self.moved.get(path, path))
