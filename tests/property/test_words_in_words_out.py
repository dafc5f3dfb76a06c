"""A law: every word of a Word file or a text is in the file that is made of it, or is told.

Every word that is made up here is there once, so that none can stand for another.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path, PurePath

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from footnotes import with_notes
from mkdocs_casebook.forms.answers import draft_entry
from mkdocs_casebook.forms.commands.site import open_site
from mkdocs_casebook.forms.context import check_drafts
from mkdocs_casebook.forms.taking import Taken, take_file
from word_template import make, members

ROOT = Path(__file__).parents[1]
CONTEXT = open_site(ROOT / "golden" / "_base" / "mkdocs.yml")
assert CONTEXT is not None
INPUTS = CONTEXT.inputs("case-study")
LABELS = [one.label for one in INPUTS]
STYLES = ["Normal", "Title", "Quote", "List Bullet", "List Number", "List Bullet 2", "Hint"]
STYLES += ["Chapter", "Heading 1", "Heading 2", "Heading 3", "Caption", "Intense Quote"]
TYPED = ["{}", "• {}", "1) {}", "- {}", "# {}", "#{}", "{}: {}", "*{}*", "<b>{}</b>", "{}\t{}"]
TYPED += ["{}\n{}", "[{}]: {}", "[^{}]", "[^{}]: {}", "`{}`", "```{}", "| {} |", "{} (the {})"]
TYPED += [
    "\\{}",
    "{}_{}",
    "&amp; {}",
    "http://example.org/{}",
    "[{}]({})",
    "---{}",
    "> {}",
    "~~{}~~",
]
KINDS = ["heading", "bold", "styled", "label", "table", "note", "comment", "deleted", "moved"]
KINDS += ["box", "formula", "raised", "struck", "link", "footer", "cells", "hidden"]

steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.sampled_from(TYPED)), max_size=12
)


def new_words() -> Iterator[str]:
    return (f"zq{number}x" for number in count())


def filled(pattern: str, words: Iterator[str]) -> str:
    return re.sub(r"\{\}", lambda _match: next(words), pattern)


def raw(paragraph: Paragraph, xml: str) -> None:
    spaces = nsdecls("w", "m", "wp")
    extra = (
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    paragraph._p.append(parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {spaces}{extra}", xml)))


def add(document: Document, step: tuple[str, int, str], words: Iterator[str]) -> None:
    """Add one thing that people have in their files."""
    kind, number, pattern = step
    text = filled(pattern, words)
    if kind == "heading":
        document.add_heading(LABELS[number % len(LABELS)] if number % 3 else text, 1 + number % 3)
    elif kind == "bold":
        label = LABELS[number % len(LABELS)]
        document.add_paragraph().add_run(label if number % 2 else text).bold = True
    elif kind == "styled":
        document.add_paragraph(text, style=STYLES[number % len(STYLES)])
    elif kind == "label":
        document.add_paragraph(f"{LABELS[number % len(LABELS)]}: {text}")
    elif kind in {"table", "cells"}:
        table = document.add_table(1 + number % 3, 1 + number % 2)
        for cell in table._cells:
            cell.text = filled(pattern, words)
        if kind == "cells":
            table.cell(0, 0).merge(table.cell(number % 3, number % 2))
    elif kind == "footer":
        document.sections[0].footer.paragraphs[0].add_run(text)
    elif kind == "comment":
        paragraph = document.add_paragraph(text)
        document.add_comment(paragraph.runs, text=next(words), author="A. N. Example")
    else:
        add_raw(document.add_paragraph(text), kind, next(words), next(words))


def add_raw(paragraph: Paragraph, kind: str, one: str, two: str) -> None:
    if kind == "note":
        raw(paragraph, f'<w:r><w:footnoteReference w:id="{one[2:-1]}"/></w:r>')
    elif kind == "raised":
        paragraph.add_run("106").font.subscript = True
        paragraph.add_run(one).font.superscript = True
    elif kind == "struck":
        paragraph.add_run(one).font.strike = True
    elif kind == "hidden":
        paragraph.add_run(one).font.hidden = True
    elif kind == "deleted":
        raw(paragraph, f'<w:del w:id="1"><w:r><w:delText>{one}</w:delText></w:r></w:del>')
        raw(paragraph, f'<w:ins w:id="2"><w:r><w:t>{two}</w:t></w:r></w:ins>')
    elif kind == "moved":
        raw(paragraph, f'<w:moveFrom w:id="3"><w:r><w:t>{one}</w:t></w:r></w:moveFrom>')
        raw(paragraph, f'<w:moveTo w:id="4"><w:r><w:t>{one}</w:t></w:r></w:moveTo>')
    elif kind == "formula":
        raw(paragraph, f"<m:oMath><m:r><m:t>{one}</m:t></m:r></m:oMath>")
    elif kind == "link":
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), "_Toc1")
        link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{one}</w:t></w:r>"))
        paragraph._p.append(link)
    elif kind == "box":
        inside = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
        raw(
            paragraph,
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{inside.format(one)}"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside.format(one)}"
            "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        )


def slim(*, is_blank: bool) -> bytes:
    """Return the file to fill in, or an empty one, without the 150 styles that slow every test."""
    document = docx.Document(io.BytesIO(make()))
    for style in list(document.styles):
        if style.name not in STYLES:
            style.delete()
    for paragraph in document.paragraphs if not is_blank else ():
        paragraph._p.getparent().remove(paragraph._p)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


EMPTY, BLANK = slim(is_blank=False), slim(is_blank=True)


def made_up(text: str) -> set[str]:
    """Return the words made up here that are in a text, joined to others or not."""
    return set(re.findall(r"zq\d+x", text))


def come_out(taken: Taken) -> str:
    """Return the words of the file that is made, and of what is told."""
    drafts = draft_entry("case-study", taken.answers, CONTEXT, date(2026, 1, 1))
    texts = check_drafts(drafts, CONTEXT).texts
    return "\n".join([*texts.values(), *taken.told, *taken.left_out])


@pytest.mark.parametrize("start", [EMPTY, BLANK], ids=["an empty file", "the file to fill in"])
@settings(deadline=None, max_examples=25)
@given(steps=steps)
def test_every_word_of_a_word_file_is_in_the_file_or_told(
    start: bytes, steps: list[tuple[str, int, str]]
) -> None:
    words = new_words()
    document = docx.Document(io.BytesIO(start))
    for step in steps:
        add(document, step, words)
    stream = io.BytesIO()
    document.save(stream)
    content = with_notes(stream.getvalue())
    said = b"".join(members(content).values()).decode(errors="ignore")
    taken = take_file(PurePath("story.docx"), content, "case-study", CONTEXT)
    lost = made_up(said) - made_up(come_out(taken))
    assert not lost


lines = st.lists(
    st.one_of(
        st.sampled_from(LABELS).map(lambda label: f"## {label}"),
        st.sampled_from(LABELS).map(lambda label: f"**{label}**"),
        st.sampled_from(LABELS).map(lambda label: f"{label}: {{}}"),
        st.sampled_from(TYPED),
        st.just(""),
        st.sampled_from(["", "    ", "> "]).map(lambda indent: f"{indent}- {{}}"),
        st.sampled_from(["{}[^{}]", "\n[^1]: {}", "a[^1]", "```", "===", "| {} | {} |\n|---|---|"]),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(lines)
def test_every_word_of_a_text_is_in_the_file_or_told(patterns: list[str]) -> None:
    words = new_words()
    text = "\n".join(filled(pattern, words) for pattern in patterns)
    used = made_up(text)
    taken = take_file(PurePath("story.md"), text.encode(), "case-study", CONTEXT)
    lost = used - made_up(come_out(taken))
    assert not lost
