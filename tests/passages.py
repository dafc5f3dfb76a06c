"""Measures how good suggestions are, on passages labelled by hand in tests/advice.

Precision is the share of what is suggested that an editor would say too; recall is the share of
what an editor would say that is suggested.
"""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.advice.theme_scoring import (
    Lexicon,
    NameUse,
    gather_lexicon,
    is_about,
    name_uses,
)
from mkdocs_casebook.core.model import Entry, Source
from mkdocs_casebook.core.problems import Suggestion
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.schema.kind_declarations import standard

FOLDER = Path(__file__).parent / "advice"


class Passage(NamedTuple):
    """A text and the themes that a careful editor would file it under."""

    sort: str
    themes: frozenset[str]
    text: str


class Wording(NamedTuple):
    """A text and the kinds of advice that a careful editor would give on how it is written."""

    advice: frozenset[str]
    text: str
    people: tuple[str, ...]


ON_WORDING = frozenset(
    {
        Suggestion.HARD_TO_READ,
        Suggestion.LONG_SENTENCE,
        Suggestion.NAME_WITHOUT_ROLE,
        Suggestion.SKIPPED_HEADING,
        Suggestion.UNEXPLAINED_ABBREVIATION,
        Suggestion.VAGUE_LINK,
    }
)
"""The kinds of suggestion that wording.toml is about."""


class Figures(NamedTuple):
    """How suggestions compare with an editor's themes."""

    suggested: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what is suggested that is right."""
        return self.right / self.suggested

    @property
    def recall(self) -> float:
        """Share of what is wanted that is suggested."""
        return self.right / self.wanted


def read_passages(name: str) -> list[Passage]:
    """Return the passages of a file."""
    return [
        Passage(item["sort"], frozenset(item["themes"]), item["text"].strip())
        for item in _read(name)["passage"]
    ]


def read_wording() -> list[Wording]:
    """Return the texts that are labelled for how they are written."""
    return [
        Wording(frozenset(item["advice"]), item["text"].strip(), tuple(item.get("people", ())))
        for item in _read("wording.toml")["passage"]
    ]


def advice_on(wording: Wording) -> frozenset[str]:
    """Return the kinds of advice on wording that a text is given, as the body of a case study."""
    entry = Entry(
        kind="case-study",
        slug="story",
        path="case_studies/story.md",
        address="case-studies/story/",
        title="A story",
        values={"people": tuple({"name": name, "role": "Nurse"} for name in wording.people)},
    )
    source = Source(
        path=entry.path,
        kind=entry.kind,
        slug=entry.slug,
        address=entry.address,
        content=f"---\ntitle: A story\n---\n\n{wording.text}\n".encode(),
    )
    found = {problem.code for problem in advise([source], relate([entry], standard()))}
    return frozenset(found & ON_WORDING)


def read_lexicon() -> Lexicon:
    """Return the names of the themes as they were when the passages were labelled."""
    return gather_lexicon(
        Entry(
            kind="theme",
            slug=slug,
            path=f"docs/themes/{slug}.md",
            address=f"themes/{slug}/",
            title=names["title"],
            values={"aliases": tuple(names["aliases"])},
        )
        for slug, names in _read("themes.toml").items()
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def themes_of(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the themes that a page of one passage is about."""
    by_theme: dict[str, list[NameUse]] = defaultdict(list)
    for use in name_uses(text, lexicon):
        by_theme[use.slug].append(use)
    return frozenset(slug for slug, found in by_theme.items() if is_about(found, text, lexicon))


def measure(passages: Sequence[Passage], lexicon: Lexicon) -> Figures:
    """Return the figures of a set of passages."""
    suggested = [themes_of(passage.text, lexicon) for passage in passages]
    wanted = [passage.themes for passage in passages]
    return Figures(
        sum(map(len, suggested)),
        sum(len(a & b) for a, b in zip(suggested, wanted, strict=True)),
        sum(map(len, wanted)),
    )
