"""Which pages the host names in the sitemap: those that search engines may show."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.structure.files import File

_HIDES = frozenset({"noindex", "none"})
"""What a page's ``robots`` says where search engines must not show it."""


def only_found(files: Iterable[File]) -> list[File]:
    """Return the files of pages that do not ask search engines to leave them out.

    A sitemap that names such a page contradicts it, and search engines tell the owner of a mistake.
    """
    return [file for file in files if file.page is None or not _hides(file.page.meta.get("robots"))]


def _hides(robots: object) -> bool:
    words = str(robots or "").lower().split(",")
    return not _HIDES.isdisjoint(word.strip() for word in words)
