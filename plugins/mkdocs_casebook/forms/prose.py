"""Read answers from Markdown: what stands below a heading that is a label answers that input.

People write headings in their own ways, so a line in bold letters, a label with a colon in front of
its answer, and names that say the same are taken for headings too. Nothing is dropped: what cannot
be placed goes to the first part and is told.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.forms.inputs import WHOLE_TEXT, Input, Shape
from mkdocs_casebook.forms.texts import TEXTS, say
from mkdocs_casebook.forms.word_parts import RefusedError

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*")
_UNDERLINED = re.compile(r"(\S.*)\n(?:=+|-{3,})[ \t]*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1:?")
_LABELLED = re.compile(r"(?:\*\*|__)?([^\n:*]{2,60}?)(?::(?:\*\*|__)?|(?:\*\*|__):)(?:\s+(.*)|$)")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+")
_DEFINITION = re.compile(
    r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n+(?:[ ]{4}|\t).*|\n(?!\s*\n|\[\^).+)*)", re.MULTILINE
)
_NOTE = re.compile(r"[ ]?\[\^([^\]\s]+)\](?!:)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3})(?=\S)(.+?)(?<=[^\s\\])\1")
_UNDERSCORED = re.compile(r"^(_{1,3})(?=\S)(.+?)(?<=\S)\1$")
_LINK = re.compile(r"<(https?://[^>\s]+)>|(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_SIGNS = re.compile(r"</?su[bp]>")
_ROW = re.compile(r"\|(.*)\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_MARKED = re.compile(r"[ ]{0,3}(?:[•·▪◦‣●○–]|[-*](?=[ \t]))[ \t]*(?=\S)")
_COUNTED = re.compile(r"[ ]{0,3}\(?(\d{1,3})[.)][ \t]+(?=\S)")

_NEAR_ENOUGH = 0.85
"""Ratio of matching characters (difflib) from which a heading is taken for a misspelt label."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What a text answers."""

    answers: Mapping[str, str]
    """Answers by the ids of inputs."""

    told: tuple[str, ...] = ()
    """What its author should know of how it was read."""

    headings: tuple[str, ...] = ()
    """The words that only said what the text below them is."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    first_part: str
    """Where text goes that is under no heading of the form."""

    strays: int = 0
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    headings: list[str] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)

    def put(self, one: Input | None, block: str) -> None:
        """Keep a block as a piece of an answer, or of the first part."""
        self.strays += one is None
        self.found[one.id if one else self.first_part].append(block)


def read_prose(text: str, inputs: Sequence[Input]) -> Prose:
    """Return what a Markdown text answers.

    Text under no known heading goes to the first part, so that none is lost. A first heading that
    is no label is the title. Raises RefusedError for a file that is an entry already.
    """
    text = without_invisible(text)
    if text.startswith("---\n"):
        raise RefusedError(say("is-entry"))
    text, notes = _without_notes(text)
    parts = [one for one in inputs if one.shape is Shape.PART]
    reading = _Reading(parts[0].id if parts else "")
    current: Input | None = None
    names = _Names(inputs)
    for block in _blocks(text):
        current = _read_block(block, current, names, reading)
    return _finished(reading, notes, inputs, parts)


def _read_block(
    block: str, current: Input | None, names: _Names, reading: _Reading
) -> Input | None:
    """Put a block where it belongs; return the input that what follows answers."""
    heading = _heading(block, names)
    if heading is None:
        # In a story, "Status: unknown" may be a sentence.
        labels = names.exact if current and current.shape is Shape.PART else names.short
        labelled = [*_labelled(block, labels)]
        for one, said in labelled:
            reading.found[one.id].append(said)
            reading.headings.append(one.label)
        if not labelled:
            reading.put(current, block)
        parts = [one for one, _said in labelled if one.shape is Shape.PART]
        return parts[-1] if parts else current
    words = plain(heading)
    named, is_guess = names.find(words)
    is_second = named is not None and is_guess and named.id in reading.found
    if named and not is_second:
        reading.headings.append(words)
        if is_guess:
            reading.guessed.append((words, named.label))
        return named
    if not reading.found and "title" in names.by_id:
        reading.found["title"].append(words)
        return None
    owner = named or (current if current and current.shape is Shape.PART else None)
    reading.put(owner, block)
    return owner


def _finished(
    reading: _Reading, notes: Mapping[str, str], inputs: Sequence[Input], parts: Sequence[Input]
) -> Prose:
    """Return the answers, and what to tell."""
    told: list[str] = []
    if reading.strays and len(parts) > 1:
        pieces = some(reading.strays, "piece")
        told.append(say("no-heading", pieces=pieces, part=quote(parts[0].label)))
    if reading.guessed:
        pairs = [f"{quote(words)} as {quote(label)}" for words, label in reading.guessed]
        told.append(say("guessed", pairs=", ".join(pairs)))
    by_id = {one.id: one for one in inputs}
    answers = {
        name: _as_answer(by_id[name], pieces)
        for name, pieces in reading.found.items()
        if name and any(map(str.strip, pieces))
    }
    return Prose(
        _with_notes(answers, notes, parts), tuple(told), (*reading.headings, *_columns_of(inputs))
    )


class _Names:
    """The names by which people call inputs."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        """Take labels and ids, and what else means the same."""
        self.by_id = {one.id: one for one in inputs}
        self._exact = {_folded(one.label): one for one in inputs}
        self._alike: dict[str, Input] = {}
        also: Mapping[str, Sequence[str]] = TEXTS["also-called"]
        for one in inputs:
            if one.id != WHOLE_TEXT:
                self._alike.setdefault(_folded(one.id.replace("-", " ")), one)
            self._alike |= {_folded(name): one for name in also.get(one.id, ())}

    def exact(self, words: str) -> Input | None:
        """Return the input that has this very label."""
        return self._exact.get(_folded(words))

    def short(self, words: str) -> Input | None:
        """Return the input of a field that has this label, or a name that says the same."""
        one = self._exact.get(_folded(words)) or self._alike.get(_folded(words))
        return None if one and one.shape is Shape.PART and not self.exact(words) else one

    def find(self, words: str) -> tuple[Input | None, bool]:
        """Return the input that is meant by a heading, and whether that is a guess."""
        wanted = _folded(words)
        if wanted in self._exact:
            return self._exact[wanted], False
        if wanted in self._alike:
            return self._alike[wanted], True
        close = difflib.get_close_matches(wanted, self._exact, 1, _NEAR_ENOUGH)
        return (self._exact[close[0]], True) if close else (None, False)


def _heading(block: str, names: _Names) -> str | None:
    """Return the words of a block that is a heading, or stands in the place of one."""
    if "\n" not in block and (match := _HEADING.fullmatch(block)):
        return match[1]
    if match := _UNDERLINED.fullmatch(block):
        return match[1]
    if "\n" in block:
        return None
    words = match[2] if (match := _BOLD.fullmatch(block.strip())) else block
    is_label = names.find(plain(words))[0] if match else names.exact(plain(words))
    return words if is_label else None


def _labelled(block: str, find: Callable[[str], Input | None]) -> Iterator[tuple[Input, str]]:
    """Yield each answer of a block that has its label in front: "Title: One record"."""
    current: Input | None = None
    said: list[str] = []
    for line in block.split("\n"):
        match = _LABELLED.fullmatch(line.strip())
        one = find(plain(match[1])) if match else None
        if one is None and current is None:
            return
        if one is not None and match:
            if current:
                yield current, "\n".join(said)
            current, said = one, [match[2] or ""]
        else:
            said.append(line)
    if current:
        yield current, "\n".join(said)


def _blocks(text: str) -> Iterator[str]:
    """Yield pieces of text with blank lines between them, and each heading by itself."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        is_heading = not fence and _HEADING.fullmatch(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        if is_heading or (not line.strip() and not fence):
            yield from _joined(lines)
            lines = []
            if is_heading:
                yield line
        else:
            lines.append(line)
    yield from _joined(lines)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield "\n".join(lines)


