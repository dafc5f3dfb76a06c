"""From what people answered to drafts: labels become values, lines become lists, names slugs.

An answer that fits nothing is kept as it was typed. The check of the file then says what is wrong
with it, in the same words as everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.forms.draft import Draft, Typed
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.schema.vocabulary import Vocabulary

_BULLET = re.compile(r"^\s*(?:[-*+•·–—▪◦](?:\s+|$)|\(?\d{1,3}[.)]\s+)")
_COMMA = re.compile(r"\s*(?:,|;|\t|\||\s[-–—]\s)\s*")
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]*(?=[^#\s])", re.MULTILINE)
_HIGHEST_IN_A_PART = 3
"""The level of a heading inside a part: the part's own heading is of the second."""

_ANYWHERE = frozenset({"nhs", "foundation", "trust", "the"})
"""Words that nearly every name holds, so that a short name does without them."""

_WORDS_OF_A_TITLE = 4


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody has answered, and what is needed to understand it."""

    inputs: Sequence[Input]
    answers: Mapping[str, str]
    """What was typed or chosen, by the id of its input."""

    vocabulary: Vocabulary
    today: date
    """The day on which the entry is added."""

    def to(self, one: Input) -> str:
        """Return the answer to an input, without what cannot be seen."""
        return without_invisible(self.answers.get(one.id, "")).strip()

    def about(self, kind: str) -> tuple[Input, ...]:
        """Return the inputs that describe a new entry of another kind."""
        return tuple(one for one in self.inputs if kind and one.describes == kind)


def draft(kind: str, answered: Answered) -> tuple[Draft, ...]:
    """Return the entry that somebody has described, and before it any new one that it refers to.

    A new organisation is drafted when all that it needs has been answered.
    """
    fields: dict[str, Typed] = {}
    parts: dict[str, str] = {}
    new: list[Draft] = []
    for one in answered.inputs:
        answer = answered.to(one)
        if not answer or one.describes:
            continue
        if one.shape is Shape.PART:
            parts[one.place[0]] = as_part(answer)
            continue
        value = typed(one, answer, answered.vocabulary)
        if isinstance(value, str) and not answered.vocabulary.has(one.refers_to, value):
            made = _new(one.refers_to, value, answered)
            new += made
            value = made[0].slug if made else value
        if value:
            _put(fields, one.place, value)
    fields["added"] = answered.today.isoformat()
    slug = _slug(kind, fields, answered)
    return (*new, Draft(kind=kind, slug=slug, fields=fields, parts=parts))


def typed(one: Input, answer: str, vocabulary: Vocabulary) -> Typed:
    """Return an answer as it goes into the file: a text, a list of texts, or a list of groups."""
    match one.shape:
        case Shape.CHOICE:
            return _value(" ".join(answer.split()), one.options)
        case Shape.CHOICES:
            values = (_value(word, one.options) for word in _chosen(answer, one))
            return tuple(dict.fromkeys(vocabulary.named(one.refers_to, v) or v for v in values))
        case Shape.LINES:
            lines = tuple(_lines(answer))
            if not (kind := one.refers_to):
                return lines
            # Terms are short, and people write them in one line with commas between.
            names = [name for line in lines for name in _names(line, kind, vocabulary)]
            return tuple(dict.fromkeys(vocabulary.named(kind, name) or name for name in names))
        case Shape.ROWS:
            return tuple(
                dict(zip(one.columns, _COMMA.split(line, len(one.columns) - 1), strict=False))
                for line in _lines(answer)
            )
        case _:
            text = " ".join(answer.split())
            return (vocabulary.named(one.refers_to, text) if one.refers_to else None) or text


def _value(word: str, options: Mapping[str, str]) -> str:
    """Return the allowed value for the words that people see, however they are written."""
    wanted = _folded(word)
    for value, label in options.items():
        if wanted in {_folded(value), _folded(label)}:
            return value
    return word


def _chosen(answer: str, one: Input) -> Iterator[str]:
    """Yield what was chosen from a list: one to a line, or with commas between.

    Options may have commas in them, so the longest option that fits is taken each time.
    """
    labels = sorted({*one.options, *one.options.values()}, key=len, reverse=True)
    for line in _lines(answer):
        rest = line
        while rest:
            found = next((label for label in labels if _starts_with(rest, label)), "")
            word = rest[: len(found)] if found else re.split(r"[,;]", rest)[0]
            rest = rest[len(word) :].lstrip(" ,;")
            if word.strip():
                yield word.strip()


def _names(line: str, kind: str, vocabulary: Vocabulary) -> list[str]:
    """Return the names in a line: the whole line if it is one, or what commas divide."""
    if vocabulary.named(kind, line):
        return [line]
    return [name for part in re.split(r"[,;]", line) if (name := part.strip())]


def _starts_with(text: str, label: str) -> bool:
    after = text[len(label) :]
    return _folded(text[: len(label)]) == _folded(label) and (
        not after or after.lstrip().startswith((",", ";"))
    )


def _folded(text: str) -> str:
    """Return a text without what differs between two ways of typing it: case and apostrophes."""
    return text.casefold().replace("’", "'")


def _lines(answer: str) -> Iterator[str]:
    """Yield the lines of a list without bullets and numbers."""
    for line in answer.splitlines():
        if text := " ".join(_BULLET.sub("", line).split()):
            yield text


def as_part(answer: str) -> str:
    """Return a part of the story with its own headings below that of the part."""
    text = re.sub(r"\n{3,}", "\n\n", answer).strip()
    levels = [len(found[1]) for found in _HEADING.finditer(text)]
    lower = max(0, _HIGHEST_IN_A_PART - min(levels, default=_HIGHEST_IN_A_PART))
    return _HEADING.sub(lambda found: f"{'#' * min(6, len(found[1]) + lower)} ", text)


def _put(fields: dict[str, Typed], place: tuple[str, ...], value: Typed) -> None:
    """Put a value into its field, or into its place in a group."""
    if len(place) == 1:
        fields[place[0]] = value
        return
    group = fields.get(place[0], {})
    fields[place[0]] = {**(group if isinstance(group, Mapping) else {}), place[1]: value}


def _new(kind: str, title: str, answered: Answered) -> list[Draft]:
    """Return a new entry that another refers to; nothing while what it needs is not answered."""
    values = {
        one.place[-1]: typed(one, answer, answered.vocabulary)
        for one in answered.about(kind)
        if (answer := answered.to(one))
    }
    if not values or len(values) < len(answered.about(kind)):
        return []
    slug = _free((short_slug(title),), answered.vocabulary.slugs.get(kind, frozenset()), kind)
    fields = {"title": title, **values, "added": answered.today.isoformat()}
    return [Draft(kind=kind, slug=slug, fields=fields)]


def _slug(kind: str, fields: Mapping[str, Typed], answered: Answered) -> str:
    """Return the name of the new file: of its owner if that is free, or with its title."""
    title = "-".join(_words(str(fields.get("title", "")))[:_WORDS_OF_A_TITLE])
    whose = next(
        (one.id for one in answered.inputs if one.refers_to and one.shape is Shape.LINE), ""
    )
    owner = "-".join(_words(str(fields.get(whose, ""))))
    wanted = (owner, f"{owner}-{title}".strip("-")) if owner else (title,)
    return _free(wanted, answered.vocabulary.slugs.get(kind, frozenset()), kind)


def _free(wanted: Iterable[str], taken: frozenset[str], kind: str) -> str:
    """Return the first name that no file has; numbered, where all have one already."""
    names = [name for name in wanted if name] or [kind]
    for name in names:
        if name not in taken and name != "index":
            return name
    return next(name for n in count(2) if (name := f"{names[-1]}-{n}") not in taken)


def short_slug(name: str) -> str:
    """Return the slug of an organisation's name, without the words that most names have.

    >>> short_slug("North Example University Hospitals NHS Foundation Trust")
    'north-example-university-hospitals'
    >>> short_slug("Example NHS Trust")
    'example-nhs-trust'
    """
    words = _words(name)
    telling = [word for word in words if word not in _ANYWHERE]
    return "-".join(telling if len(telling) > 1 else words)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("’", ""))
