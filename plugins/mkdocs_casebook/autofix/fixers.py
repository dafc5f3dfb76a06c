"""Fix one line, in each way that may be the answer to its problem.

Nothing here is sure of itself: each fixer yields what might be meant, and
:mod:`mkdocs_casebook.autofix.fix` keeps what helps. What could be meant in two ways is not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mkdocs_casebook.api import Kind, Problem, Vocabulary
from mkdocs_casebook.content.refusals import without_numbers
from mkdocs_casebook.schema.dates import likely_date, without_time
from mkdocs_casebook.schema.fields import Choice, Fields, FieldType, ListOf, Reference

_MARKS = "\"'“”‘’`"
_CURLY = str.maketrans("“”„‘’", '"""\'\'')
_FIELD = re.compile(
    r"(?P<lead>\s*(?:-[ ]+)*(?:[\w-]+[ ]*:[ \t]+)?)(?P<value>\S.*?)(?P<note>[ \t]+\#.*|[ \t]*)$"
)
"""A line of fields: what comes before the text, the text, and a note after it."""

_NAME = re.compile(r"(?P<lead>\s*(?:-[ ]+)*)(?P<name>[^\s:#][^:]*?)(?P<rest>[ ]*:(?:\s.*)?)$")
_NO_SPACE = re.compile(r"(\s*(?:-[ ]+)*[\w-]+):[\N{NO-BREAK SPACE}\s]*(?=[^\s/])(.*)$")
_BRACES = re.compile(r"\s*\{:?[ ]*(?P<inside>[^{}]*)\}\s*$")
_ATTRIBUTE = re.compile(r'(?P<name>[\w-]+)="(?P<names>[^"]*)"')
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

_DAY_AND_MONTH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}")
_MONTHS = 12

Fixer = Callable[[str, FieldType | None, Vocabulary], Iterator[str]]
"""Yields what the text of a field might mean, from the text, its type and the names there are."""


