"""Pages that lead on from the old addresses of what has moved, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mkdocs_casebook.core.redirects import Move
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Link


def redirects(
    moves: Iterable[Move], casebook: Casebook, addresses: Mapping[str, str], *, in_folders: bool
) -> Iterator[tuple[str, str]]:
    """Yield, for each old address, the place of a file on the site and the page it holds.

    ``in_folders`` says whether the host gives each page a folder of its own.
    """
    end = "/index.html" if in_folders else ".html"
    for move in moves:
        place = move.old_address.rstrip("/") + end
        entry = casebook.by_path[move.new_path]
        address = Link(addresses, "../" * place.count("/")).to(entry)
        yield place, render("redirect.html", entry=entry, address=address).html
