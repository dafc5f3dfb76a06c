"""Write a long list as files that its page fetches: values of facets first, rows when shown.

The page of a long list carries its first screen. Beside it lie ``facets.json`` (a column for each
facet), ``rows-0.txt`` and on (what is shown of each entry), ``compared-0.txt`` and on (the facts of
the table), ``words-a.txt`` and on (:mod:`.inverted_index`) and ``orders.json``. All but
the first and the last are plain lines, which a browser keeps as the bytes they came as: ten
thousand rows take the memory of their text and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_casebook.core.model import Target
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.export.inverted_index import fold, word_files
from mkdocs_casebook.lists.counting import CountedFacet
from mkdocs_casebook.lists.listings import Listing
from mkdocs_casebook.render.rows import Row, Rows

IN_A_CHUNK = 100
"""Rows in one file; the first screen of a narrowed list needs a few of them."""

FIELD = "\x1f"
"""Parts the fields of a row; no author can write it, since it is refused."""

PART = "\x1e"
"""Parts the items within a field."""


def export_long_lists(export: Export) -> Iterator[tuple[str, str]]:
    """Yield the files of every list that is too long for one page, and fetches what it shows."""
    indexes = (page.listing for page in export.lists if page.is_index)
    for listing in indexes if export.interactive else ():
        if listing.is_long:
            yield from write_list(listing, export.rows, export.publication.addresses)


def write_list(
    listing: Listing, made: Rows, addresses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the place on the site and the text of each file of a long list."""
    start = f"{listing.index.address}list/"
    rows = [made.describe(thing) for thing in listing.things]
    words = dict(word_files([(row.thing.title, _searched(row)) for row in rows]))
    first = facet_columns(listing) | {"words": "".join(words)}
    yield f"{start}facets.json", _json(first)
    yield f"{start}orders.json", _json(orders(rows))
    for letter, text in words.items():
        yield f"{start}words-{letter}.txt", text
    yield from _chunks(f"{start}rows", [_shown(row, addresses) for row in rows])
    if listing.can_compare:
        labels = PART.join(fact.label for fact in rows[0].compared)
        compared = [_compared(row, addresses) for row in rows]
        yield from _chunks(f"{start}compared", compared, heading=labels)


def _chunks(start: str, lines: Sequence[str], heading: str = "") -> Iterator[tuple[str, str]]:
    for number, first in enumerate(range(0, len(lines), IN_A_CHUNK)):
        chunk = lines[first : first + IN_A_CHUNK]
        yield f"{start}-{number}.txt", "".join(f"{line}\n" for line in (heading, *chunk))


def facet_columns(listing: Listing) -> dict[str, object]:
    """Return how many entries there are, and each facet's values and column."""
    columns = {
        counted.facet.name: column(counted, len(listing.things)) for counted in listing.facets
    }
    return {"size": len(listing.things), "chunk": IN_A_CHUNK, "facets": columns}


def column(counted: CountedFacet, size: int) -> dict[str, object]:
    """Return a facet's values and, for each entry in turn, the numbers of those that it has.

    ``"0,2  1"`` are three entries: the first has the first and the third value, the second none.
    """
    entries: list[list[str]] = [[] for _ in range(size)]
    for number, item in enumerate(counted.values):
        for place in item.places:
            entries[place].append(str(number))
    values = [item.value.slug for item in counted.values]
    return {"values": values, "entries": " ".join(map(",".join, entries))}


def orders(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return the places of all rows from A to Z, and with the newest first."""
    titles = [fold(row.thing.title) for row in rows]
    dates = [row.dated for row in rows]
    places = range(len(rows))
    return {
        "title": sorted(places, key=titles.__getitem__),
        "newest": sorted(places, key=dates.__getitem__, reverse=True),
    }


def _searched(row: Row) -> str:
    return " ".join([row.summary, row.ident, row.meta, *row.side, row.also])


def _shown(row: Row, addresses: Mapping[str, str]) -> str:
    """Return what the page needs to lay out one row, as :class:`rows.Row` has it."""
    side = PART.join(_line(text) for text in row.side if text)
    texts = map(_line, (row.thing.title, row.summary, row.ident, row.meta))
    return FIELD.join([_address(row.thing.target, addresses), *texts, side])


def _compared(row: Row, addresses: Mapping[str, str]) -> str:
    """Return the facts of one row: the address of each, if it has one, and what is stated."""
    return FIELD.join(
        PART.join([_address(fact.target, addresses), *map(_line, fact.texts)])
        for fact in row.compared
    )


def _address(target: Target | None, addresses: Mapping[str, str]) -> str:
    if target is None:
        return ""
    found = addresses.get(target.path, "")
    return f"{found}#{target.fragment}" if target.fragment else found


def _line(text: str) -> str:
    """Return a text on one line; a page shows it in the same way."""
    return " ".join(text.split())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
