"""A long list in files that its page fetches: what has which value first, rows when they are shown.

The file of facets holds a column for each facet: for each entry, in order, one sign for each value
it has, and a space. Such columns compress to little more than the choices they stand for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from mkdocs_casebook.lists.listings import WHOLE, CountedFacet, Listing
from mkdocs_casebook.model import Target
from mkdocs_casebook.render.indexes import Rows

IN_A_CHUNK = 250
"""Rows in one file; the first screen needs one or two of them."""

_FIRST_SIGN = 0x23
"""The signs start after the space and the quotation mark, and step over the backslash."""

_BACKSLASH = 0x5C


def is_long(listing: Listing) -> bool:
    """Return whether a list is too long to be on one page."""
    return len(listing.things) > WHOLE


def chunk_files(
    listing: Listing, made: Rows, addresses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the place on the site and the text of each file of a long list."""
    start = f"{listing.index.address}list/"
    yield f"{start}facets.json", _json(facet_columns(listing))
    rows = [_row(place, listing, made, addresses) for place in range(len(listing.things))]
    for number, first in enumerate(range(0, len(rows), IN_A_CHUNK)):
        yield f"{start}rows-{number}.json", _json(rows[first : first + IN_A_CHUNK])


def facet_columns(listing: Listing) -> dict[str, object]:
    """Return how many entries there are, and each facet's values and column."""
    columns = {
        counted.facet.name: {
            "values": [item.value.slug for item in counted.values],
            "column": _column(counted, len(listing.things)),
        }
        for counted in listing.facets
    }
    return {"size": len(listing.things), "chunk": IN_A_CHUNK, "facets": columns}


def _column(counted: CountedFacet, size: int) -> str:
    signs: list[list[str]] = [[] for _ in range(size)]
    for number, item in enumerate(counted.values):
        for place in item.places:
            signs[place].append(_sign(number))
    return " ".join(map("".join, signs))


def _sign(number: int) -> str:
    code = _FIRST_SIGN + number
    return chr(code + (code >= _BACKSLASH))


def _row(place: int, listing: Listing, made: Rows, addresses: Mapping[str, str]) -> list[object]:
    """Return what the page needs to lay out one row, as :class:`indexes.Row` has it."""
    row = made.describe(listing.things[place])

    def address(target: Target | None) -> str:
        if target is None:
            return ""
        found = addresses.get(target.path, "")
        return f"{found}#{target.fragment}" if target.fragment else found

    compared = [[fact.label, list(fact.texts), address(fact.target)] for fact in row.compared]
    title, link = row.thing.title, address(row.thing.target)
    side = [text for text in row.side if text]
    return [link, title, row.summary, row.ident, row.meta, side, row.also, row.dated, compared]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
