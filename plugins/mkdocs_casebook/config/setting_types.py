"""Read the settings that no entry has a field like: a contact, a colour, a licence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from mkdocs_casebook.config.contrast import is_colour
from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.safety.addresses import is_web_address, with_scheme
from mkdocs_casebook.schema.written import Written

_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
A_COLOUR = "#0a5846"


@dataclass(frozen=True, slots=True)
class Contact(Written):
    """An email address, or the address of a page with a form."""

    code = "not-an-address"
    noun = "an email address, and not the address of a web page"
    wanted = "an email address, or the full address of a page with a form"
    schema: ClassVar = {"type": "string", "pattern": "^(?:https?://\\S+|[^\\s@]+@[^\\s@]+)$"}

    def parse(self, text: str) -> Value | None:
        """Return the address."""
        return text if _EMAIL.fullmatch(text) or is_web_address(text) else None

    def likely(self, text: str) -> str:
        """Return the address of a page with its scheme."""
        return with_scheme(text) if "/" in text else ""


@dataclass(frozen=True, slots=True)
class Colour(Written):
    """A colour of the web, in hexadecimal digits."""

    code = "not-a-colour"
    noun = "a colour"
    wanted = f'# and six digits or letters from a to f, in quotation marks: "{A_COLOUR}"'
    schema: ClassVar = {"type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"}

    def parse(self, text: str) -> Value | None:
        """Return the colour in small letters."""
        return text.casefold() if is_colour(text) else None

    def likely(self, text: str) -> str:
        """Return the colour with its first sign."""
        return f"#{text}" if is_colour(f"#{text}") else ""


@dataclass(frozen=True, slots=True)
class Licence(Written):
    """The identifier of a licence, as SPDX has it."""

    code = "unknown-value"
    noun = "a licence that Casebook knows"
    wanted = f"one of: {', '.join(LICENCES)}"
    schema: ClassVar = {"type": "string", "enum": list(LICENCES)}

    def parse(self, text: str) -> Value | None:
        """Return the identifier."""
        return text if text in LICENCES else None

    def likely(self, text: str) -> str:
        """Return the identifier that begins like the text, or else the nearest."""
        wanted = text.casefold().replace(" ", "-")
        folded = {id_.casefold(): id_ for id_ in LICENCES}
        starts = [id_ for id_ in folded if wanted and id_.startswith(wanted)]
        near = starts or get_close_matches(wanted, folded, n=1)
        return folded[near[0]] if near else ""


COLOUR = Colour()
TYPES = {"contact": Contact(), "colour": COLOUR, "licence": Licence()}
"""The types by the names that declarations use."""