def candidates(problem: Problem, line: str, kind: Kind, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a line with a problem as it might be meant."""
    code, place = problem.code, problem.where.field
    if line.startswith("#"):
        if code in _IN_HEADINGS:
            yield from _heading(line, vocabulary)
    elif code == "unknown-field":
        yield from _field_name(line, _type_at(place.rpartition(".")[0], kind))
    elif code in {"front-matter-not-fields", "front-matter-syntax"}:
        yield from _field_syntax(line)
    elif code in _OF_VALUES and (match := _FIELD.match(line)):
        for value in _OF_VALUES[code](match["value"], _type_at(place, kind), vocabulary):
            yield f"{match['lead']}{value}{match['note']}"


def _heading(line: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a heading with straight marks in its braces, and with the file names of themes."""
    match = _BRACES.search(line)
    if match is None:
        return

    def with_spaces(attribute: re.Match[str]) -> str:
        names = re.findall(r"[^\s,;]+", attribute["names"])
        return f'{attribute["name"]}="{" ".join(names)}"'

    def with_slugs(attribute: re.Match[str]) -> str:
        taxonomy, names = vocabulary.taxonomy, attribute["names"].split()
        if attribute["name"] == "themes":
            names = [vocabulary.named(taxonomy, name) or name for name in names]
        return f'{attribute["name"]}="{" ".join(names)}"'

    inside = _ATTRIBUTE.sub(with_spaces, match["inside"].translate(_CURLY).strip())
    start = line[: match.start()]
    yield f"{start} {{{inside}}}"
    yield f"{start} {{{_ATTRIBUTE.sub(with_slugs, inside)}}}"


def _field_name(line: str, group: FieldType | None) -> Iterator[str]:
    """Yield a line with the name of its field as it is declared: "“Key messages”"."""
    if isinstance(group, Fields) and (match := _NAME.match(line)):
        name = re.sub(r"[\s_]+", "-", match["name"].strip(_MARKS).casefold())
        if name in group.by_name:
            yield f"{match['lead']}{name}{match['rest']}"


def _field_syntax(line: str) -> Iterator[str]:
    """Put a space after the colon, quotation marks round the text, spaces in the place of tabs."""
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    if "\t" in indent:
        yield f"{indent.replace(chr(9), '  ')}{text}"
    if match := _NO_SPACE.match(line):
        yield f"{match[1]}: {match[2]}"
    if match := _FIELD.match(line):
        text = without_numbers((match["value"] + match["note"]).rstrip())
        yield f"{match['lead']}{_quoted(text)}"


def _quoted(text: str) -> str:
    """Return a text in the quotation marks that it needs, whatever marks it has now."""
    first = text[0]
    if first in "\"'":
        if len(text) > 1 and text[-1] == first:
            text = text[1:-1]
        elif text.count(first) == 1:
            text = text[1:]
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'{}'".format(text.replace("'", "''"))


def _slug(value: str, declared: FieldType | None, vocabulary: Vocabulary) -> Iterator[str]:
    """Put the file name of an entry in the place of its title, an alias or a former name."""
    if isinstance(declared, Reference):
        is_list = value.startswith("[") and value.endswith("]")
        items = [item.strip() for item in value[1:-1].split(",")] if is_list else [value]
        slugs = [vocabulary.named(declared.kind, item.strip(_MARKS)) or item for item in items]
        yield f"[{', '.join(slugs)}]" if is_list else slugs[0]


def _choice(value: str, declared: FieldType | None, _vocabulary: Vocabulary) -> Iterator[str]:
    """Write an allowed value as it is declared, in the place of the words that readers see."""
    wanted = " ".join(value.strip(_MARKS).casefold().split())
    for option, label in declared.options.items() if isinstance(declared, Choice) else ():
        if wanted in {label.casefold(), option, option.replace("-", " ")}:
            yield option


def _unmarked(value: str, _declared: FieldType | None, _vocabulary: Vocabulary) -> Iterator[str]:
    """Take away the quotation marks that a word processor has put round a value."""
    yield value.strip(_MARKS)


def _date(value: str, _declared: FieldType | None, _vocabulary: Vocabulary) -> Iterator[str]:
    """Write a date as year-month-day, if it can be read in one way only."""
    text = without_time(value.strip(_MARKS))
    yield text
    match = _DAY_AND_MONTH.fullmatch(text)
    first, second = (int(match[1]), int(match[2])) if match else (0, 0)
    # 5/6/2026 is in May or in June; 22/11/2026 can only be in November, and 5/5/2026 in May.
    if first == second or first > _MONTHS:
        yield from filter(None, [likely_date(text, {1, 2, 3})])


def _address(value: str, _declared: FieldType | None, _vocabulary: Vocabulary) -> Iterator[str]:
    """Start an address with https."""
    text = value.strip(f"{_MARKS}<>")
    yield text
    if _HOST.fullmatch(text):
        yield f"https://{text}"


def _type_at(place: str, kind: Kind) -> FieldType | None:
    """Return the type of the field at a place such as ``themes[2]`` or ``source.date``."""
    found: FieldType | None = kind.fields
    for name in re.findall(r"[^.\[\]]+", place):
        if isinstance(found, ListOf):
            found = found.item
            if name.isdigit():
                continue
        declared = found.by_name.get(name) if isinstance(found, Fields) else None
        found = declared.type if declared else None
    return found


_IN_HEADINGS = frozenset(
    {"bad-braces", "moved-theme", "unknown-attribute", "unknown-organisation", "unknown-question"}
    | {"unknown-theme"}
)
"""Problems that the braces of a heading may have."""

_OF_VALUES: Mapping[str, Fixer] = MappingProxyType(
    {
        "moved-theme": _slug,
        "not-a-date": _date,
        "not-a-number": _unmarked,
        "not-a-year": _unmarked,
        "not-an-address": _address,
        "unknown-organisation": _slug,
        "unknown-theme": _slug,
        "unknown-value": _choice,
    }
)
"""What to try for each problem of a field's text."""
