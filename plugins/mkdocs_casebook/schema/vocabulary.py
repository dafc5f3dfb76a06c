"""Look up the names that authors refer to, and the nearest to one that is not there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.core.spelling import same_words

_NOT_DIGITS = re.compile(r"\D+")
QUESTION = "question"
"""Questions are not files, but they have names that sections refer to."""

_NEAR_ENOUGH = 0.7
"""Ratio of matching characters (difflib) from which a guess helps; below, none is offered."""

_MOST_LISTED = 40
"""Names that a message lists; where there are more, it only says where they are."""

_NO_FOLDER = "No folder in mkdocs.yml holds {}s."


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The slugs of every kind, and other names by which some of them are known."""

    taxonomy: str = ""
    """The kind of the terms that pages are filed under."""

    slugs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Slugs by kind."""

    folders: Mapping[str, str] = field(default_factory=dict)
    """The folder of each kind, to say where the names can be looked up."""

    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each kind, slugs by other name, the names in the form by which they are compared."""

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each kind that has other names, the titles of its entries by slug, sorted by title."""

    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each kind, where slugs that are used no more have gone."""

    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each kind, what content packs have and the settings leave out."""

    lost: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each kind, what packs had in files that the site has replaced, and the site has not."""

    def is_gone(self, kind: str, slug: str) -> bool:
        """Return whether a pack has what the site has not: its texts may still refer to it."""
        return slug in self.left_out.get(kind, ()) or slug in self.lost.get(kind, ())

    def look_up(self, kind: str, name: str, where: Location) -> tuple[str | None, Problem | None]:
        """Return the slug that a name stands for, and what to tell its author.

        A name that has moved is followed, with a notice. For an unknown one the slug is ``None``.
        """
        current = self.moved.get(kind, {}).get(name, name)
        if not self.has(kind, current):
            return None, self.unknown(kind, name, where)
        if current == name:
            return current, None
        return current, Problem(
            where=where,
            code=f"moved-{kind}",
            found=f"the {kind} {quote(name)} is now {quote(current)}",
            fix=f'Write "{current}" instead; the site is built as if you had.',
            severity=Severity.NOTICE,
        )

    def uses(self, kind: str, name: str) -> bool:
        """Return whether a name needs no :meth:`look_up`: an entry has it, and it has not moved."""
        return name in self.slugs.get(kind, ()) and name not in self.moved.get(kind, ())

    def has(self, kind: str, slug: str) -> bool:
        """Return whether there is an entry of this kind with this slug."""
        return slug in self.slugs.get(kind, ())

    def named(self, kind: str, name: str) -> str | None:
        """Return the slug that a name can only stand for: its own, a former one, or an alias."""
        current = self.moved.get(kind, {}).get(name, name)
        if self.has(kind, current):
            return current
        return self._bysame_words(kind).get(same_words(name))

    def _bysame_words(self, kind: str) -> dict[str, str]:
        """Return slugs by other names, however their words are joined."""
        return {same_words(alias): slug for alias, slug in self.aliases.get(kind, {}).items()}

    def nearest(self, name: str, names: Iterable[str]) -> str | None:
        """Return the one of the names that is spelt most like this one, if any is like it."""
        # Question 9 of a list is not a misspelling of its question 2.
        digits = _NOT_DIGITS.sub("", name)
        alike = sorted(other for other in names if _NOT_DIGITS.sub("", other) == digits)
        close = difflib.get_close_matches(name.casefold(), alike, 1, _NEAR_ENOUGH)
        return close[0] if close else None

    def _same_list(self, name: str) -> list[str]:
        """Return the questions whose ids start as this one does, in order of their numbers."""
        stem = name.rstrip("0123456789").rstrip("-")
        ids = self.slugs.get(QUESTION, ())
        return sorted((i for i in ids if i.rpartition("-")[0] == stem), key=_number)

    def unknown(self, kind: str, name: str, where: Location) -> Problem:
        """Return the problem of a name that no entry of the kind has, with the likeliest mend."""
        aliases = self._bysame_words(kind)
        wanted = same_words(name)
        fix = ""
        if name in self.left_out.get(kind, ()):
            return Problem(
                where=where,
                code="left-out",
                found=f"the {kind} {quote(name)} is in a content pack but left out here",
                fix='Delete it here, or from "without" in mkdocs.yml.',
            )
        if wanted in aliases:
            fix = f'Write "{aliases[wanted]}" instead.'
        else:
            near = self.nearest(name, self.slugs.get(kind, ())) or self.nearest(wanted, aliases)
            if near:
                fix = f'Did you mean "{aliases.get(near, near)}"?'
            elif kind == QUESTION and (numbered := self._same_list(name)):
                fix = f"That list has {quote(numbered[0])} to {quote(numbered[-1])}."
        folder = self.folders.get(kind, "")
        expected = f"The {kind}s are in {folder}/." if folder else _NO_FOLDER.format(kind)
        names = sorted(self.slugs.get(kind, ()))
        # Somebody who cannot look into a folder can still choose from a list.
        if not fix and folder and kind != QUESTION and 0 < len(names) <= _MOST_LISTED:
            expected = f"Choose one of: {', '.join(names)}."
        return Problem(
            where=where,
            code=f"unknown-{kind}",
            found=f"unknown {kind} {quote(name)}",
            fix=fix,
            expected=expected,
        )


def _number(name: str) -> int:
    return int(_NOT_DIGITS.sub("", name) or 0)
