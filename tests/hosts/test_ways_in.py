"""A new story reaches a green build by each way in, from the site's own page on how to add one.

Everything starts at what the built page links to: the form, the Word file, the editor with a blank
page in it. What GitHub would do in between (show a form, record an issue, save a file) is done here
from the same files, by its documented rules.
"""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
import yaml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from footnotes import with_notes

pytestmark = pytest.mark.hosts

PROJECT = Path(__file__).parents[2]
Build = Callable[..., subprocess.CompletedProcess[str]]

STORY = {
    "title": "One record for every ward: what it took",
    "summary": "The trust replaced three systems with one. Staff led the design.",
    "organisation": "Example NHS Trust",
    "organisation-type": "Acute, Community",
    "organisation-region": "Midlands",
    "themes": "Governance, Outcomes, metrics and feedback",
    "year": "2024",
    "status": "In use",
    "source-title": "An example report",
    "source-date": "2024-07",
    "people": "A. N. Example, Chief executive",
    "cost": "£1 million to £10 million",
    "context": "The trust has two hospitals.\n\n- One had paper.\n- One had three systems.",
    "challenge": "Nobody could see a whole record.",
    "what-the-board-did": "It asked who decides.",
    "impact": "Waiting fell. Training came too early.",
}
PATH = "case_studies/example-nhs-trust.md"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a copy of the real site's files that a test may add to."""
    root = tmp_path / "source"
    for folder in ("docs", "case_studies", "templates", ".github"):
        shutil.copytree(PROJECT / folder, root / folder)
    shutil.copy(PROJECT / "mkdocs.yml", root)
    return root


def links(site_folder: Path) -> list[str]:
    """Return the links of the built page on how to add a case study."""
    page = (site_folder / "contribute" / "index.html").read_text(encoding="utf-8")
    return [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]+)"', page)]


def link(site_folder: Path, part: str) -> str:
    """Return the one link that has this in it."""
    (found,) = {one for one in links(site_folder) if part in one}
    return found


