"""Read fields whose texts have one form, such as a number or an address."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.safety.addresses import is_web_address, with_scheme
from mkdocs_casebook.schema.field_types import OneText
from mkdocs_casebook.schema.reading import Spot

DIGITS: dict[str, object] = {"type": ["string", "integer"], "minimum": 0}
"""The start of the schema of digits, which a YAML reader may see as a number."""


class Written(OneText):
    """A type whose texts all have one form. What the form is, each such type declares."""

    __slots__ = ()

    code: ClassVar[str]
    """The code of the problem of a text in any other form."""

    noun: ClassVar[str]
    """What such a text is."""

    wanted: ClassVar[str]
    """What to write."""

    schema: ClassVar[Mapping[str, object]]

    @abstractmethod
    def parse(self, text: str) -> Value | None:
        """Return the value of a text in this form, and ``None`` of any other."""

    def likely(self, text: str) -> str:  # noqa: ARG002 - some types know
        """Return the text that was probably meant; blank where none is sure."""
        return ""

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the value of a text in this form."""
        value = self.parse(text)
        if value is None:
            likely = self.likely(text)
            spot.report(
                self.code,
                f"{quote(text)} is not {self.noun}",
                fix=f"Did you mean {quote(likely)}?" if likely else "",
                expected=f"Write {self.wanted}.",
            )
        return value

    def describe(self) -> str:
        """Return what to write."""
        return self.wanted

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the form."""
        return dict(self.schema)


@dataclass(frozen=True, slots=True)
class WholeNumber(Written):
    """A whole number from 0."""

    code = "not-a-number"
    noun = "a whole number"
    wanted = "a whole number, such as 3"
    schema: ClassVar = DIGITS | {"pattern": r"^\d{1,6}$", "maximum": 999_999}

    def parse(self, text: str) -> Value | None:
        """Return the number."""
        return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None


@dataclass(frozen=True, slots=True)
class WebAddress(Written):
    """The address of a page on the web. No other scheme than http and https is let through."""

    code = "not-an-address"
    noun = "the address of a web page"
    wanted = "a full address that starts with https://, as the browser shows it"
    schema: ClassVar = {"type": "string", "format": "uri", "pattern": "^https?://"}

    def parse(self, text: str) -> Value | None:
        """Return the address."""
        return text if is_web_address(text) else None

    def likely(self, text: str) -> str:
        """Return the address with its scheme."""
        return with_scheme(text)
