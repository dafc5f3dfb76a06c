"""Find what should be read through again or opened again, by the dates that people gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.core.model import Entry, Value
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.lists.review_dates import DATED
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.upkeep.fingerprint import CHECKED
from mkdocs_casebook.upkeep.review import FIELD, STATE, State
from mkdocs_casebook.upkeep.terms import USUAL_MONTHS, Terms

UPDATES = "updates"
"""The field with statements of others, each with the day on which somebody opened its address."""

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Due:
    """One page, or one statement on it, that somebody should look at again."""

    entry: Entry
    line: int
    """The line of its date, or the first."""

    since: date | None
    """When it was last looked at; ``None`` where that is not said."""

    message: str
    """What there is to say of it, in words."""


def find_due(
    entries: Iterable[Entry], schema: Schema, today: date, terms: Terms | None = None
) -> list[Due]:
    """Return the pages that nobody has read for so many months, the longest ago first."""
    terms, found = terms or Terms(), []
    for entry in entries:
        name = next((name for name in DATED if isinstance(entry[name], date)), "")
        since = entry[name] if name else None
        line = entry.lines.get(name) or entry.lines.get(FIELD, 1)
        if isinstance(since, date):
            passed = months_between(since, today)
            if passed >= terms.months(entry.kind):
                ago = some(passed, "month")
                found.append(Due(entry, line, since, f"last read on {since}, {ago} ago"))
        elif schema.of(entry).filed and entry.origin is None:
            found.append(Due(entry, line, None, "it is not said when somebody last read the page"))
    return _longest_ago_first(found)


def find_changed(entries: Iterable[Entry]) -> list[Due]:
    """Return the pages that say something else than what somebody signed."""
    found = []
    for entry in entries:
        state, review = entry[STATE], entry[FIELD]
        if not isinstance(state, Mapping) or not isinstance(review, Mapping):
            continue
        since, line = entry["reviewed"], entry.lines.get(FIELD, 1)
        by = f"since {review['by']} read it through on {since}"
        what = _CHANGED.get(str(state["state"]))
        if what and isinstance(since, date):
            passages = ", ".join(map(str, _texts(state.get("passages"))))
            found.append(Due(entry, line, since, f"{what.format(passages=passages)} {by}"))
    return _longest_ago_first(found)


_CHANGED = {
    State.CHANGED.value: "the page has changed",
    State.CITED_CHANGED.value: "passages that it cites ({passages}) have changed",
}


def find_unchecked(entries: Iterable[Entry], today: date, months: int = USUAL_MONTHS) -> list[Due]:
    """Return the statements of others whose address nobody has opened for so many months."""
    found = []
    for entry in entries:
        for statement in _groups(entry[UPDATES]):
            checked = statement.get(CHECKED)
            if isinstance(checked, date) and months_between(checked, today) >= months:
                said = quote(str(statement.get("statement", "")))
                message = f"{said} was last checked on {checked}: {statement.get('url', '')}"
                found.append(Due(entry, entry.lines.get(UPDATES, 1), checked, message))
    return _longest_ago_first(found)


def _groups(value: Value | None) -> Iterator[Mapping[str, Value]]:
    for item in value if isinstance(value, tuple) else ():
        if isinstance(item, Mapping):
            yield item


def _texts(value: Value | None) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _longest_ago_first(found: Iterable[Due]) -> list[Due]:
    return sorted(found, key=lambda due: (due.since or date.min, due.entry.path, due.message))


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to another; a month ends on the day of its date."""
    passed = (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month
    return passed - (last.day < first.day)
