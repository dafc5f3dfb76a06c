"""Say what forms tell in the words of ``texts.yml``, and divide what is sent by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import yaml

TEXTS: dict[str, Any] = yaml.safe_load(
    files(__package__).joinpath("texts.yml").read_text(encoding="utf-8")
)
"""Texts by name."""


def say(name: str, /, **values: object) -> str:
    """Return a text with some values put into it."""
    text: str = TEXTS[name]
    return text.format(**values)


def divide(
    text: str, headings: Sequence[re.Match[str]]
) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Yield each heading with the text below it; first ``None``, with what stands above them."""
    ends = [*(match.start() for match in headings), len(text)]
    for match, end in zip([None, *headings], ends, strict=True):
        yield match, text[match.end() if match else 0 : end]
