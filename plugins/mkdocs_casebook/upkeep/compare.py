"""Compare two editions: what is new, withdrawn, reworded and filed otherwise.

Moves and renames are no changes: of a file that has another name, and of a sentence that stands
elsewhere on its page. The same two editions give the same changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mkdocs_casebook.graph.prose import words
from mkdocs_casebook.upkeep.editions import Edition, Key, Said

ALIKE = 0.5
"""Share of words from which a sentence is another one in other words."""

_SAME_PAGE = 0.5
"""Share of sentences from which a page with another name is the same page."""

_MOST_COMPARED = 60
"""Sentences of a page, taken out or added, beyond which none is looked for in other words."""


@dataclass(frozen=True, slots=True, order=True)
class Reworded:
    """A text before and after; blank where there was none, or is none any more."""

    before: str
    after: str
    field: str = ""
    """The field it is in; blank for the text of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """What has changed of one entry."""

    key: Key
    title: str
    is_new: bool = False
    is_withdrawn: bool = False
    summary: str = ""
    """Of a new entry, what it is about."""

    reworded: tuple[Reworded, ...] = ()
    filed: tuple[str, ...] = ()
    """Themes that it is filed under now."""

    unfiled: tuple[str, ...] = ()
    """Themes that it is filed under no more."""

    @property
    def is_of_words(self) -> bool:
        """Whether the text, the title or the summary says something else."""
        return any(one.field in {"", "title", "summary"} for one in self.reworded)


def compare(before: Edition, after: Edition) -> tuple[PageChange, ...]:
    """Return what has changed between two editions, by kind and name of the entries."""
    was, now = dict(before.entries), dict(after.entries)
    names = renamed(
        {key: was[key] for key in was.keys() - now.keys()},
        {key: now[key] for key in now.keys() - was.keys()},
    )
    changes = []
    for key, said in now.items():
        old = was.get(names.get(key, key))
        if old is None:
            summary = " ".join(said.fields.get("summary", ()))
            changes.append(PageChange(key=key, title=said.title, is_new=True, summary=summary))
        else:
            changes += _changed(key, old, said)
    gone = was.keys() - now.keys() - set(names.values())
    changes += (PageChange(key=key, title=was[key].title, is_withdrawn=True) for key in gone)
    return tuple(sorted(changes, key=lambda change: (change.key, change.is_withdrawn)))


def renamed(gone: Mapping[Key, Said], new: Mapping[Key, Said]) -> dict[Key, Key]:
    """Return the former names of entries that are new by name only, by their names now."""
    holders: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, said in gone.items():
        for text in _marks_of(said):
            holders[key[0], text].append(key)
    found: list[tuple[float, Key, Key]] = []
    for key, said in new.items():
        marks = _marks_of(said)
        shared = Counter(old for text in marks for old in holders.get((key[0], text), ()))
        found += (
            (-count / max(len(marks), len(_marks_of(gone[old]))), key, old)
            for old, count in shared.items()
        )
    names: dict[Key, Key] = {}
    for share, key, old in sorted(found):
        if -share >= _SAME_PAGE and key not in names and old not in names.values():
            names[key] = old
    return names


def _marks_of(said: Said) -> frozenset[str]:
    """Return the texts by which a page is known again."""
    texts = said.outline if said.sentences is None else said.sentences
    return frozenset((said.title, *said.fields.get("summary", ()), *texts))


def _changed(key: Key, old: Said, new: Said) -> Iterator[PageChange]:
    """Yield what has changed of an entry, if anything has."""
    by_outline = old.sentences is None or new.sentences is None
    texts = [said.outline if by_outline else said.sentences or () for said in (old, new)]
    reworded = [*_reworded((old.title,), (new.title,), "title")]
    for name in sorted({*old.fields, *new.fields}):
        reworded += _reworded(old.fields.get(name, ()), new.fields.get(name, ()), name)
    reworded += _reworded(texts[0], texts[1])
    filed = tuple(theme for theme in new.themes if theme not in old.themes)
    unfiled = tuple(theme for theme in old.themes if theme not in new.themes)
    if reworded or filed or unfiled:
        yield PageChange(
            key=key, title=new.title, reworded=tuple(reworded), filed=filed, unfiled=unfiled
        )


def _reworded(old: Sequence[str], new: Sequence[str], field: str = "") -> Iterator[Reworded]:
    """Yield the texts that differ: those in other words first, in the order of the page as it is.

    A text that stands in another place is the same.
    """
    gone, added = list(_without(old, new)), list(_without(new, old))
    pairs = dict(_pairs(gone, added, is_one=bool(field) and len(old) == len(new) == 1))
    for number, text in enumerate(added):
        yield Reworded(gone[pairs[number]] if number in pairs else "", text, field)
    left = set(range(len(gone))) - set(pairs.values())
    yield from (Reworded(gone[number], "", field) for number in sorted(left))


def _without(texts: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield the texts that are not among others, each as often as it is more there."""
    left = Counter(others)
    for text in texts:
        if left[text] > 0:
            left[text] -= 1
        else:
            yield text


def _pairs(gone: Sequence[str], added: Sequence[str], *, is_one: bool) -> Iterator[tuple[int, int]]:
    """Yield the number of a new text with that of the old one which it puts into other words."""
    if is_one:
        yield from ((0, 0) for _ in gone[:1] if added)
        return
    if max(len(gone), len(added)) > _MOST_COMPARED:
        return
    alike = []
    old_words = [words(text.casefold()) for text in gone]
    for number, text in enumerate(added):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words(text.casefold()))
        for other, theirs in enumerate(old_words):
            matcher.set_seq1(theirs)
            if matcher.quick_ratio() >= ALIKE and (ratio := matcher.ratio()) >= ALIKE:
                alike.append((-ratio, number, other))
    used: set[int] = set()
    taken: set[int] = set()
    for _ratio, number, other in sorted(alike):
        if number not in taken and other not in used:
            taken.add(number)
            used.add(other)
            yield number, other
