"""Turn answers into drafts: labels become values, lines become lists, names become slugs.

An answer that fits nothing is kept as it was typed. The check of the file then says what is wrong
with it, in the same words as everywhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from mkdocs_casebook.api import Vocabulary
from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.core.spelling import same_words, slug_words
from mkdocs_casebook.forms.context import FormContext
from mkdocs_casebook.forms.draft import Draft, Typed
from mkdocs_casebook.forms.inputs import WHOLE_TEXT, Input, Shape, describing
from mkdocs_casebook.forms.texts import say

_BULLET = re.compile(r"^\s*(?:[-*+•·–—▪◦](?:\s+|$)|\(?\d{1,3}[.)]\s+)")
_IN_BRACKETS = re.compile(r"([^()]+?)\s*\(([^()]+)\)[.,;]?")
_COMMA = re.compile(r"\s*(?:,|;|\t|\||\s[-–—]\s)\s*")
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]*(?=[^#\s])", re.MULTILINE)

_TWO = 2
"""Columns of which the second may stand in brackets: a name and a role."""

_COMMON_WORDS = frozenset({"nhs", "foundation", "trust", "the"})
"""Words that nearly every name holds, so that a short name does without them."""

_WORDS_OF_PLACES = frozenset({"hospital", "hospitals", "university", "and", "of"})
"""Words by which the name of a hospital differs from that of its trust."""

_WORDS_OF_A_TITLE = 4


def draft_entry(
    kind: str, answers: Mapping[str, str], context: FormContext, today: date
) -> tuple[Draft, ...]:
    """Return the entry that somebody has described, and before it any new one that it refers to.

    ``answers`` gives what was typed or chosen, by the ids of the inputs. A new organisation is
    drafted when all that it needs has been answered.
    """
    inputs, vocabulary = context.inputs(kind), context.vocabulary
    given = {name: without_invisible(answer).strip() for name, answer in answers.items()}
    fields: dict[str, Typed] = {}
    groups: dict[str, dict[str, Typed]] = defaultdict(dict)
    parts: dict[str, str] = {}
    new: list[Draft] = []
    added = {"added": today.isoformat()}
    for one in inputs:
        answer = given.get(one.id)
        if not answer or one.describes:
            continue
        if one.shape is Shape.PART:
            parts[one.id] = as_part(answer, 2 if one.id == WHOLE_TEXT else 3)
            continue
        value = read_answer(one, answer, vocabulary)
        about = describing(one, inputs) if one.names_entry else ()
        is_new = about and not vocabulary.has(one.refers_to, str(value))
        # The same words in another order or with "Trust" behind them are no other organisation.
        is_new = is_new and not likely(one.refers_to, str(value), vocabulary).same
        if is_new and all(given.get(other.id) for other in about):
            told = {o.place[1]: read_answer(o, given[o.id], vocabulary) for o in about}
            told |= {"title": value, **added}
            value = _free_slug([short_slug(str(value))], one.refers_to, vocabulary)
            new.append(Draft(kind=one.refers_to, slug=value, fields=told))
        if value and len(one.place) > 1:
            groups[one.place[0]][one.place[1]] = value
        elif value:
            fields[one.id] = value
    title = "-".join(slug_words(str(fields.get("title", "")))[:_WORDS_OF_A_TITLE])
    whose = next((one.id for one in inputs if one.names_entry), "")
    owner = "-".join(slug_words(str(fields.get(whose, ""))))
    wanted = [owner, f"{owner}-{title}".strip("-")] if owner else [title]
    slug = _free_slug(wanted, kind, vocabulary)
    return (*new, Draft(kind=kind, slug=slug, fields=fields | groups | added, parts=parts))


def read_answer(one: Input, answer: str, vocabulary: Vocabulary) -> Typed:
    """Return an answer as it goes into the file: a text, a list of texts, or a list of groups."""
    match one.shape:
        case Shape.CHOICE:
            return _value(" ".join(answer.split()), one.options)
        case Shape.CHOICES:
            values = [_value(word, one.options) for word in _chosen(answer, one.options)]
        case Shape.LINES if one.refers_to:
            values = list(_names(answer, one.refers_to, vocabulary))
        case Shape.LINES:
            return tuple(_lines(answer))
        case Shape.ROWS:
            rows = (_columns(line, len(one.columns)) for line in _lines(answer))
            return tuple(dict(zip(one.columns, row, strict=False)) for row in rows)
        case _:
            text = " ".join(answer.split())
            return vocabulary.named(one.refers_to, text) or text
    return tuple(dict.fromkeys(vocabulary.named(one.refers_to, value) or value for value in values))


@dataclass(frozen=True, slots=True)
class Likely:
    """The titles of entries that a name may stand for."""

    same: tuple[str, ...] = ()
    """Those whose telling words are the same."""

    near: tuple[str, ...] = ()
    """Those with all its telling words and more, or with fewer."""


def likely(kind: str, name: str, vocabulary: Vocabulary) -> Likely:
    """Return which entries a name that none of them has may stand for.

    "West Example Hospital" may be West Example NHS Foundation Trust.
    """
    wanted = _telling(name)
    names = vocabulary.aliases.get(kind, {}).items()
    titles = vocabulary.titles.get(kind, {})
    words = [(titles[slug], _telling(alias)) for alias, slug in names if slug in titles]
    same = dict.fromkeys(title for title, its in words if wanted and its == wanted)
    # A single word, such as that of a town, says too little.
    near = dict.fromkeys(
        title
        for title, its in words
        if (its < wanted or its > wanted) and min(len(its), len(wanted)) > 1
    )
    return Likely(tuple(same), tuple(title for title in near if title not in same))


def _telling(name: str) -> frozenset[str]:
    """Return the words of a name, without those that nearly every name holds."""
    return frozenset(slug_words(name)) - _COMMON_WORDS - _WORDS_OF_PLACES


def unused_answers(
    inputs: Sequence[Input],
    answers: Mapping[str, str],
    drafts: Sequence[Draft],
    vocabulary: Vocabulary,
) -> Iterator[tuple[Input, str]]:
    """Yield each answer about another entry that made no file, with a sentence that says why."""
    drafted = {draft.kind for draft in drafts[:-1]}
    for one in inputs:
        answer = " ".join(answers.get(one.id, "").split())
        if not one.describes or one.describes in drafted or not answer:
            continue
        name = next((answers.get(o.id, "") for o in inputs if o.refers_to == one.describes), "")
        others = [o for o in inputs if o.describes == one.describes and not answers.get(o.id)]
        alike = likely(one.describes, name, vocabulary).same
        is_there = vocabulary.named(one.describes, name) or alike
        why = "not-needed" if is_there else "not-enough"
        name = "".join(alike) or name
        needed = " and ".join(quote(other.label) for other in others) or quote(one.describes)
        yield one, say(why, label=one.label, answer=answer, name=quote(name), needed=needed)


def written(
    inputs: Sequence[Input], answers: Mapping[str, str], drafts: Sequence[Draft]
) -> Iterator[str]:
    """Yield all that went into drafts, with the words of an answer where a value stands for it."""
    own = drafts[-1]
    for one in inputs:
        if one.options or one.refers_to:
            yield answers.get(one.id, "")
    for name, value in own.fields.items():
        if name != "added":
            yield from _texts(value)
    yield from own.parts.values()


def _texts(value: Typed) -> Iterator[str]:
    """Yield the texts of a value."""
    if isinstance(value, str):
        yield value
        return
    for part in value.values() if isinstance(value, Mapping) else value:
        yield from _texts(part)


def _columns(line: str, count: int) -> list[str]:
    """Return what stands in a line with commas between, or the last of it in brackets."""
    if count == _TWO and (found := _IN_BRACKETS.fullmatch(line)):
        return [found[1], found[2]]
    return _COMMA.split(line, count - 1)


def _value(word: str, options: Mapping[str, str]) -> str:
    """Return the allowed value for the words that people see, however they are written."""
    wanted = same_words(word)
    for value, label in options.items():
        if wanted in {same_words(value), same_words(label)}:
            return value
    return word


def _chosen(answer: str, options: Mapping[str, str]) -> Iterator[str]:
    """Yield what was chosen from a list: one to a line, or with commas between.

    Options may have commas in them, so the longest option that fits is taken each time.
    """
    labels = sorted({*options, *options.values()}, key=len, reverse=True)
    known = "|".join(re.sub("['’]", "['’]", re.escape(label)) for label in labels)
    pattern = re.compile(rf"\s*((?:{known})(?=\s*(?:[,;]|$))|[^,;]+)", re.IGNORECASE)
    for line in _lines(answer):
        yield from filter(None, (found[1].strip() for found in pattern.finditer(line)))


def _names(answer: str, kind: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield names of entries: people write short ones in one line, with commas between."""
    for line in _lines(answer):
        is_name = vocabulary.named(kind, line)
        yield from filter(None, map(str.strip, [line] if is_name else re.split("[,;]", line)))


