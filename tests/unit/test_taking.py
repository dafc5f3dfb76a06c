"""Files that people send: what they mean comes in, and what cannot is told with its place."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path, PurePath

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from footnotes import packed, with_notes
from mkdocs_casebook.cli.main import main
from mkdocs_casebook.forms.answers import draft_entry
from mkdocs_casebook.forms.commands.site import open_site
from mkdocs_casebook.forms.taking import Taken, take_file
from mkdocs_casebook.forms.word_markdown import Converter
from mkdocs_casebook.forms.word_parts import RefusedError
from mkdocs_casebook.forms.words import Piece, left_out, words_of
from word_template import make, members

CONTEXT = open_site(Path(__file__).parents[1] / "golden" / "_base" / "mkdocs.yml")
assert CONTEXT is not None


def taken(document: Document) -> Taken:
    stream = io.BytesIO()
    document.save(stream)
    return take_file(PurePath("a.docx"), with_notes(stream.getvalue()), "case-study", CONTEXT)


def text(written: str) -> Taken:
    return take_file(PurePath("a.md"), written.encode(), "case-study", CONTEXT)


def story() -> Document:
    document = docx.Document()
    document.add_heading("Impact", 1)
    return document


def impact(document: Document) -> str:
    came = taken(document)
    assert came.left_out == ()
    return came.answers["impact"]


# The grey notes of the file to fill in.


def below(document: Document, label: str) -> list[docx.text.paragraph.Paragraph]:
    """Return the paragraphs below a label, the grey note first."""
    paragraphs = document.paragraphs
    at = next(i for i, one in enumerate(paragraphs) if one.text == label)
    return paragraphs[at + 1 :]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("{} Waiting fell.", "Waiting fell."),
        ("Waiting fell. {}", "Waiting fell."),
        ("Waiting fell.", "Waiting fell."),
    ],
    ids=["behind", "before", "over"],
)
def test_what_is_typed_at_a_grey_note_is_kept(typed: str, kept: str) -> None:
    document = docx.Document(io.BytesIO(make()))
    note = below(document, "What other boards can take from it")[0]
    note.text = typed.format(note.text)
    assert taken(document).answers == {"takeaways": kept}


def test_text_in_the_style_of_a_note_is_kept_and_told() -> None:
    document = docx.Document(io.BytesIO(make()))
    below(document, "Impact")[1].style = "Hint"
    below(document, "Impact")[1].text = "Waiting fell."
    came = taken(document)
    assert came.answers == {"impact": "Waiting fell."}
    assert came.told == ("typed in the grey style of the notes, so kept as text: Waiting fell.",)


def test_a_note_is_followed_by_a_usual_paragraph() -> None:
    styles = docx.Document(io.BytesIO(make())).styles
    assert styles["Hint"].next_paragraph_style.name == "Normal"


# What a Word file holds besides its paragraphs.


def test_a_footnote_stands_in_the_part_that_it_belongs_to() -> None:
    document = story()
    paragraph = document.add_paragraph("It saved money.")
    mark = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="7"/></w:r>'
    paragraph._p.append(parse_xml(mark))
    document.add_heading("Thanks to", 1)
    document.add_paragraph("A. N. Example")
    came = taken(document)
    assert came.left_out == ()
    assert came.answers == {
        "impact": "It saved money. ([note 1](#note-1))\n\nNote 1: zq7x\n{#note-1}",
        "contributors": "A. N. Example",
    }


def test_cells_that_span_rows_stand_in_each_of_them() -> None:
    document = story()
    table = document.add_table(3, 3)
    for cell, said in zip(
        table._cells, ["Ward", "2023", "2024", "A", "1", "2", "_", "3", "4"], strict=True
    ):
        cell.text = said
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    assert impact(document) == (
        "| Ward | 2023 | 2024 |\n| --- | --- | --- |\n| A | 1 | 2 |\n| A | 3 | 4 |"
    )


def test_a_frame_around_text_is_no_table() -> None:
    document = story()
    document.add_table(1, 1).cell(0, 0).text = "Waiting fell.\nStaff stayed."
    assert impact(document) == "Waiting fell.\n\nStaff stayed."


def test_raised_and_lowered_signs_stay_so() -> None:
    document = story()
    paragraph = document.add_paragraph("10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" pounds, CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run(", the 1")
    paragraph.add_run("st").font.superscript = True
    assert impact(document) == "10⁶ pounds, CO₂, the 1<sup>st</sup>"


def test_lists_in_lists_are_indented_as_the_site_reads_them() -> None:
    html = "<ul><li>One<ol><li>Two</li></ol></li></ul>"
    assert Converter(()).convert(html).strip() == "- One\n    1. Two"


def test_signs_of_markdown_that_were_typed_stay_text() -> None:
    document = story()
    document.add_paragraph("#1 in the region")
    document.add_paragraph("Press <b> or &amp; here")
    assert impact(document) == "\\#1 in the region\n\nPress &lt;b> or &amp;amp; here"


def test_comments_deletions_and_what_stands_around_the_text_are_told() -> None:
    document = story()
    paragraph = document.add_paragraph("Waiting fell.")
    document.add_comment(paragraph.runs, text="Are we sure?", author="A. N. Example")
    deleted = f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>by half</w:delText></w:r></w:del>'
    inserted = f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t> A lot.</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(deleted))
    paragraph._p.append(parse_xml(inserted))
    document.sections[0].footer.paragraphs[0].text = "Draft 3"
    came = taken(document)
    assert came.answers == {"impact": "Waiting fell. A lot."}
    assert came.left_out == (
        "left out, deleted while changes were tracked: by half",
        "left out, in a comment: Are we sure?",
        "left out, at the foot of the pages: Draft 3",
    )
    assert came.told[0].startswith("changes were tracked in 1 place")


def test_the_main_part_may_have_any_name() -> None:
    document = story()
    document.add_paragraph("Waiting fell.")
    stream = io.BytesIO()
    document.save(stream)
    kept = members(stream.getvalue())
    for name in ("word/document.xml", "word/_rels/document.xml.rels"):
        kept[name.replace("document.xml", "document2.xml")] = kept.pop(name)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        kept[name] = kept[name].replace(b"word/document.xml", b"word/document2.xml")
    came = take_file(PurePath("a.docx"), packed(kept), "case-study", CONTEXT)
    assert came.answers == {"impact": "Waiting fell."}


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice: soffice")
def test_a_file_saved_again_by_libreoffice_keeps_its_words(tmp_path: Path) -> None:
    document = story()
    document.add_paragraph("Waiting fell.")
    document.add_paragraph("One", style="List Bullet")
    document.add_paragraph("It was ours.", style="Quote")
    document.add_table(1, 2).cell(0, 1).text = "Hours"
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*asked, "--outdir", tmp_path / "saved", tmp_path / "a.docx"], check=True)
    content = (tmp_path / "saved" / "a.docx").read_bytes()
    came = take_file(PurePath("a.docx"), content, "case-study", CONTEXT)
    assert came.left_out == ()
    assert words_of(came.answers["impact"]) == words_of("Waiting fell. One. It was ours. Hours")


def test_links_within_the_file_become_words() -> None:
    document = story()
    link = f'<w:hyperlink {nsdecls("w")} w:anchor="_Toc1"><w:r><w:t>above</w:t></w:r></w:hyperlink>'
    document.add_paragraph("See ")._p.append(parse_xml(link))
    assert impact(document) == "See above"


# Headings as people write them.


def test_bold_lines_are_headings_where_they_name_an_input() -> None:
    document = docx.Document()
    for said in ("Impact", "Our figures"):
        document.add_paragraph().add_run(said).bold = True
        document.add_paragraph("Waiting fell.")
    assert taken(document).answers == {
        "impact": "Waiting fell.\n\n**Our figures**\n\nWaiting fell."
    }


def test_a_label_in_front_of_its_answer_is_understood() -> None:
    came = text("Title: One record\nTrust: Example NHS Trust\n\n**Year:** 2024\n\nOnce.")
    assert came.answers == {
        "title": "One record",
        "organisation": "Example NHS Trust",
        "year": "2024",
        "context": "Once.",
    }
    assert came.left_out == ()


def test_a_label_that_may_be_a_sentence_is_text_in_a_story() -> None:
    came = text("## Impact\n\nStatus: unknown.")
    assert came.answers == {"impact": "Status: unknown."}


def test_other_names_of_a_part_are_understood_and_told() -> None:
    came = text("## BACKGROUND\n\nOnce.\n\n## 3. Challange:\n\nIt was hard.\n\n## Results\n\nGood.")
    assert came.answers == {"context": "Once.", "challenge": "It was hard.", "impact": "Good."}
    assert came.told == (
        (
            'These headings were read as others of the form: "BACKGROUND" as "Context", '
            '"3. Challange:" as "Challenge", "Results" as "Impact". Look whether that is right.'
        ),
    )


def test_marks_of_lists_that_were_typed_make_lists() -> None:
    came = text("## Impact\n\nThree:\n\n• One\n\n• Two\n\n1) First\n\n2) Second")
    assert came.answers["impact"] == "Three:\n\n- One\n- Two\n\n1. First\n2. Second"


def test_a_role_in_brackets_is_a_role() -> None:
    came = text("## People quoted\n\n- Jo Example (digital lead)\n- Al Example, nurse")
    [draft] = draft_entry("case-study", came.answers, CONTEXT, date.min)
    assert draft.fields["people"] == (
        {"name": "Jo Example", "role": "digital lead"},
        {"name": "Al Example", "role": "nurse"},
    )


def test_headings_in_code_are_code() -> None:
    came = text("## Impact\n\n```\n# Context\n\n## Title\n```")
    assert came.answers == {"impact": "```\n# Context\n\n## Title\n```"}


def test_a_field_takes_the_words_and_the_address_of_a_link() -> None:
    came = text(
        "## Summary\n\nSee [the report](https://example.org/a).\n\n"
        "## Address of the source\n\n[the report](https://example.org/a)"
    )
    assert came.answers["summary"] == "See the report (https://example.org/a)."
    assert came.answers["source-url"] == "https://example.org/a"
    assert came.left_out == ("left out, in line 7: the report",)


# What is left out.


def test_what_is_said_of_an_organisation_that_is_there_is_told() -> None:
    came = text("## Organisation\n\nExample NHS Trust\n\n## Region\n\nMidlands")
    assert came.left_out == (
        '“Region” (Midlands) was left out. The page of "Example NHS Trust" is where it is said.',
    )


def test_each_word_that_is_written_stands_for_one_that_came() -> None:
    pieces = [Piece("here", "one two"), Piece("there", "two three"), Piece("last", "one two")]
    assert left_out(pieces, ["One, two!", "three"]) == (
        Piece("there", "two"),
        Piece("last", "one two"),
    )


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(RefusedError, match="Divide it"):
        text("word " * 50_000)


def test_nothing_is_missing_is_only_said_when_it_is_true(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    shutil.copytree(Path(__file__).parents[1] / "golden" / "_base", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    whole = (
        "# One record\n\n## Summary\n\nShort.\n\n## Organisation\n\nExample NHS Trust\n\n"
        "## Themes\n\nGovernance\n\n## Year of the account\n\n2024\n\n## Status at the time\n\n"
        "In use\n\n## Title of the source\n\nReport\n\n## Context\n\nOne.\n\n"
        "## Challenge\n\nTwo.\n\n"
        "## What the board did\n\nThree.\n\n## Impact\n\nFour.\n"
    )
    Path("a.md").write_text(whole + "\n## Region\n\nMidlands\n", encoding="utf-8")
    assert main(["import", "a.md"]) == 1
    said = capsys.readouterr().out
    assert "“Region” (Midlands) was left out." in said
    assert "Nothing is missing" not in said