def casebook(source: Path, *arguments: str) -> str:
    done = run_casebook(source, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_casebook(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs_casebook", *arguments],
        cwd=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def assert_published(source: Path, build: Build) -> None:
    """Check and build the site, and find the sixth story where readers would."""
    assert "No errors" in casebook(source, "check", "--no-advice")
    done = build(source, "--strict", "-d", "next")
    assert done.returncode == 0, done.stderr
    site = source / "next"
    page = (site / "case-studies" / "example-nhs-trust" / "index.html").read_text(encoding="utf-8")
    for said in (STORY["title"], "Acute", "Community", "Midlands", "2024"):
        assert said in page
    for place in ("themes/governance", "organisations/example-nhs-trust", "case-studies"):
        assert "example-nhs-trust/" in (site / place / "index.html").read_text(encoding="utf-8")


def as_issue(form: dict[str, object], answers: dict[str, str]) -> str:
    """Return the body of an issue as GitHub writes it from a filled-in form."""
    pieces = []
    for element in form["body"]:
        about = element["attributes"]
        if element["type"] == "markdown":
            continue
        if element["type"] == "checkboxes":
            answer = "\n".join(f"- [X] {option['label']}" for option in about["options"])
        else:
            answer = answers.get(element["id"]) or "_No response_"
        pieces.append(f"### {about['label']}\n\n{answer}")
    return "\n\n".join(pieces)


def test_by_the_form(site_folder: Path, source: Path, build: Build) -> None:
    (name,) = parse_qs(urlsplit(link(site_folder, "/issues/new?")).query)["template"]
    form = yaml.safe_load((source / ".github" / "ISSUE_TEMPLATE" / name).read_text("utf-8"))
    event = {"action": "labeled", "issue": {"number": 7, "body": as_issue(form, STORY)}}
    (source / "event.json").write_text(json.dumps(event), encoding="utf-8")
    said = casebook(source, "intake", "--event", "event.json", "--write", "--answer", "reply.md")
    assert said.split() == ["docs/organisations/example-nhs-trust.md", PATH]
    assert "Nothing has to be mended" in (source / "reply.md").read_text(encoding="utf-8")
    assert_published(source, build)


def test_by_a_word_file(site_folder: Path, source: Path, build: Build) -> None:
    file = site_folder / "contribute" / link(site_folder, ".docx")
    document = docx.Document(io.BytesIO(file.read_bytes()))
    by_label = labels(source)
    for at, paragraph in enumerate(document.paragraphs):
        answer = STORY.get(by_label.get(paragraph.text, ""))
        if answer and paragraph.style.name == "Heading 2":
            blank = next(one for one in document.paragraphs[at:] if not one.text)
            blank.text = answer
    document.save(source / "story.docx")
    assert f"{PATH}: written." in casebook(source, "import", "story.docx")
    assert_published(source, build)


def test_by_a_word_file_as_people_make_them(source: Path, build: Build) -> None:
    """Bold lines for headings, a footnote, a table, a list made by hand, a comment."""
    document = docx.Document()
    document.add_paragraph(f"Title: {STORY['title']}")
    by_id = {name: label for label, name in labels(source).items()}
    for name, said in list(STORY.items())[1:]:
        document.add_paragraph().add_run(by_id[name]).bold = True
        for line in said.split("\n\n"):
            document.add_paragraph(line)
    paragraph = document.add_paragraph("10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" pounds were saved")
    mark = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'
    paragraph._p.append(parse_xml(mark))
    for item in ("• Training", "• Time"):
        document.add_paragraph(item)
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ["Ward", "Hours", "A", "3"], strict=True):
        cell.text = said
    document.add_comment(paragraph.runs, text="Is this so?", author="A. N. Example")
    stream = io.BytesIO()
    document.save(stream)
    (source / "story.docx").write_bytes(with_notes(stream.getvalue()))
    done = run_casebook(source, "import", "story.docx")
    assert done.returncode == 1
    assert "story.docx: left out, in a comment: Is this so?" in done.stdout
    assert_published(source, build)
    page = (source / "next/case-studies/example-nhs-trust/index.html").read_text(encoding="utf-8")
    assert '10⁶ pounds were saved (<a href="#note-1">note 1</a>)' in page
    assert '<p id="note-1">Note 1: zq1x</p>' in page
    assert re.search(r"<li>Training</li>\s*<li>Time</li>", page)
    assert re.search(r"<th[^>]*>Hours</th>", page)


def labels(source: Path) -> dict[str, str]:
    text = (source / ".github" / "ISSUE_TEMPLATE" / "case-study.yml").read_text("utf-8")
    body = yaml.safe_load(text)["body"]
    return {item["attributes"].get("label", ""): item.get("id", "") for item in body}


def test_by_the_editor(site_folder: Path, source: Path, build: Build) -> None:
    study = parse_qs(urlsplit(link(site_folder, "filename=my-case-study.md")).query)
    text = study["value"][0]
    assert study["filename"] == ["my-case-study.md"]
    for blank, filled in (
        ('\ntitle: ""', f'\ntitle: "{STORY["title"]}"'),
        ('\nsummary: ""', f'\nsummary: "{STORY["summary"]}"'),
        ("\norganisation:", "\norganisation: example-nhs-trust"),
        ("\nthemes:\n  -", "\nthemes:\n  - governance"),
        ('\nyear: ""', '\nyear: "2024"'),
        ("\nstatus:", "\nstatus: in-use"),
        ('\nadded: ""', '\nadded: "2026-11-22"'),
    ):
        assert text.count(blank) == 1, blank
        text = text.replace(blank, filled)
    text = re.sub(r"^Write here: .*$", "What happened, in plain words.", text, flags=re.MULTILINE)
    (source / PATH).write_text(text, encoding="utf-8")
    trust = parse_qs(urlsplit(link(site_folder, "filename=my-organisation.md")).query)["value"][0]
    for blank, filled in (
        ('\ntitle: ""', '\ntitle: "Example NHS Trust"'),
        ("\ntype:\n  -", "\ntype:\n  - acute\n  - community"),
        ("\nregion:", "\nregion: midlands"),
        ("Write here: what readers should know.", "It has two hospitals."),
    ):
        assert trust.count(blank) == 1, blank
        trust = trust.replace(blank, filled)
    (source / "docs/organisations/example-nhs-trust.md").write_text(trust, encoding="utf-8")
    assert_published(source, build)


def test_by_the_command(site_folder: Path, source: Path, build: Build) -> None:
    page = (site_folder / "contribute" / "index.html").read_text(encoding="utf-8")
    assert "casebook new case-study" in page
    options = [part for name, answer in STORY.items() for part in (f"--{name}", answer)]
    said = casebook(source, "new", "case-study", *options)
    assert "Nothing is missing." in said
    assert_published(source, build)
