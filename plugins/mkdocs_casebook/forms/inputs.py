"""What a contributor is asked: the fields and parts of a kind, one after another.

Groups of fields are taken apart, so that each input is one thing to type or to choose. The issue
form, the Word file, the command and the web editor all ask these, in these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.schema.fields import Choice, Field, Fields, FieldType, ListOf, Reference, Words
from mkdocs_casebook.schema.kinds import Kind, Schema

_LINE_AT_MOST = 200
"""Characters that fit an input of one line; longer texts get a box."""


class Shape(StrEnum):
    """How an input is filled in."""

    LINE = "line"
    """One line of text."""

    TEXT = "text"
    """A few sentences."""

    PART = "part"
    """A part of the story: paragraphs, lists and quotations, as Markdown."""

    CHOICE = "choice"
    """One of the options."""

    CHOICES = "choices"
    """Any of the options."""

    LINES = "lines"
    """A list, one item to a line."""

    ROWS = "rows"
    """A list of groups, one to a line: what its fields hold, with commas between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that a contributor is asked."""

    id: str
    """``source-title``: what forms and the command call it."""

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

    most: int = 0
    """How many items a list may have; 0 where nothing is said."""

    refers_to: str = ""
    """The kind of the entries whose names are its answers."""

    describes: str = ""
    """The kind of the new entry that it is about, where that is not the kind in hand."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Something that a contributor agrees to before a story is taken."""

    id: str
    text: str


CONFIRMATIONS = (
    Confirmation("people-agree", "Everyone I name has agreed to be named in this story."),
    Confirmation(
        "may-be-published",
        "My organisation agrees that the story is published here, under the licence of this site.",
    ),
)
"""A form asks for these; in a pull request its template does."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_TITLES: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class _Shaped(NamedTuple):
    """How a field is filled in, with its options, the columns of its rows and how many fit."""

    shape: Shape
    options: Mapping[str, str] = _NOTHING
    columns: tuple[str, ...] = ()
    most: int = 0


def inputs_of(
    kind: Kind, schema: Schema, titles: Mapping[str, Mapping[str, str]] = _TITLES
) -> tuple[Input, ...]:
    """Return what a contributor is asked about an entry of a kind, in order.

    ``titles`` gives the terms that there are; without them, terms are typed and not chosen.
    """
    found = [*_of_fields(kind.fields, schema, titles)]
    found += [
        Input(
            id=part.id,
            place=(part.id,),
            label=part.title,
            help=part.help,
            shape=Shape.PART,
            required=part.required,
        )
        for part in kind.parts
    ]
    return tuple(found)


def _of_fields(
    group: Fields,
    schema: Schema,
    titles: Mapping[str, Mapping[str, str]],
    within: Field | None = None,
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
        one = replace(_one(item, titles), id="-".join(place), place=place, required=required)
        yield one
        # A file refers to an organisation by its slug. A person gives its name, which may be new.
        if one.refers_to and one.shape is Shape.LINE:
            yield from _of_new(schema[one.refers_to])


def _of_new(kind: Kind) -> Iterator[Input]:
    """Yield what must be known of an entry that another refers to before it is there."""
    for item in kind.fields.fields:
        if item.required and item.name != "title":
            yield replace(
                _one(item, _TITLES),
                id=f"{kind.name}-{item.name}",
                place=(kind.name, item.name),
                help=f"Only if the {kind.label.lower()} is new here. {item.help}",
                describes=kind.name,
            )


def _one(item: Field, titles: Mapping[str, Mapping[str, str]]) -> Input:
    """Return the input of one field; its id and place are filled in by the caller."""
    shaped = _shape(item.type, titles)
    help_text = item.help
    if isinstance(item.type, Reference):
        help_text = f"Its full name. {help_text}"
    elif shaped.shape is Shape.ROWS:
        help_text = f"{help_text} One to a line: {', '.join(shaped.columns)}."
    elif shaped.shape is Shape.LINES:
        help_text = f"{help_text} One to a line."
    return Input(
        id=item.name,
        place=(item.name,),
        label=item.label,
        help=help_text,
        shape=shaped.shape,
        example=_example(item, shaped.options, titles),
        options=shaped.options,
        columns=shaped.columns,
        most=shaped.most,
        refers_to=item.refers_to,
    )


def _shape(declared: FieldType, titles: Mapping[str, Mapping[str, str]]) -> _Shaped:
    match declared:
        case Choice(options=options):
            shaped = _Shaped(Shape.CHOICE, options)
        case ListOf(item=Choice(options=options), most=most):
            shaped = _Shaped(Shape.CHOICES, options, most=most)
        case ListOf(item=Reference(kind=kind), most=most):
            known = titles.get(kind, _NOTHING)
            shaped = _Shaped(Shape.CHOICES if known else Shape.LINES, known, most=most)
        case ListOf(item=Fields(by_name=by_name), most=most):
            shaped = _Shaped(Shape.ROWS, columns=tuple(by_name), most=most)
        case ListOf(most=most):
            shaped = _Shaped(Shape.LINES, most=most)
        case Words(longest=longest) if longest > _LINE_AT_MOST:
            shaped = _Shaped(Shape.TEXT)
        case _:
            shaped = _Shaped(Shape.LINE)
    return shaped


def _example(
    item: Field, options: Mapping[str, str], titles: Mapping[str, Mapping[str, str]]
) -> str:
    """Return an example in the words that people see."""
    if isinstance(item.inner, Fields):
        return ", ".join(field.example for field in item.inner.fields)
    if item.refers_to:
        known = titles.get(item.refers_to, {})
        return known.get(item.example) or _as_words(item.example)
    return options.get(item.example, item.example)


def _as_words(slug: str) -> str:
    """Return a slug as words: ``Example trust``."""
    return slug.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Inputs that are asked one after another, under a heading that says what they have in common.

    A person who stops after the first two has told a whole story.
    """

    title: str
    help: str
    inputs: tuple[Input, ...]


def in_chapters(inputs: Iterable[Input]) -> tuple[Chapter, ...]:
    """Return inputs as forms ask them: what must be there, the text, and what may be left out."""
    brief: list[Input] = []
    parts: list[Input] = []
    rest: list[Input] = []
    for one in inputs:
        # What is asked about a new organisation stands beside its name.
        beside = one.describes and brief and brief[-1].place[0] == one.place[0]
        chosen = parts if one.shape is Shape.PART else brief if one.required or beside else rest
        chosen.append(one)
    chapters = (
        Chapter(
            "In brief", "What readers see first, and what they find the story by.", tuple(brief)
        ),
        Chapter(
            "The story",
            "Plain paragraphs. Start a line with a hyphen for a list. Three to ten sentences in "
            "each part are enough.",
            tuple(parts),
        ),
        Chapter(
            "What you can add",
            "All of this may be left out. Readers are then shown “Not stated”.",
            tuple(rest),
        ),
    )
    return tuple(chapter for chapter in chapters if chapter.inputs)
