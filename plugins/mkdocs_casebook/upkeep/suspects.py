"""Suggest to look again at what rests on a passage that has changed since somebody signed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from mkdocs_casebook.api import Casebook, Entry, Location, Problem, Section, Source
from mkdocs_casebook.core.problems import Suggestion, quote, some
from mkdocs_casebook.upkeep import ADVICE
from mkdocs_casebook.upkeep.review import FIELD, STATE

_LONGEST = 160
"""Characters of a sentence that are repeated."""


def advise_suspects(
    _sources: Sequence[Source],
    casebook: Casebook,
    _problems: Sequence[Problem],
    only: Collection[str],
) -> Iterator[Problem]:
    """Yield a suggestion for each passage that has changed, at what rests on it and at itself."""
    resting: dict[str, list[Entry]] = defaultdict(list)
    for entry in casebook.by_path.values():
        for name in _changed(entry) if entry.origin is None else ():
            resting[name].append(entry)
            if not only or entry.path in only:
                yield _at_the_page(entry, name, casebook)
    for name, entries in sorted(resting.items()):
        target, section = _passage(name, casebook)
        if target is not None and (not only or target.path in only):
            yield _at_the_passage(target, section, entries)


def _changed(entry: Entry) -> tuple[str, ...]:
    """Return the names of the passages that have changed since an entry was signed."""
    state = entry[STATE]
    found = state.get("passages") if isinstance(state, Mapping) else None
    return tuple(map(str, found)) if isinstance(found, tuple) else ()


def _passage(name: str, casebook: Casebook) -> tuple[Entry | None, Section | None]:
    """Return the entry and the section that a review calls by a name."""
    if (question := casebook.questions.get(name)) is not None:
        return question.entry, question.section
    path, _hash, ident = name.partition("#")
    entry = casebook.by_path.get(path)
    parts = entry.sections if entry else ()
    return entry, next((part for part in parts if part.id == ident), None)


def _at_the_page(entry: Entry, name: str, casebook: Casebook) -> Problem:
    target, section = _passage(name, casebook)
    rests = next((s for s in entry.sections if name in (*s.evidence_for, *s.answers)), None)
    line = rests.line if rests else entry.lines.get(FIELD, 1)
    where = f" in {target.path}" if target else ""
    now = f"{quote(section.title, _LONGEST)}{where} has changed" if section else f"{name} is gone"
    here = f"{now} since the page was signed on {entry['reviewed']}"
    said = (rests.excerpt or rests.title) if rests else entry.title
    return ADVICE.problem(
        Suggestion.SUSPECT_EVIDENCE,
        Location(entry.path, line),
        here=here,
        there=f"This rests on it: {quote(said, _LONGEST)}",
        command=_command(entry.path),
    )


def _at_the_passage(target: Entry, section: Section | None, entries: Sequence[Entry]) -> Problem:
    paths = " ".join(sorted(entry.path for entry in entries))
    title = quote(section.title if section else target.title, _LONGEST)
    return ADVICE.problem(
        Suggestion.SUSPECT_EVIDENCE,
        Location(target.path, section.line if section else 1),
        here=f"{title} has changed",
        there=f"{some(len(entries), 'signed page')} rested on it as it was: {paths}",
        command=_command(paths),
    )


def _command(paths: str) -> str:
    return f'casebook review {paths} --by "Name, role"'
