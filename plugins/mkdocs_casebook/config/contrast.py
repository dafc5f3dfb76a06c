"""Tell whether two colours can be told apart, and find the nearest that can.

The rules are those of the Web Content Accessibility Guidelines 2.2: the definitions of relative
luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance) and contrast ratio
(https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), and success criterion 1.4.3 for text.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass

TEXT = 4.5
"""The least contrast of text of ordinary size: success criterion 1.4.3, level AA."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 1000
"""Shades between black and white among which the nearest is sought: finer than a screen shows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour that stands on another, and what for."""

    ink: str
    ground: str
    use: str
    """What is drawn so, in words that follow "the colour of": ``links on the page``."""

    @property
    def ratio(self) -> float:
        """The contrast of the two, from 1 to 21."""
        return ratio(self.ink, self.ground)

    @property
    def passes(self) -> bool:
        """Whether text can be read so. Nothing is rounded up, as the guidelines' notes ask."""
        return self.ratio >= TEXT


def is_colour(text: str) -> bool:
    """Return whether a text is a colour as ``#rgb`` or ``#rrggbb``."""
    return _HEX.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    >>> round(ratio("#fff", "#000000"), 1)
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_that_passes(colour: str, grounds: Iterable[str], least: float = TEXT) -> str:
    """Return the shade of a colour, nearest to it in lightness, that stands out on all grounds.

    Hue and saturation stay. Where no shade passes, because one ground is light and the other dark,
    the one that comes closest is returned.
    """
    grounds = tuple(grounds)
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    shades = sorted(range(_STEPS + 1), key=lambda step: abs(step / _STEPS - lightness))
    best, most = colour, 0.0
    for step in shades:
        shade = _hex(colorsys.hls_to_rgb(hue, step / _STEPS, saturation))
        lowest = min(ratio(shade, ground) for ground in grounds)
        if lowest >= least:
            return shade
        if lowest > most:
            best, most = shade, lowest
    return best


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB (IEC 61966-2-1), as in the definition of relative luminance


def _parts(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    if len(digits) == 3:  # noqa: PLR2004 - the short form
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
