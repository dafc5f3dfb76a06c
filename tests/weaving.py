"""A site's web from all its references at once, for tests that have no pages to take them from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_casebook.graph.backlinks import Register
from mkdocs_casebook.graph.connections import weave

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_casebook.graph.backlinks import Backlinks
    from mkdocs_casebook.graph.casebook import Casebook
    from mkdocs_casebook.graph.connections import Web
    from mkdocs_casebook.graph.references import Reference
    from mkdocs_casebook.graph.related import Weights


def register_of(casebook: Casebook, references: Iterable[Reference]) -> Register:
    """Return a register of references; of pages that are no entries, none count."""
    by_page: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        by_page[reference.source].append(reference)
    register = Register(casebook)
    for path, found in by_page.items():
        entry = casebook.by_path.get(path)
        if entry is not None:
            register.add(entry, found)
    return register


def connect(casebook: Casebook, references: Iterable[Reference] = ()) -> Backlinks:
    """Return who refers to what."""
    return register_of(casebook, references).backlinks()


def web_of(
    casebook: Casebook, references: Iterable[Reference] = (), weights: Weights | None = None
) -> Web:
    """Return the web of a site."""
    return weave(register_of(casebook, references), weights)
