"""Read the settings that no entry has a field like: a contact, a colour, a licence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_casebook.config.contrast import is_colour
from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.content.nodes import Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.safety.addresses import is_web_address, with_scheme
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.vocabulary import Vocabulary

_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
A_COLOUR = "#0a5846"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text in a form of its own."""

    parse: Callable[[str], str]
    """Returns the value of a text, or nothing where it has another form."""

    code: str
    fault: str
    """What is wrong with any other text, to follow "is"."""

    fix: Callable[[str, Vocabulary], str]
    """Returns what to write instead of it, as far as that is known."""

    wanted: str
    schema: dict[str, object]

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the value, or ``None`` after reporting why there is none."""
        text = node.value.strip() if isinstance(node, Text) else ""
        if value := self.parse(text):
            return value
        found = f"{quote(text) if isinstance(node, Text) else 'this'} is {self.fault}"
        fix, expected = self.fix(text, reading.vocabulary), f"Write {self.wanted}."
        reading.report(node, place, self.code, found, fix=fix, expected=expected)
        return None

    def describe(self) -> str:
        """Return what to write."""
        return self.wanted

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return self.schema


def _with_scheme(text: str, _vocabulary: Vocabulary) -> str:
    meant = with_scheme(text) if "/" in text else ""
    return f"Did you mean {quote(meant)}?" if meant else ""


def _with_hash(text: str, _vocabulary: Vocabulary) -> str:
    return f"Write '#{text}' in quotation marks." if is_colour(f"#{text}") else ""


def _nearest_licence(text: str, vocabulary: Vocabulary) -> str:
    wanted = text.casefold().replace(" ", "-")
    folded = {id_.casefold(): id_ for id_ in LICENCES}
    starts = [id_ for id_ in folded if wanted and id_.startswith(wanted)]
    meant = starts[0] if starts else vocabulary.nearest(wanted, folded)
    return f'Did you mean "{folded[meant]}"?' if meant else ""


CONTACT = Written(
    parse=lambda text: text if _EMAIL.fullmatch(text) or is_web_address(text) else "",
    code="not-an-address",
    fault="neither an email address nor the address of a web page",
    fix=_with_scheme,
    wanted="an email address, or the full address of a page with a form",
    schema={"type": "string", "pattern": "^(?:https?://\\S+|[^\\s@]+@[^\\s@]+)$"},
)
COLOUR = Written(
    parse=lambda text: text.casefold() if is_colour(text) else "",
    code="not-a-colour",
    fault="not a colour",
    fix=_with_hash,
    wanted=f'# and six digits or letters from a to f, in quotation marks: "{A_COLOUR}"',
    schema={"type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"},
)
LICENCE = Written(
    parse=lambda text: text if text in LICENCES else "",
    code="unknown-value",
    fault="no licence that Casebook knows",
    fix=_nearest_licence,
    wanted=f"one of: {', '.join(LICENCES)}",
    schema={"type": "string", "enum": list(LICENCES)},
)
TYPES = {"contact": CONTACT, "colour": COLOUR, "licence": LICENCE}
"""The types by the names that declarations use."""