def _lines(answer: str) -> Iterator[str]:
    """Yield the lines of a list without bullets and numbers."""
    for line in answer.splitlines():
        if text := " ".join(_BULLET.sub("", line).split()):
            yield text


def as_part(answer: str, highest: int) -> str:
    """Return a part of the text with its headings lowered until none is above a level."""
    text = re.sub(r"\n{3,}", "\n\n", answer).strip()
    levels = [len(found[1]) for found in _HEADING.finditer(text)]
    lower = max(0, highest - min(levels, default=highest))
    return _HEADING.sub(lambda found: f"{'#' * min(6, len(found[1]) + lower)} ", text)


def _free_slug(wanted: Sequence[str], kind: str, vocabulary: Vocabulary) -> str:
    """Return the first of some slugs that no file has; numbered, where all have one already."""
    taken = {"index", *vocabulary.slugs.get(kind, ())}
    names = [name for name in wanted if name] or [kind]
    numbered = (f"{names[-1]}-{number}" for number in count(2))
    return next(name for name in chain(names, numbered) if name not in taken)


def short_slug(name: str) -> str:
    """Return the slug of an organisation's name, without the words that most names have.

    >>> short_slug("North Example University Hospitals NHS Foundation Trust")
    'north-example-university-hospitals'
    >>> short_slug("Example NHS Trust")
    'example-nhs-trust'
    """
    words = slug_words(name)
    telling = [word for word in words if word not in _COMMON_WORDS]
    return "-".join(telling if len(telling) > 1 else words)
