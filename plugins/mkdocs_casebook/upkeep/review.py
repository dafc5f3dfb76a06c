"""Hold what somebody signed when they read a page, and compare it with what is there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.upkeep.fingerprint import LONG, SHORT, digest, hash_of_text, words_of

FIELD = "review"
"""The field of front matter in which a review is kept."""

STATE = "review-state"
"""What an entry holds about its review that is worked out and never written."""

FORM = "v1"
"""How hashes are made. Another way would have another name, so that old reviews stay readable."""

_SEAL = 8
_HYPHENS = 2


class State(StrEnum):
    """What has become of a page since it was read through."""

    UNCHANGED = "unchanged"
    CITED_CHANGED = "cited-changed"
    """The page is as it was, and a passage that it cites is not."""

    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What there is to read of a page: its fields, its text, and the passages that it cites."""

    fields: str
    """The hash of what the fields say."""

    body: str = field(repr=False)
    cites: Mapping[str, str]
    """The hash of each passage by its name: ``ten-3``, ``docs/guide/first-steps.md#start``."""

    @property
    def as_typed(self) -> str:
        """The hash of every sign of the text. It is quick, and while it is the same, all is."""
        return hash_of_text(self.body)[:SHORT]

    @property
    def words(self) -> str:
        """The hash of the words of the text."""
        return hash_of_text(words_of(self.body))[:LONG]

    @property
    def hash(self) -> str:
        """The hashes of fields, words and text with hyphens between them."""
        return f"{self.fields}-{self.words}-{self.as_typed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who read a page through, when, and what they read."""

    by: str
    on: date
    hash: str
    """The form of the hash, the hash of the page, and the seal, with full stops between them."""

    cites: tuple[str, ...] = ()
    """The passages that the page cited, each with its hash after a space."""

    @property
    def is_sealed(self) -> bool:
        """Whether name, day and hashes are still those that the command wrote together."""
        form, _dot, rest = self.hash.partition(".")
        page, _dot, seal = rest.partition(".")
        return (
            form == FORM
            and page.count("-") == _HYPHENS
            and seal == _seal(self.by, self.on, page, self.cites)
        )

    def state(self, now: Reading) -> tuple[State, tuple[str, ...]]:
        """Return what has become of the page, and the passages it cites that have changed.

        A passage under another name that reads the same has only moved.
        """
        fields, words, typed = self.hash.split(".")[1].split("-")
        is_same = fields == now.fields and (typed == now.as_typed or words == now.words)
        signed = dict(one.rpartition(" ")[::2] for one in self.cites)
        known = {*signed.values()}
        others = {name for name, found in now.cites.items() if found not in known}
        changed = tuple(sorted(name for name in others if name in signed))
        if not is_same or others - signed.keys():
            return State.CHANGED, changed
        return (State.CITED_CHANGED if changed else State.UNCHANGED), changed


def sign(by: str, on: date, read: Reading) -> Review:
    """Return the review of somebody who has read a page on a day."""
    cites = tuple(f"{name} {found}" for name, found in sorted(read.cites.items()))
    seal = _seal(by, on, read.hash, cites)
    return Review(by=by, on=on, hash=f"{FORM}.{read.hash}.{seal}", cites=cites)


def review_of(entry: Entry) -> Review | None:
    """Return the review in an entry's fields, or ``None`` where it has none that is whole."""
    said = entry[FIELD]
    if not isinstance(said, Mapping):
        return None
    by, on, found, cites = (said.get(name) for name in ("by", "on", "hash", "cites"))
    if not (isinstance(by, str) and isinstance(on, date) and isinstance(found, str)):
        return None
    cites = tuple(map(str, cites)) if isinstance(cites, tuple) else ()
    review = Review(by=by, on=on, hash=found, cites=cites)
    return review if review.is_sealed else None


def _seal(by: str, on: date, page: str, cites: tuple[str, ...]) -> str:
    return digest(by, on.isoformat(), page, cites)[:_SEAL]
