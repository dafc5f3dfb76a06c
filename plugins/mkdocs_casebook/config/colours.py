"""Take a site's colours from its settings, and hold them to what readers can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_casebook.config.contrast import Pair, nearest_that_passes
from mkdocs_casebook.config.setting_types import A_COLOUR
from mkdocs_casebook.content.configuration import EMPTY, get
from mkdocs_casebook.content.nodes import Group, Text
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.fields import Reading

PAPER = ("#ffffff", "#121816")
"""The ground of pages, light and dark, as ``theme/assets/casebook.css`` has it."""

WASH = ("#f1f4f2", "#1c2421")
"""The ground of boxes on it."""

ON_ACCENT = ("#ffffff", "#0c1915")
"""What is written on the accent."""

_MODES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Colours:
    """The one colour of a site, as ink on light and on dark pages."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """The rules that give pages the colours; they win over a style sheet that follows them."""
        plain = f"html:root{{--cb-accent:{self.light}}}"
        return (
            f"{plain}@supports (color:light-dark(#000,#fff)){{"
            f"html:root{{--cb-accent:light-dark({self.light},{self.dark})}}}}"
        )


def pairs(colours: Colours) -> Iterator[tuple[str, Pair]]:
    """Yield each pair of colours that readers must be able to tell apart, with its mode."""
    for mode, accent, paper, wash, on_accent in zip(
        _MODES, (colours.light, colours.dark), PAPER, WASH, ON_ACCENT, strict=True
    ):
        yield mode, Pair(accent, paper, f"a link on a {mode} page")
        yield mode, Pair(accent, wash, f"a link in a box on a {mode} page")
        yield mode, Pair(on_accent, accent, f"the text of a button on a {mode} page")


def are_written(colours: Group, reading: Reading) -> bool:
    """Return whether all colours are there; report those that are a note, for want of marks."""
    blank = [name for name, node in colours.fields if isinstance(node, Text) and node.is_empty]
    for name in blank:
        reading.report(
            name,
            f"extra.colours.{name.value}",
            "text-after-hash",
            "there is no colour here, because what follows # is left out",
            fix=f'Put it in quotation marks: {name.value}: "{A_COLOUR}".',
        )
    return not blank


def read_colours(group: Group, value: object, reading: Reading) -> Colours | None:
    """Return the colours of a value, and report of each mode the pair that is worst, if it fails.

    To mend that pair mends the others. ``group`` is where the colours are written.
    """
    if not isinstance(value, Mapping) or "accent" not in value:
        return None
    light = str(value["accent"])
    dark = str(value.get("accent_dark", "")) or nearest_that_passes(light, (PAPER[1], WASH[1]))
    colours = Colours(light, dark)
    given = ("accent", light, PAPER[0], WASH[0]), ("accent_dark", dark, PAPER[1], WASH[1])
    for mode, (setting, colour, *grounds) in zip(_MODES, given, strict=True):
        worst = min((pair for m, pair in pairs(colours) if m == mode), key=lambda pair: pair.ratio)
        if not worst.passes:
            reading.report(
                get(group, setting) or EMPTY,
                f"extra.colours.{setting}",
                "low-contrast",
                f"{worst.use} would have a contrast of {worst.ratio:.2f}: {quote(colour)} on "
                f"{quote(worst.ground)}",
                fix=f'The nearest that can be read is "{nearest_that_passes(colour, grounds)}".',
                expected="Text needs 4.5 (WCAG 2.2, criterion 1.4.3).",
            )
    return colours