def _folded(label: str) -> str:
    """Return a label without case, number, colon and what stands in brackets behind it."""
    words = " ".join(label.casefold().replace("’", "'").split()).rstrip(":.* ")
    return re.sub(r"\s*\((?:optional|required)\)$", "", _NUMBERED.sub("", words))


def _as_answer(one: Input, pieces: Sequence[str]) -> str:
    """Return pieces of text joined. Only parts hold Markdown; fields hold plain text."""
    if one.shape is Shape.PART:
        return tidy_lists("\n\n".join(pieces).strip("\n"))
    lines = [line for line in "\n".join(pieces).split("\n") if not _RULE.fullmatch(line.strip())]
    cells = [_ROW.fullmatch(line.strip()) for line in lines]
    shown = [row[1].strip() if row else line for row, line in zip(cells, lines, strict=True)]
    kept = [line for line in shown if _folded(line.replace("|", " ")) != " ".join(one.columns)]
    return "\n".join(plain(line, is_address=one.is_address) for line in kept).strip("\n")


def _columns_of(inputs: Sequence[Input]) -> tuple[str, ...]:
    """Return the headings that a table of answers may have: they are no answers."""
    return tuple(" ".join(one.columns) for one in inputs if one.columns)


def plain(markdown: str, *, is_address: bool = False) -> str:
    """Return a line as it was typed, without marks that stand for bold, italic or raised letters.

    Of a link, an input for an address takes the address alone; any other the words as well.
    """

    def shown(link: re.Match[str]) -> str:
        address = link[1] or link[3]
        if is_address or not link[2] or link[2] == address or address == f"mailto:{link[2]}":
            return link[2] if address.startswith("mailto:") and link[2] else address
        return f"{link[2]} ({address})"

    text = _UNDERSCORED.sub(r"\2", _SIGNS.sub("", markdown.strip()))
    while (bare := _EMPHASIS.sub(r"\2", text)) != text:
        text = bare
    text = _ESCAPE.sub(r"\1", _LINK.sub(shown, text))
    return text.replace("&lt;", "<").replace("&amp;", "&")


