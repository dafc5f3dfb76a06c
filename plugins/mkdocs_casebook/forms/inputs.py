"""List what a contributor is asked: the fields and parts of a kind, one after another.

Groups of fields are taken apart, so that each input is one thing to type or to choose. The issue
form, the Word file and the prompts all ask these, in these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from mkdocs_casebook.api import Kind, Schema
from mkdocs_casebook.forms.texts import TEXTS, say
from mkdocs_casebook.schema.fields import Field, Fields, ListOf, WebAddress, Words
from mkdocs_casebook.schema.kinds import Part

Titles = Mapping[str, Mapping[str, str]]
"""For each kind, the title of every entry by its slug, sorted by title."""

WHOLE_TEXT = "text"
"""The id of the text of an entry whose kind declares no parts of it."""

LONGEST_LINE = 200
"""Characters that fit an input of one line; longer texts get a box."""

CONSENT: str = TEXTS["consent"]
CONFIRMATIONS = tuple(TEXTS["confirmations"])
"""What contributors agree to in a form, under the heading of that name."""


class Shape(StrEnum):
    """How an input is filled in."""

    LINE = "line"
    TEXT = "text"
    """A few sentences."""

    PART = "part"
    """A part of the story: paragraphs, lists and quotations, as Markdown."""

    CHOICE = "choice"
    CHOICES = "choices"
    """Any of the options."""

    LINES = "lines"
    """A list, one item to a line."""

    ROWS = "rows"
    """A list of groups, one to a line: what its fields hold, with commas between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that a contributor is asked."""

    place: tuple[str, ...]
    """Where its answer goes: the field, or the group and the field; for a part its id alone."""

    label: str
    help: str
    shape: Shape
    example: str = ""
    required: bool = False
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Allowed values, each with the words that people see."""

    columns: tuple[str, ...] = ()
    """For rows, the names of the fields of a group."""

    refers_to: str = ""
    """The kind of the entries whose names are its answers."""

    is_address: bool = False
    """Whether its answer is the address of a page."""

    describes: str = ""
    """The kind of the new entry that it is about, where that is not the kind in hand."""

    @property
    def id(self) -> str:
        """What forms and the command call it: ``source-title``."""
        return "-".join(self.place)

    @property
    def is_list(self) -> bool:
        """Whether it takes more than one answer."""
        return self.shape in {Shape.CHOICES, Shape.LINES, Shape.ROWS}

    @property
    def names_entry(self) -> bool:
        """Whether it takes the name of one entry, which may be a new one."""
        return bool(self.refers_to) and self.shape is Shape.LINE


def inputs_of(
    kind: Kind, schema: Schema, titles: Titles = MappingProxyType({})
) -> tuple[Input, ...]:
    """Return what a contributor is asked about an entry of a kind, in order.

    ``titles`` gives the terms that there are; without them, terms are typed and not chosen.
    """
    inputs = list(_of_fields(kind.fields, schema, titles))
    # The text of a kind that declares no parts is asked for as a whole.
    whole = Part(id=WHOLE_TEXT, title="Text", help=say("whole-text"), required=kind.needs_text)
    is_asked = not kind.has_questions and WHOLE_TEXT not in kind.fields.by_name
    for part in kind.parts or ([whole] if is_asked else ()):
        one = Input(place=(part.id,), label=part.title, help=part.help, shape=Shape.PART)
        inputs.append(replace(one, required=part.required))
    return tuple(inputs)


def choices(item: Field, titles: Titles) -> Mapping[str, str]:
    """Return what a field offers to choose from: its options, or the terms of its list."""
    return item.options or (titles.get(item.refers_to, {}) if isinstance(item.type, ListOf) else {})


