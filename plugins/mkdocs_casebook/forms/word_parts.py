"""Read the archive that a Word file is: what it is at all, all its words, and what to convert.

A Word file comes from anybody, so before a library sees it, its size unpacked and the definitions
that XML can multiply are checked. Names are compared without their namespaces, of which there are
two sets.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from mkdocs_casebook.forms.texts import TEXTS, say
from mkdocs_casebook.forms.words import Piece

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_MEMBERS = 2_000

_DEFINITION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATIONS = "_rels/.rels"
_ABOUT_THE_FILE = ("[Content_Types]", "docProps/", "customXml/", "word/glossary/")
_LETTERS = frozenset({"t", "v"})
"""Elements that hold words: of text, formulas and drawings; in charts also of their data."""

_DELETED = frozenset({"delText"})
_SPACES = frozenset({"tab", "br", "cr", "ptab"})
_UNWRAPPED = frozenset({"fldSimple", "bdo", "dir", "oMathPara"})


class RefusedError(Exception):
    """A file that cannot be taken in. Its text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file that may be read."""

    content: bytes
    """The archive, with text boxes and formulas written as plain paragraphs and words."""

    pieces: tuple[Piece, ...]
    """Every paragraph in it with where it stands."""

    told: tuple[str, ...]
    """What its author should know of how it was read."""


def read_archive(content: bytes) -> WordFile:
    """Return a Word file with all its words.

    Raises RefusedError for what is no Word file, or one made to do harm.
    """
    parts = _checked(content)
    main = _main_part(parts)
    try:
        trees = {
            name: ET.fromstring(part)  # noqa: S314 - definitions were refused before
            for name, part in parts.items()
            if name.endswith(".xml") and not name.startswith(_ABOUT_THE_FILE)
        }
        tree = trees.pop(main)
    except ET.ParseError as error:
        raise RefusedError(say("word-unreadable")) from error
    pieces = [*_pieces(tree, TEXTS["word-places"]["document"])]
    for _name, other in sorted(trees.items()):
        if place := TEXTS["word-places"].get(_local(other)):
            pieces += _pieces(other, place)
    inserted = sum(_local(element) == "ins" and bool(_text(element)) for element in tree.iter())
    formulas = _simplify(tree)
    told = [say("insertions", count=inserted)] if inserted else []
    told += [say("formulas", count=formulas)] if formulas else []
    changed = {**parts, main: ET.tostring(tree, encoding="utf-8", xml_declaration=True)}
    said = tuple(piece for piece in pieces if piece.text.strip())
    return WordFile(_packed(changed), said, tuple(told))


def _checked(content: bytes) -> Mapping[str, bytes]:
    """Return the parts of an archive; refuse what is none, or is made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or total > LARGEST_UNPACKED:
                raise RefusedError(say("word-too-large"))
            parts = {member.filename: archive.read(member) for member in members}
    # The library raises the second for a way of packing that it lacks, the third for a password.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RefusedError(say(_what_it_is(content))) from error
    for name, part in parts.items():
        # Word writes UTF-8. In another encoding a definition could not be seen here.
        is_xml = name.endswith((".xml", ".rels"))
        if is_xml and (_DEFINITION.search(part) or part.startswith(_UTF_16)):
            raise RefusedError(say("word-definitions"))
    return parts


def _what_it_is(content: bytes) -> str:
    """Return the sentence for a file that is no archive, though its name says so."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_OLD_WORD):
        return "word-locked" if _ENCRYPTED in content else "word-old"
    if start.startswith(b"{\\rtf"):
        return "word-is-rtf"
    if start.startswith(b"%pdf"):
        return "word-is-pdf"
    if start.startswith((b"<html", b"<!doctype html", b"mime-version", b"<?xml")):
        return "word-is-html"
    return "word-damaged" if content.startswith(b"PK") else "word-is-none"


def _main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the text, as the archive itself gives it."""
    if b"opendocument" in parts.get("mimetype", b""):
        raise RefusedError(say("word-is-odt"))
    try:
        relations = ET.fromstring(parts.get(_RELATIONS, b"<none/>"))  # noqa: S314 - as above
    except ET.ParseError as error:
        raise RefusedError(say("word-damaged")) from error
    named = [
        relation.get("Target", "").lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/officeDocument")
    ]
    main = next(iter(named), "word/document.xml")
    if main not in parts or not main.startswith("word/"):
        raise RefusedError(say("word-is-none"))
    return main


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _pieces(tree: ET.Element, place: str) -> Iterator[Piece]:
    """Yield every paragraph with words in it, and what was deleted with changes tracked."""
    places: dict[str, str] = TEXTS["word-places"]
    for paragraph, is_boxed in _paragraphs(tree):
        yield Piece(places["box"] if is_boxed else place, _text(paragraph))
        yield Piece(places["del"], _text(paragraph, _DELETED))
    yield Piece(place, _text(tree))


def _paragraphs(
    element: ET.Element, *, is_boxed: bool = False
) -> Iterator[tuple[ET.Element, bool]]:
    """Yield paragraphs in order, and whether they are in a text box; each way of one box once."""
    for child in _children(element):
        if _local(child) == "p":
            yield child, is_boxed
        yield from _paragraphs(child, is_boxed=is_boxed or _local(child) == "txbxContent")


def _children(element: ET.Element) -> list[ET.Element]:
    """Return the children of an element; of one that is there in two ways, the second alone."""
    children = list(element)
    if _local(element) == "AlternateContent":
        return children[-1:]
    return children


def _text(element: ET.Element, letters: frozenset[str] = _LETTERS) -> str:
    """Return the words of an element, but for those of paragraphs in it and what was moved away."""
    text = ""
    for child in _children(element):
        name = _local(child)
        if name in {"p", "moveFrom"}:
            continue
        if name in letters:
            text += child.text or ""
        elif name in _SPACES:
            text += " "
        elif name == "noBreakHyphen":
            text += "-"
        else:
            text += _text(child, letters)
    return text


def _simplify(element: ET.Element) -> int:
    """Write what the library passes over as what it reads; return how many formulas there were.

    Text boxes become paragraphs behind the one that they hang on.
    """
    formulas = 0
    children: list[ET.Element] = []
    for child in _children(element):
        name = _local(child)
        formulas += _simplify(child)
        if name == "oMath":
            formulas += 1
            children.append(_as_run(child))
        elif name == "AlternateContent":
            children += [item for way in child for item in way]
        elif name in _UNWRAPPED:
            children += list(child)
        elif name != "moveFrom":
            children.append(child)
        if name == "p":
            children += _taken_out_of_boxes(child)
    element[:] = children
    return formulas


def _taken_out_of_boxes(paragraph: ET.Element) -> list[ET.Element]:
    """Return what the text boxes of a paragraph hold, and leave them empty."""
    taken: list[ET.Element] = []
    for box in list(paragraph.iter()):
        if _local(box) == "txbxContent":
            taken += list(box)
            box[:] = []
    return taken


def _as_run(formula: ET.Element) -> ET.Element:
    """Return the signs of a formula, one after another, as words of the text."""
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    run = ET.Element(f"{namespace}r")
    letters = ET.SubElement(run, f"{namespace}t")
    letters.text = _text(formula)
    return run


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()
