"""Keep the ids that headings get by themselves apart from those of the page around a text.

A heading without an id of its author's gets one that is made from its words. "Read next" would get
the id of the list of that name below the text: two equal ids, and a link that leads to one of them.
So such a heading gets the id that a second heading with the same words would have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown import Markdown

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.safety.attributes import is_reserved

_OF_INDEXES = re.compile(
    r"optional-fields|parts|site"
    # The kinds in the data dictionary, facets of a list, parts of a paper, and months.
    r"|(?:of|by|part|print)-.*|\d{4}-\d{2}"
)


def keep_apart(md: Markdown, entry: Entry, entries: Iterable[Entry]) -> None:
    """Have headings of an entry's page named differently from what else is on it.

    ``entries`` are all of the site: an index names its parts after them.
    """
    if "toc" not in md.treeprocessors:
        return
    toc = md.treeprocessors["toc"]
    slugify = getattr(toc, "slugify", None)
    if slugify is None:
        return

    def name(text: str, separator: str) -> str:
        ident = str(slugify(text, separator))
        return f"{ident}_1" if _is_around(ident, entry, entries) else ident

    toc.slugify = name  # type: ignore[attr-defined]


def _is_around(ident: str, entry: Entry, entries: Iterable[Entry]) -> bool:
    """Return whether the page around an entry's text may use an id."""
    if not entry.is_page:
        return is_reserved(ident)
    if entry["index"] is None:
        return is_reserved(ident, by_every_page=True)
    return bool(is_reserved(ident) or _OF_INDEXES.fullmatch(ident)) or any(
        ident == other.slug or any(ident == section.id for section in other.sections)
        for other in entries
    )
