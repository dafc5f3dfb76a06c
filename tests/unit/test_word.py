"""Word files: what is read from them, and what is refused."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from footnotes import packed
from mkdocs_casebook.forms import word
from mkdocs_casebook.forms.inputs import Shape, inputs_of, own_words
from mkdocs_casebook.forms.prose import read_prose
from mkdocs_casebook.forms.word import read_word
from mkdocs_casebook.forms.word_parts import LARGEST_UNPACKED, MOST_MEMBERS, RefusedError
from mkdocs_casebook.schema.kind_declarations import standard
from word_template import make, members

INPUTS = inputs_of(standard()["case-study"], schema=standard())
OWN = own_words(INPUTS)
PICTURE = Path(word.__file__).parents[1] / "theme" / "assets" / "images" / "favicon.png"


def saved(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled_in(answers: dict[str, str]) -> bytes:
    """Return the Word file of the site with answers below its headings, as authors write them."""
    document = docx.Document(io.BytesIO(make()))
    paragraphs = document.paragraphs
    labels = {one.label: one.id for one in INPUTS}
    for at, paragraph in enumerate(paragraphs):
        answer = answers.get(labels.get(paragraph.text, ""))
        if answer and paragraph.style.name == "Heading 2":
            blank = next(p for p in paragraphs[at:] if not p.text)
            blank.text = answer
    return saved(document)


def test_the_file_to_fill_in_comes_back_blank() -> None:
    word = read_word(make(), OWN)
    text = word.markdown
    read = read_prose(text, INPUTS)
    assert (read.answers, read.told, word.told) == ({}, (), ())
    assert [line[3:] for line in text.splitlines() if line] == [
        one.label for one in sorted(INPUTS, key=lambda one: text.index(f"## {one.label}"))
    ]


def test_every_answer_comes_back() -> None:
    answers = {one.id: f"Answer to {one.id}." for one in INPUTS}
    text = read_word(filled_in(answers), OWN).markdown
    assert read_prose(text, INPUTS).answers == answers


def test_lists_quotations_and_emphasis_become_markdown() -> None:
    document = docx.Document()
    document.add_paragraph("My story", style="Title")
    document.add_heading("Impact", 1)
    document.add_paragraph("Waiting ").add_run("fell").bold = True
    for item in ("One", "Two_2"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("It was ours.", style="Quote")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, "abcd", strict=True):
        cell.text = text
    answers = read_prose(read_word(saved(document)).markdown, INPUTS).answers
    assert answers["title"] == "My story"
    assert answers["impact"].startswith("Waiting **fell**\n\n- One\n- Two_2\n\n> It was ours.\n\n|")


def test_lines_of_a_list_come_back_as_lines() -> None:
    document = docx.Document()
    document.add_heading("Systems and technologies", 2)
    document.add_paragraph("Bedside devices", style="List Bullet")
    document.add_paragraph("C:\\Queues * 2")
    systems = read_prose(read_word(saved(document)).markdown, INPUTS).answers["systems"]
    assert systems.split("\n") == ["- Bedside devices", "C:\\Queues * 2"]


def test_pictures_are_left_out_and_told() -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    document.add_picture(str(PICTURE))
    word = read_word(saved(document))
    assert (word.markdown.strip(), word.pictures) == ("Text.", 1)


def test_a_picture_elsewhere_is_not_fetched() -> None:
    parts = members(make())
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>',
    )
    drawing = (
        b'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        b'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006'
        b'/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        b'picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        b'2006/relationships" r:link="rId99"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        b"</wp:inline></w:drawing></w:r></w:p>"
    )
    document = parts["word/document.xml"]
    at = document.index(b"<w:sectPr")
    parts["word/document.xml"] = document[:at] + drawing + document[at:]
    word = read_word(packed(parts))
    assert "root:" not in word.markdown
    assert word.pictures == 1


def with_definition(parts: dict[str, bytes]) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]>'
    document = parts["word/document.xml"]
    at = document.index(b"?>") + 2
    parts["word/document.xml"] = document[:at] + laughs + document[at:]


def in_another_encoding(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].decode().encode("utf-16")


def too_large_unpacked(parts: dict[str, bytes]) -> None:
    parts["word/media/x.xml"] = b" " * (LARGEST_UNPACKED + 1)


def too_many_parts(parts: dict[str, bytes]) -> None:
    parts |= {f"word/{number}.txt": b"" for number in range(MOST_MEMBERS)}


def another_archive(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


def broken_xml(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b"<w:document"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (with_definition, "definitions"),
        (in_another_encoding, "definitions"),
        (too_large_unpacked, "larger unpacked"),
        (too_many_parts, "larger unpacked"),
        (another_archive, "not a Word file"),
        (broken_xml, "cannot be read"),
    ],
)
def test_a_file_made_to_do_harm_is_refused(
    spoil: Callable[[dict[str, bytes]], None], said: str
) -> None:
    parts = members(make())
    spoil(parts)
    with pytest.raises(RefusedError, match=said):
        read_word(packed(parts))


OPEN_DOCUMENT = packed({"mimetype": b"application/vnd.oasis.opendocument.text"})
LOCKED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a Word file"),
        (b"PK", "damaged"),
        (make()[:5000], "damaged"),
        (b"\xd0\xcf\x11\xe0" * 100, "Word 2003 or older"),
        (LOCKED, "locked with a password"),
        (b"{\\rtf1 Text}", "rich text"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>Text", "a web page"),
        (OPEN_DOCUMENT, "OpenDocument"),
    ],
    ids=range(9),
)
def test_what_is_no_word_file_is_refused_in_a_sentence_that_helps(
    content: bytes, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        read_word(content)


def test_without_the_libraries_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(RefusedError, match=r"pip install 'mkdocs-casebook\[word\]'"):
        read_word(make())


def test_the_parts_of_the_story_are_in_the_file_to_fill_in() -> None:
    text = read_word(make(), OWN).markdown
    for one in INPUTS:
        assert (one.shape is Shape.PART) <= (f"## {one.label}\n" in f"{text}\n")
