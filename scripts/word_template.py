"""Make the Word file in which a contributor can tell a story, from the declaration of its fields.

  python scripts/word_template.py    writes docs/contribute/case-study.docx

Run it with the Python of .venv-test, after a field or an allowed value has changed. The headings
are the labels of the inputs: by them "casebook import" knows what each text is.
"""

import argparse
import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from mkdocs_casebook.forms.inputs import (
    CONFIRMATIONS,
    CONSENT,
    Input,
    in_chapters,
    inputs_of,
    notes_of,
)
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.forms.word import CHAPTER, HINT
from mkdocs_casebook.schema.kind_declarations import standard

FILE = Path(__file__).resolve().parent.parent / "docs" / "contribute" / "case-study.docx"

FONT = "Arial"
DARK = RGBColor(0x21, 0x2B, 0x32)
GREY = RGBColor(0x4C, 0x62, 0x72)
# No clock: the same fields give the same file.
WRITTEN = (2026, 1, 1, 0, 0, 0)


def main(arguments: list[str]) -> int:
    """Write the file, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(make())
    print(f"{options.output}: written.")
    return 0


def members(content: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file: packed bytes may differ from one computer to another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def make() -> bytes:
    """Return the Word file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.2))
    add_styles(document)
    document.core_properties.title = say("word-title")
    document.core_properties.language = "en-GB"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    written = datetime(*WRITTEN, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = written
    document.add_paragraph(say("word-title"), style=CHAPTER)
    hint(document, say("word-intro"))
    for chapter in in_chapters(inputs_of(standard().roles.story, standard())):
        document.add_paragraph(chapter.title, style=CHAPTER)
        hint(document, chapter.help)
        for one in chapter.inputs:
            ask(document, one)
    document.add_paragraph(CONSENT, style=CHAPTER)
    for text in CONFIRMATIONS:
        hint(document, f"☐ {text}")
    stream = io.BytesIO()
    document.save(stream)
    return without_clock(stream.getvalue())


def add_styles(document: Document) -> None:
    """Set the typeface, and add the styles of what is not the author's."""
    normal = document.styles["Normal"]
    set_font(normal, 11, DARK)
    heading = document.styles["Heading 2"]
    set_font(heading, 13, DARK)
    heading.paragraph_format.space_before = Pt(16)
    note = document.styles.add_style(HINT, WD_STYLE_TYPE.PARAGRAPH)
    set_font(note, 10, GREY)
    note.paragraph_format.space_after = Pt(2)
    # Whoever presses Enter at the end of a note goes on in the style of a text.
    note.next_paragraph_style = normal
    chapter = document.styles.add_style(CHAPTER, WD_STYLE_TYPE.PARAGRAPH)
    chapter.base_style = document.styles["Heading 1"]
    set_font(chapter, 18, DARK)
    chapter.paragraph_format.space_before = Pt(24)


def set_font(style: ParagraphStyle, size: int, colour: RGBColor) -> None:
    """Set the typeface of a style, for every script that Word knows."""
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def hint(document: Document, text: str) -> None:
    """Add a note that is passed over when the file is read."""
    document.add_paragraph(text, style=HINT)


def ask(document: Document, one: Input) -> None:
    """Add the heading of an input, what to write there, and a blank line to write on."""
    document.add_paragraph(one.label, style="Heading 2")
    for note in notes_of(one):
        hint(document, note)
    document.add_paragraph()


def without_clock(content: bytes) -> bytes:
    """Return a Word file whose parts all bear the same date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members(content).items():
            member = zipfile.ZipInfo(name, WRITTEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, part)
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
