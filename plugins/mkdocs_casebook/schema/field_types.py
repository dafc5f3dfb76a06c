"""Read fields that hold one text: words, a choice, the name of an entry, a number, an address.

A type reads a node of front matter and returns its value, or ``None`` after adding problems to
the report. Nothing is ever guessed: what does not fit is told, with an example of right.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern

from mkdocs_casebook.content.nodes import Items, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.places import slug_at
from mkdocs_casebook.core.problems import Location, quote, some
from mkdocs_casebook.core.spelling import composed, same_words
from mkdocs_casebook.safety.tags import html_in
from mkdocs_casebook.safety.telling import html_in_field
from mkdocs_casebook.schema.reading import Reading, Spot

_FILE_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
"""What a file may have been called whose page is to keep its address, here or on another site."""


class OneText(ABC):
    """A type whose values are written as one text."""

    __slots__ = ()

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the value that a text stands for; report a list or a group."""
        spot = Spot(node, place, reading)
        if isinstance(node, Text):
            return self.value_of(node.value.strip(), spot)
        found = "this is read as fields and not as one text, because of its colon"
        fix = "If it is text, put all of it in quotation marks."
        if isinstance(node, Items):
            found = "there is a list here instead of one text"
            fix = "Write it after the colon of the field, without a hyphen."
        spot.report("wrong-type", found, fix=fix, expected=f"Write {self.describe()}.")
        return None

    @abstractmethod
    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the value that a text stands for, or ``None`` after reporting why it cannot."""

    @abstractmethod
    def describe(self) -> str:
        """Return what to write."""

    @abstractmethod
    def json_schema(self) -> dict[str, object]:
        """Return the JSON Schema of the text."""


@dataclass(frozen=True, slots=True)
class Words(OneText):
    """Text, of at most so many characters."""

    longest: int

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the text with its white space folded, and its letters in one form."""
        value = composed(" ".join(text.split()))
        if html := html_in(value):
            where = Location(spot.reading.path, spot.node.line, spot.place)
            told = html_in_field(where, html, f"Write {self.describe()}.")
            spot.reading.problems.append(told)
        if len(value) > self.longest:
            spot.report(
                "too-long",
                f"the text has {len(value)} characters",
                fix=f"Make it {some(len(value) - self.longest, 'character')} shorter.",
                expected=f"It may have up to {self.longest}.",
            )
        return value

    def describe(self) -> str:
        """Return what to write."""
        return f"plain text of up to {self.longest} characters"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the text."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


def could_be_file(name: str) -> bool:
    """Return whether the page of an entry's file may have stood at a name."""
    # A folder's own page has this name; with any other sign it could be another page's place.
    return name.casefold() != "index" and _FILE_NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class FileName(Words):
    """The name that a file had, without its ending: its page stood at that address."""

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the name, if a file may be called that."""
        name = str(Words.value_of(self, text, spot))
        if not could_be_file(name):
            found = f"{quote(name)} cannot have been the name of a file here"
            spot.report("bad-file-name", found, expected=f"Write {self.describe()}.")
            return None
        return name

    def describe(self) -> str:
        """Return what to write."""
        return "the name of a file, without .md: letters and digits, and - _ or . between them"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the name."""
        return Words.json_schema(self) | {"pattern": f"^(?:{_FILE_NAME.pattern})$"}


@dataclass(frozen=True, slots=True)
class Choice(OneText):
    """One of a few allowed values, each with the words readers see."""

    options: Mapping[str, str]

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the allowed value."""
        if text in self.options:
            return text
        wanted = same_words(text)
        by_words = {same_words(label): key for key, label in self.options.items()}
        meant = by_words.get(wanted) or spot.reading.vocabulary.nearest(
            wanted.replace(" ", "-").replace("_", "-"), self.options
        )
        spot.report(
            "unknown-value",
            f"{quote(text)} is not one of the choices",
            fix=f'Did you mean "{meant}"?' if meant else "",
            expected=f"Choose {self.describe()}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return f"one of: {', '.join(self.options)}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema, each option with its words."""
        return {"oneOf": [{"const": key, "title": label} for key, label in self.options.items()]}


@dataclass(frozen=True, slots=True)
class Reference(OneText):
    """The slug of an entry of another kind: the name of its file without the ending."""

    kind: str

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the slug if there is such an entry."""
        reading = spot.reading
        if reading.is_packed and reading.vocabulary.is_gone(self.kind, text):
            return None
        if reading.vocabulary.uses(self.kind, text):
            # Thousands of entries refer to the same few; one text for each will do.
            return intern(text)
        where = Location(reading.path, spot.node.line, spot.place)
        slug, problem = reading.vocabulary.look_up(self.kind, text, where)
        if problem is not None:
            reading.problems.append(problem)
        # A theme that took in another may still name it among the related ones.
        is_own = slug != text and slug == slug_at(reading.path)
        return None if is_own else slug

    def describe(self) -> str:
        """Return what to write."""
        article = "an" if self.kind.startswith(tuple("aeiou")) else "a"
        return f"the file name of {article} {self.kind}, without .md"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of a slug; which slugs there are is the site's business."""
        return {"type": "string", "pattern": "^[a-z0-9-]+$", "description": self.describe()}