def tidy_lists(text: str) -> str:
    """Return a part in which lists with marks typed by hand, "•" or "1)", are lists of Markdown."""
    made: list[str] = []
    was = ""
    for block in _blocks(text):
        lines = block.split("\n")
        kind = _list_kind(lines[0])
        if kind and not _FENCE.match(lines[0]):
            lines = [_as_item(line) for line in lines]
        joins = kind and kind == was and not any(line.startswith((" ", "\t")) for line in lines)
        made.append(("\n" if joins else "\n\n") + "\n".join(lines))
        # A paragraph indented below an item is still in the list.
        was = kind or (was if lines[0].startswith(("    ", "\t")) else "")
    return "".join(made).strip("\n")


def _list_kind(line: str) -> str:
    if _MARKED.match(line):
        return "marked"
    return "counted" if _COUNTED.match(line) else ""


def _as_item(line: str) -> str:
    return _COUNTED.sub(r"\1. ", _MARKED.sub("- ", line, count=1), count=1)


def _without_notes(text: str) -> tuple[str, Mapping[str, str]]:
    """Return a text without the notes at its end, and these by their names."""
    notes = {match[1]: match[2] for match in _DEFINITION.finditer(text)}
    return (_DEFINITION.sub("", text) if notes else text), notes


def _with_notes(
    answers: Mapping[str, str], notes: Mapping[str, str], parts: Sequence[Input]
) -> Mapping[str, str]:
    """Return answers in which each part has its notes below it, and each mark leads to its note.

    Other inputs hold plain text, which can have no notes: those are left out.
    """
    numbers: dict[str, int] = {}
    made = dict(answers)
    for one in parts:
        new: list[str] = []

        def marked(mark: re.Match[str], new: list[str] = new) -> str:
            name = mark[1]
            if name not in notes:
                return mark[0]
            if name not in numbers:
                numbers[name] = len(numbers) + 1
                new.append(name)
            return f" ([{say('note', number=numbers[name]).lower()}](#note-{numbers[name]}))"

        if one.id in made:
            text = _NOTE.sub(marked, made[one.id])
            shown = [_as_note(notes[name], numbers[name]) for name in new]
            made[one.id] = "\n\n".join([text, *shown])
    others = made.keys() - {one.id for one in parts}
    for name in others:
        made[name] = _NOTE.sub(lambda mark: "" if mark[1] in notes else mark[0], made[name])
    return made


def _as_note(text: str, number: int) -> str:
    """Return a note as paragraphs, the first with the id that its mark leads to."""
    first, *rest = re.split(
        r"\n\s*\n", re.sub(r"^(?:[ ]{4}|\t)", "", text.strip(), flags=re.MULTILINE)
    )
    return "\n\n".join([f"{say('note', number=number)}: {first}\n{{#note-{number}}}", *rest])
