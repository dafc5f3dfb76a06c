"""Measure how well themes are suggested, on passages labelled by hand in tests/advice.

Precision is the share of the suggested themes that an editor would give; recall is the share of
the themes an editor would give that are suggested.
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_casebook.advice.often import Lexicon, gather_lexicon, themes_of
from mkdocs_casebook.model import Entry

FOLDER = Path(__file__).parents[1] / "tests" / "advice"
UNNAMED = "unnamed"
"""The sort of passage that is about a theme and hardly names it; no rule about names finds it."""


class Passage(NamedTuple):
    """A text and the themes that a careful editor would file it under."""

    sort: str
    themes: frozenset[str]
    text: str


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


def measure(passages: Sequence[Passage], lexicon: Lexicon) -> Figures:
    """Return the figures of a set of passages."""
    suggested = [themes_of(passage.text, lexicon) for passage in passages]
    return Figures(
        sum(map(len, suggested)),
        sum(len(a & b.themes) for a, b in zip(suggested, passages, strict=True)),
        sum(len(passage.themes) for passage in passages),
    )


def main() -> int:
    """Print the figures."""
    lexicon = read_lexicon()
    held_out = read_passages("held-out.toml")
    named = [passage for passage in held_out if passage.sort != UNNAMED]
    for what, passages in (
        ("by which the rule was chosen", read_passages("passages.toml")),
        ("held out", held_out),
        ("held out, that name their themes", named),
    ):
        figures = measure(passages, lexicon)
        print(
            f"{len(passages)} passages {what}: precision {figures.precision:.2f}, "
            f"recall {figures.recall:.2f} ({figures.right} right of {figures.suggested} "
            f"suggested and {figures.wanted} wanted)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
