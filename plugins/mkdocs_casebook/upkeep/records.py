"""Keep what has changed in committed files, one for each day, from which the site tells it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mkdocs_casebook.core.problems import quote

FOLDER = "changes"
"""Where records are, from the project root."""

LAST = f"{FOLDER}/edition.json"
"""What the site said when changes were last recorded."""

RECORD = "casebook-changes"
SORTS = ("new", "withdrawn", "reworded", "filed")
"""What can have become of a page; the last is fields and themes alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """What was recorded of one entry."""

    kind: str
    id: str
    title: str
    change: str
    """One of :data:`SORTS`."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was recorded on one day."""

    on: date
    pages: tuple[PageRecord, ...]

    def of(self, *sorts: str) -> tuple[PageRecord, ...]:
        """Return the pages to which something of these sorts has happened."""
        return tuple(page for page in self.pages if page.change in sorts)


def record_path(day: date) -> str:
    """Return the path of the record of a day."""
    return f"{FOLDER}/{day.isoformat()}.json"


def as_record(day: date, changes: Sequence[Mapping[str, object]]) -> str:
    """Return the text of a record, with a line for each page."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in changes)
    head = json.dumps({"format": RECORD, "on": day.isoformat()}).removesuffix("}")
    return f'{head}, "pages": [\n{lines}\n]}}\n'


def read_record(content: bytes) -> Record:
    """Return the record in a file. Raises ValueError where there is none."""
    try:
        tree = json.loads(content)
    except ValueError as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(tree, dict) or tree.get("format") != RECORD:
        raise ValueError("it is no record of changes")
    pages = tree.get("pages")
    if not isinstance(pages, list):
        raise ValueError("it has no list of pages")  # noqa: TRY004 - a file, and no call, is wrong
    return Record(on=_day(tree.get("on")), pages=tuple(_pages(pages)))


def _day(said: object) -> date:
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise ValueError(f"{quote(str(said))} is no day") from error


def _pages(pages: Iterable[Any]) -> Iterable[PageRecord]:
    for page in pages:
        said = page if isinstance(page, dict) else {}
        texts = [said.get(name) for name in ("kind", "id", "title", "change")]
        sentences = said.get("sentences")
        if not isinstance(sentences, list) or not all(
            isinstance(text, str) for text in (*texts, *sentences)
        ):
            raise ValueError("a page in it lacks its kind, id, title, change or sentences")
        kind, ident, title, change = map(str, texts)
        if change not in SORTS:
            raise ValueError(f"a page in it is neither {' nor '.join(SORTS)}")
        yield PageRecord(
            kind=kind, id=ident, title=title, change=change, sentences=tuple(sentences)
        )
