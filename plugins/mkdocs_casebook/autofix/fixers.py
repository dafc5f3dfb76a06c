"""The ways to mend a line, each for the problems that it may be the answer to.

Nothing here is sure of itself: each way yields the line as it might be meant, and
:mod:`mkdocs_casebook.autofix.fix` keeps what helps. What could be meant in two ways is not here.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.schema.fields import Choice, Fields, FieldType, ListOf, Reference
from mkdocs_casebook.schema.kinds import Kind
from mkdocs_casebook.schema.vocabulary import Vocabulary

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

_MONTHS = {
    name.casefold(): number
    for number, full in enumerate(month_name)
    for name in (full, full[:3])
    if number
} | {"sept": 9}
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ ]+)?([A-Za-z]{3,9})\.?,?[ ]+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS_IN_YEAR = 12

Way = Callable[[Problem, str, Kind, Vocabulary], Iterator[str]]


def candidates(problem: Problem, line: str, kind: Kind, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a line with a problem as it might be meant."""
    for way in _WAYS.get(problem.code, ()):
        yield from way(problem, line, kind, vocabulary)


def _name_of_entry(
    problem: Problem, line: str, kind: Kind, vocabulary: Vocabulary
) -> Iterator[str]:
    """Put the file name of an entry in the place of its title, an alias or a former name."""
    wanted = problem.code.partition("-")[2]
    if line.startswith("#"):
        yield from _names_in_heading(line, vocabulary)
    elif (match := _FIELD.match(line)) and _is_reference(problem, kind, wanted):
        value = match["value"]
        if value.startswith("[") and value.endswith("]"):
            items = (item.strip() for item in value[1:-1].split(","))
            names = (vocabulary.named(wanted, item.strip(_MARKS)) or item for item in items)
            value = f"[{', '.join(names)}]"
        else:
            value = vocabulary.named(wanted, value.strip(_MARKS)) or value
        yield f"{match['lead']}{value}{match['note']}"


def _is_reference(problem: Problem, kind: Kind, wanted: str) -> bool:
    found = _type_at(problem.where.field, kind)
    return isinstance(found, Reference) and found.kind == wanted


def _names_in_heading(line: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a heading with straight marks in its braces, and with the file names of themes."""
    match = _BRACES.search(line)
    if match is None:
        return
    inside = match["inside"].translate(_CURLY).strip()
    inside = _ATTRIBUTE.sub(_with_spaces, inside)
    start = line[: match.start()]
    yield f"{start} {{{inside}}}"

    def name(found: re.Match[str]) -> str:
        if found["name"] != "themes":
            return found[0]
        slugs = (
            vocabulary.named(vocabulary.taxonomy, word) or word for word in found["names"].split()
        )
        return f'themes="{" ".join(slugs)}"'

    yield f"{start} {{{_ATTRIBUTE.sub(name, inside)}}}"


def _with_spaces(attribute: re.Match[str]) -> str:
    """Return an attribute with spaces between its names, where its author put commas."""
    names = " ".join(re.findall(r"[^\s,;]+", attribute["names"]))
    return f'{attribute["name"]}="{names}"'


def _braces(_problem: Problem, line: str, _kind: Kind, vocabulary: Vocabulary) -> Iterator[str]:
    if line.startswith("#"):
        yield from _names_in_heading(line, vocabulary)


def _choice(problem: Problem, line: str, kind: Kind, _vocabulary: Vocabulary) -> Iterator[str]:
    """Write an allowed value as it is written, in the place of the words that readers see."""
    found = _type_at(problem.where.field, kind)
    if not isinstance(found, Choice) or not (match := _FIELD.match(line)):
        return
    wanted = " ".join(match["value"].strip(_MARKS).casefold().split())
    for value, label in found.options.items():
        if wanted in {label.casefold(), value, value.replace("-", " ")}:
            yield f"{match['lead']}{value}{match['note']}"


def _without_marks(
    _problem: Problem, line: str, _kind: Kind, _vocabulary: Vocabulary
) -> Iterator[str]:
    """Take away the quotation marks that a word processor has put round a value."""
    if match := _FIELD.match(line):
        yield f"{match['lead']}{match['value'].strip(_MARKS)}{match['note']}"


def _date(_problem: Problem, line: str, _kind: Kind, _vocabulary: Vocabulary) -> Iterator[str]:
    """Write a date as year-month-day, if it can be read in one way only."""
    if match := _FIELD.match(line):
        written = _as_date(match["value"].strip(_MARKS))
        if written:
            yield f"{match['lead']}{written}{match['note']}"


def _as_date(text: str) -> str:
    if match := _IN_WORDS.fullmatch(text):
        day, month, year = match.groups()
        if month.casefold() not in _MONTHS:
            return ""
        number = _MONTHS[month.casefold()]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        number = int(month)
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        number = int(month)
        # 5/6/2026 is in May or in June; 22/11/2026 can only be in November.
        if int(day) <= _MONTHS_IN_YEAR and day != month:
            return ""
    else:
        return ""
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def _address(_problem: Problem, line: str, _kind: Kind, _vocabulary: Vocabulary) -> Iterator[str]:
    """Start an address with https."""
    if match := _FIELD.match(line):
        value = match["value"].strip(f"{_MARKS}<>")
        yield f"{match['lead']}{value}{match['note']}"
        if _HOST.fullmatch(value):
            yield f"{match['lead']}https://{value}{match['note']}"


def _field_name(problem: Problem, line: str, kind: Kind, _vocabulary: Vocabulary) -> Iterator[str]:
    """Write the name of a field as it is written: "“Key messages”" becomes "key-messages"."""
    group = _group_at(problem.where.field, kind)
    if group is not None and (match := _NAME.match(line)):
        name = re.sub(r"[\s_]+", "-", match["name"].strip(_MARKS).casefold())
        if name in group.by_name:
            yield f"{match['lead']}{name}{match['rest']}"


def _field_syntax(
    _problem: Problem, line: str, _kind: Kind, _vocabulary: Vocabulary
) -> Iterator[str]:
    """Put a space after the colon, quotation marks round the text, spaces in the place of tabs."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        yield f"{indent.replace(chr(9), '  ')}{line.lstrip()}"
    if match := _NO_SPACE.match(line):
        yield f"{match[1]}: {match[2]}"
    if match := _FIELD.match(line):
        yield f"{match['lead']}{_quoted((match['value'] + match['note']).rstrip())}"


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


def _group_at(place: str, kind: Kind) -> Fields | None:
    """Return the group that the field at a place is in, known or not."""
    outside = place.rpartition(".")[0]
    found = _type_at(outside, kind) if outside else kind.fields
    return found if isinstance(found, Fields) else None


_WAYS: Mapping[str, tuple[Way, ...]] = MappingProxyType(
    {
        "bad-braces": (_braces,),
        "front-matter-not-fields": (_field_syntax,),
        "front-matter-syntax": (_field_syntax,),
        "moved-theme": (_name_of_entry,),
        "not-a-date": (_without_marks, _date),
        "not-a-number": (_without_marks,),
        "not-a-year": (_without_marks,),
        "not-an-address": (_address,),
        "unknown-attribute": (_braces,),
        "unknown-field": (_field_name,),
        "unknown-organisation": (_name_of_entry,),
        "unknown-question": (_braces,),
        "unknown-theme": (_name_of_entry,),
        "unknown-value": (_choice,),
    }
)
