"""Read answers from a Word file, or from Markdown: a heading that is a label says what follows.

mammoth reads what the text of a Word file is (headings, lists, quotations) and leaves out how it
looks; markdownify writes that as Markdown. Both are in the extra ``word`` of the package. A Word
file is an archive of XML that nobody vouches for, so before they see it, its size unpacked and the
definitions that XML can multiply are checked. Pictures are left out; nothing is fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.forms.texts import divide, say

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A story of 20 pages without pictures has about 40 KB."""

_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_MEMBERS = 2_000
_DEFINITION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

HINT = "Hint"
"""The style of paragraphs that only say what to write; they are passed over."""

CHAPTER = "Chapter"
"""The style of headings above several inputs; they are passed over too."""

_STYLES = f"""
p[style-name='{CHAPTER}'] => !
p[style-name='{HINT}'] => !
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
b => strong
i => em
"""
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.+?)(?<=\S)\1$")
_LINK = re.compile(r"<(https?://[^>\s]+)>|\[[^\]]*\]\((https?://[^)\s]+)\)")


class RefusedError(Exception):
    """A file that cannot be taken in. Its text says why, and what to do."""


def as_markdown(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a Word file as Markdown, and what was left out of it.

    Raises RefusedError for what is no Word file, or one made to do harm.
    """
    _check(content)
    try:
        mammoth, markdownify = import_module("mammoth"), import_module("markdownify")
    except ImportError as error:
        raise RefusedError(say("needs-packages")) from error
    pictures: list[object] = []

    def leave_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=leave_out,
            ignore_empty_paragraphs=True,
        ).value
    except Exception as error:
        raise RefusedError(say("word-unreadable")) from error
    text = markdownify.markdownify(
        html, heading_style="ATX", bullets="-", strong_em_symbol="*", escape_underscores=False
    )
    told = say("pictures-left-out", pictures=some(len(pictures), "picture was", "pictures were"))
    return str(text), (told,) if pictures else ()


def _check(content: bytes) -> None:
    """Refuse an archive that is none, that would fill the memory, or that defines its own XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or total > _LARGEST_UNPACKED:
                raise RefusedError(say("word-too-large"))
            if "word/document.xml" not in archive.namelist():
                raise RefusedError(say("word-is-none"))
            for member in members:
                is_xml = member.filename.endswith((".xml", ".rels"))
                content = archive.read(member) if is_xml else b""
                # Word writes UTF-8. In another encoding a definition could not be seen here.
                if _DEFINITION.search(content) or content.startswith(_UTF_16):
                    raise RefusedError(say("word-definitions"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RefusedError(say("word-locked")) from error


def read_prose(text: str, inputs: Sequence[Input]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what a Markdown text answers, and what its author should know of how it was read.

    Text under no known heading goes to the first part, so that none is lost. A first heading that
    is no label is the title. Raises RefusedError for a file that is an entry already.
    """
    text = without_invisible(text)
    if text.startswith("---\n"):
        raise RefusedError(say("is-entry"))
    by_label = {_folded(one.label): one for one in inputs}
    found: dict[str, list[str]] = defaultdict(list)
    stray: list[str] = []
    current: Input | None = None
    for match, below in divide(text, list(_HEADING.finditer(text))):
        heading, words = (match[0], _plain(match[2])) if match else ("", "")
        piece = below.strip("\n") if below.strip() else ""
        named = by_label.get(_folded(words))
        if named:
            current = named
        elif heading and not found and not stray and "title" in by_label:
            found["title"].append(words)
        elif heading and current and current.shape is Shape.PART:
            found[current.id].append(heading)
        elif heading:
            current = None
            stray.append(heading)
        if piece:
            (found[current.id] if current else stray).append(piece)
    parts = [one for one in inputs if one.shape is Shape.PART]
    notes: list[str] = []
    if stray and parts:
        found[parts[0].id] += stray
    if stray and len(parts) > 1:
        pieces = some(len(stray), "piece")
        notes.append(say("no-heading", pieces=pieces, part=quote(parts[0].label)))
    return _as_answers(found, {one.id for one in parts}), tuple(notes)


def _as_answers(found: Mapping[str, Sequence[str]], parts: set[str]) -> dict[str, str]:
    """Return pieces of text joined by input. Only parts hold Markdown."""
    answers = {name: "\n\n".join(pieces) for name, pieces in found.items()}
    for name in answers.keys() - parts:
        answers[name] = "\n".join(map(_plain, answers[name].splitlines()))
    return answers


def _folded(label: str) -> str:
    return " ".join(label.casefold().rstrip(":").split())


def _plain(markdown: str) -> str:
    """Return a line as it was typed, without marks that stand for bold or italic letters."""
    text = markdown.strip()
    while match := _EMPHASIS.match(text):
        text = match[2]
    text = _LINK.sub(lambda found: found[1] or found[2], text)
    return _ESCAPE.sub(r"\1", text)