def describing(one: Input, inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Return the inputs that describe the new entry which the answer to another may name."""
    return tuple(other for other in inputs if other.describes == one.refers_to != "")


def _of_fields(
    group: Fields, schema: Schema, titles: Titles, within: Field | None = None
) -> Iterator[Input]:
    for item in group.fields:
        if not item.asked:
            continue
        if isinstance(item.type, Fields):
            yield from _of_fields(item.type, schema, titles, item)
            continue
        place = (within.name, item.name) if within else (item.name,)
        # A field that a group must have is asked for only if the group is.
        required = item.required and (within is None or within.required)
        one = replace(_input(item, place, titles), required=required)
        yield one
        # A file refers to an organisation by its slug. A person gives its name, which may be new.
        if one.names_entry:
            yield from _of_new(schema[one.refers_to])


def _of_new(kind: Kind) -> Iterator[Input]:
    """Yield what must be known of an entry that another refers to before it is there."""
    for item in kind.fields.fields:
        if item.required and item.name != "title":
            help_text = f"Only if the {kind.label.lower()} is new here. {item.help}"
            one = _input(item, (kind.name, item.name), {})
            yield replace(one, help=help_text, describes=kind.name)


def _input(item: Field, place: tuple[str, ...], titles: Titles) -> Input:
    """Return the input of one field, which may be left out."""
    is_list, options = isinstance(item.type, ListOf), choices(item, titles)
    columns = tuple(item.inner.by_name) if isinstance(item.inner, Fields) else ()
    shape, help_text = Shape.LINE, item.help
    if options:
        shape = Shape.CHOICES if is_list else Shape.CHOICE
    elif columns:
        shape = Shape.ROWS
        help_text += f" One to a line: {', '.join(columns)}."
    elif is_list:
        shape = Shape.LINES
        help_text += " One to a line."
    elif item.refers_to:
        help_text = f"Its full name. {help_text}"
    elif isinstance(item.type, Words) and item.type.longest > LONGEST_LINE:
        shape = Shape.TEXT
    return Input(
        place=place,
        label=item.label,
        help=help_text,
        shape=shape,
        example=_example(item, titles),
        options=options,
        columns=columns,
        refers_to=item.refers_to,
        is_address=isinstance(item.type, WebAddress),
    )


def _example(item: Field, titles: Titles) -> str:
    """Return an example in the words that people see."""
    if isinstance(item.inner, Fields):
        return ", ".join(field.example for field in item.inner.fields)
    if item.refers_to:
        in_words = item.example.replace("-", " ").capitalize()
        return titles.get(item.refers_to, {}).get(item.example) or in_words
    return item.options.get(item.example, item.example)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Inputs that are asked one after another, under a heading that they share."""

    title: str
    help: str
    inputs: tuple[Input, ...]


def in_chapters(inputs: Iterable[Input]) -> tuple[Chapter, ...]:
    """Group inputs as forms ask them: what must be there, the text, and what may be left out."""
    groups: tuple[list[Input], list[Input], list[Input]] = ([], [], [])
    brief, parts, rest = groups
    for one in inputs:
        # What is asked about a new organisation stands beside its name.
        beside = one.describes and brief and brief[-1].place[0] == one.place[0]
        chosen = parts if one.shape is Shape.PART else brief if one.required or beside else rest
        chosen.append(one)
    chapters: Iterable[tuple[str, str]] = TEXTS["chapters"].items()
    return tuple(
        Chapter(title, help_text, tuple(group))
        for (title, help_text), group in zip(chapters, groups, strict=True)
        if group
    )


def notes_of(one: Input) -> tuple[str, ...]:
    """Return the notes that stand under the label of an input in a file to fill in."""
    optional = "" if one.required else f" {say('optional')}"
    notes = [f"{one.help}{optional}"]
    if one.options:
        notes.append(say("note-options", options=", ".join(one.options.values())))
    elif one.refers_to and one.shape is Shape.LINES:
        notes.append(say("note-entries", kind=one.refers_to))
    elif one.example:
        notes.append(say("note-example", example=one.example))
    return tuple(notes)


def own_words(inputs: Iterable[Input]) -> frozenset[str]:
    """Return all that a file to fill in says itself, but for the labels of inputs."""
    inputs = tuple(inputs)
    chapters = [text for pair in TEXTS["chapters"].items() for text in pair]
    notes = [note for one in inputs for note in notes_of(one)]
    word = TEXTS["word-title"], TEXTS["word-intro"], CONSENT, *CONFIRMATIONS
    return frozenset({*chapters, *notes, *word})
