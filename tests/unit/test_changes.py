"""What has changed between two states of a site, in sentences: with git, and without."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.problems import has_errors
from mkdocs_casebook.export.catalogue import write_files
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.pipeline.load_site import read_whole
from mkdocs_casebook.render.engine import environment
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.upkeep.compare import PageChange, Reworded, compare
from mkdocs_casebook.upkeep.editions import Edition, EditionError, Said, as_kept, read_edition
from mkdocs_casebook.upkeep.published import draw_changes, export_changes
from mkdocs_casebook.upkeep.records import read_record
from mkdocs_casebook.upkeep.revisions import last_tag, write_revision

BASE = Path(__file__).parents[1] / "golden" / "_base"
STORY = "case_studies/example-trust.md"
QUESTIONS = "docs/questions/first.md"
IDENTITY = ("-c", "user.name=A. N. Example", "-c", "user.email=a@example.org")


def git(root: Path, *words: str) -> None:
    subprocess.run(
        ["git", *IDENTITY, *words],  # noqa: S607 - whichever git there is
        cwd=root,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site in git whose files are tagged v1."""
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "first")
    git(root, "tag", "v1")
    return root


def change(root: Path, path: str, before: str, after: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert before in text, path
    file.write_text(text.replace(before, after), "utf-8")


def edit(root: Path) -> None:
    """Change something of every sort."""
    change(root, STORY, "two hospitals.", "three hospitals. It has a ward.")
    change(root, STORY, "in-use", "stopped")
    change(root, STORY, "  - risk\n", "")
    change(root, QUESTIONS, "Who decides?", "Who really decides here?")
    change(root, "docs/guide/first-steps.md", "order: 1", "added: 2026-11-22\norder: 1")
    story = (root / STORY).read_text("utf-8").replace("One record", "Two records")
    (root / "case_studies/second.md").write_text(
        story.replace("three hospitals. It has a ward", "one laboratory"), "utf-8"
    )


def run(root: Path, *words: str) -> int:
    return main(["changes", *words, "--config", str(root / "mkdocs.yml")])


EXPECTED = """\
## What has changed since v1

### New

- Case study “Two records for the whole hospital”: The trust replaced three systems with one. \
Staff led the design.

### Reworded

- Case study “One record for the whole hospital”
    - Status at the time: “In use” is now “Stopped”.
    - “The trust has two hospitals.” now reads: “The trust has three hospitals.”
    - Added: “It has a ward.”
    - Filed no more under Risk.
- Questions “Questions for a first meeting”
    - “Who decides?” now reads: “Who really decides here?”
"""


def test_changes_are_told_since_the_last_tag(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site) == 0
    assert capsys.readouterr().out == "Nothing has changed since v1.\n"
    edit(site)
    assert run(site) == 0
    assert capsys.readouterr().out == EXPECTED
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "second")
    assert run(site, "v1", "HEAD") == 0
    assert capsys.readouterr().out == EXPECTED


def test_without_git_an_edition_that_was_kept_does_the_same(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    assert run(site, "v1", "--keep", str(kept)) == 0
    shutil.rmtree(site / ".git")
    edit(site)
    capsys.readouterr()
    assert run(site, str(kept)) == 0
    assert capsys.readouterr().out == EXPECTED.replace("v1", str(kept).replace("_", "\\_"))
    assert run(site) == 1
    assert "Say what to compare with" in capsys.readouterr().err
    assert run(site, "v1") == 1
    assert "Give a catalogue, or an edition that was kept" in capsys.readouterr().err


def catalogue(root: Path, file: Path) -> str:
    settings, _problems = read_settings(root / "mkdocs.yml")
    assert settings is not None
    casebook = read_whole(settings).result.casebook
    publication = Publication(Imprint(site_name="Example"), "", {})
    file.write_text(dict(write_files(casebook, publication))["catalogue.json"], "utf-8")
    return str(file)


def test_two_catalogues_tell_what_they_hold(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = catalogue(site, tmp_path / "first.json")
    assert run(site, first) == 0
    assert "Nothing has changed" in capsys.readouterr().out
    edit(site)
    second = catalogue(site, tmp_path / "second.json")
    assert run(site, first, second, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["change"], one["sentences"]) for one in told] == [
        ("second", "new", ["The trust replaced three systems with one. Staff led the design."]),
        ("first", "reworded", ["“Who decides?” now reads: “Who really decides here?”"]),
        (
            "example-trust",
            "filed",
            ["Status at the time: “In use” is now “Stopped”.", "Filed no more under Risk."],
        ),
    ]
    assert run(site, first) == 0
    assert "Who really decides here?" in capsys.readouterr().out


def test_a_shallow_clone_says_how_to_get_the_rest(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site)
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "second")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-tags", site.as_uri(), "shallow")
    clone = tmp_path / "shallow"
    assert run(clone, "v1") == 1
    assert "run git fetch --unshallow --tags" in capsys.readouterr().err
    with pytest.raises(EditionError, match="is no revision"):
        write_revision(clone, "--output=x", tmp_path)
    assert run(clone, "HEAD") == 0
    assert capsys.readouterr().out == "Nothing has changed since HEAD.\n"
    assert last_tag(clone) is None


def test_moves_and_renames_and_reformatting_are_no_changes(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / STORY).rename(site / "case_studies/other-name.md")
    change(site, "case_studies/other-name.md", "year: 2020\n", "")
    change(site, "case_studies/other-name.md", "organisation:", "year: '2020'\norganisation:")
    change(site, "case_studies/other-name.md", "has two", "has\ntwo")
    first, second = (site / QUESTIONS).read_text("utf-8").split("## What could", 1)
    head, question = first.split("## Who", 1)
    (site / QUESTIONS).write_text(f"{head}## What could{second}\n## Who{question}", "utf-8")
    assert run(site) == 0
    assert capsys.readouterr().out == "Nothing has changed since v1.\n"


def test_what_authors_wrote_neither_links_nor_calls_anybody(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site, STORY, "two hospitals.", "@example and 1 < 2 \\[x].")
    assert run(site) == 0
    assert "&#64;example and 1 &lt; 2 \\[x\\]" in capsys.readouterr().out


def test_a_withdrawn_page_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / STORY).unlink()
    assert run(site) == 0
    assert "### Withdrawn\n\n- Case study “One record" in capsys.readouterr().out


def edition(**texts: str) -> Edition:
    said = {
        ("chapter", name): Said(
            title=name, fields={}, sentences=tuple(filter(None, text.split("/")))
        )
        for name, text in texts.items()
    }
    return Edition(name="", entries=said)


def test_each_sentence_goes_with_the_one_most_like_it() -> None:
    before = edition(a="It is a red hat/It is a blue coat/Gone")
    after = edition(a="It is a blue coat now/It is a red hat now/New words here")
    (found,) = compare(before, after)
    assert found == PageChange(
        key=("chapter", "a"),
        title="a",
        reworded=(
            Reworded("It is a blue coat", "It is a blue coat now"),
            Reworded("It is a red hat", "It is a red hat now"),
            Reworded("", "New words here"),
            Reworded("Gone", ""),
        ),
    )
    assert compare(before, before) == ()


def test_a_text_written_anew_is_told_without_pairs() -> None:
    old = "/".join(f"old sentence number {number}" for number in range(61))
    (found,) = compare(edition(a=f"x/{old}"), edition(a=f"x/{old.replace('old', 'new')}"))
    assert all(not one.before or not one.after for one in found.reworded)
    assert len(found.reworded) == 122


def test_a_page_with_another_name_is_the_same_page_once() -> None:
    before = edition(a="one/two/three", b="one/two/four")
    after = edition(c="one/two/three", d="nine")
    changes = compare(before, after)
    assert [(c.key[1], c.is_new, c.is_withdrawn) for c in changes] == [
        ("b", False, True),
        ("c", False, False),
        ("d", True, False),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[]", "is neither a catalogue nor"),
        (b'{"format": "casebook-catalogue", "entries": {"theme": [{}]}}', "has no id"),
    ],
)
def test_a_file_that_holds_no_edition_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(EditionError, match=said):
        read_edition("x.json", content, standard())


def test_what_is_kept_reads_as_it_was() -> None:
    kept = edition(a="One./Two.", b="")
    text = as_kept(kept)
    assert read_edition("", text.encode(), standard()).entries == kept.entries
    assert as_kept(read_edition("", text.encode(), standard())) == text


@pytest.fixture
def recorded(site: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a site without git, with two records and a page that shows them."""
    shutil.rmtree(site / ".git")
    (site / "docs/changes.md").write_text("---\ntitle: Changes\nindex: changes\n---\n", "utf-8")
    assert run(site, "--record", "--on", "2026-11-01") == 0
    assert "later changes will be told against" in capsys.readouterr().out
    edit(site)
    assert run(site, "--record", "--on", "2026-11-22") == 0
    assert "What has changed since the last record" in capsys.readouterr().out
    (site / QUESTIONS).unlink()
    change(site, STORY, "year: 2020", "year: 2021")
    assert run(site, "--record", "--on", "2026-11-29") == 0
    assert run(site, "--record", "--on", "2026-11-30") == 0
    assert sorted(file.name for file in (site / "changes").iterdir()) == [
        "2026-11-22.json",
        "2026-11-29.json",
        "edition.json",
    ]
    return site


def casebook_of(root: Path) -> Casebook:
    settings, _problems = read_settings(root / "mkdocs.yml")
    assert settings is not None
    whole = read_whole(settings)
    assert not has_errors(whole.problems)
    return whole.result.casebook


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_readers_are_told_by_day_on_a_page_and_on_each_page(recorded: Path) -> None:
    casebook = casebook_of(recorded)
    link = Link({entry.path: entry.address for entry in casebook.by_path.values()}, "../")
    drawn = draw_changes(casebook, {"link": link})
    assert [ident for ident, _title in drawn.headings] == ["2026-11-29", "2026-11-22"]
    assert text_of(drawn.html) == (
        "29 November 2026 Questions for a first meeting Withdrawn "
        "1 page changed in fields or themes only One record for the whole hospital "
        "Year of the account: “2020” is now “2021”. Filed otherwise "
        "22 November 2026 Two records for the whole hospital The trust replaced three systems "
        "with one. Staff led the design. New One record for the whole hospital Status at the "
        "time: “In use” is now “Stopped”. “The trust has two hospitals.” now reads: “The trust "
        "has three hospitals.” Added: “It has a ward.” Filed no more under Risk. Reworded "
        "Questions for a first meeting “Who decides?” now reads: “Who really decides here?” "
        "Reworded"
    )
    assert '<a href="../case-studies/example-trust/">One record' in drawn.html
    template = environment().get_template("history.html")
    story = casebook.by_path[STORY]
    assert "29 November" not in template.render(entry=story)
    assert "“The trust has two hospitals.” now reads" in template.render(entry=story)
    second = casebook.by_path["case_studies/second.md"]
    assert text_of(template.render(entry=second)).endswith("22 November 2026 Published here.")
    assert template.render(entry=casebook.by_path["docs/index.md"]).strip() == ""


def test_a_feed_tells_the_same(recorded: Path) -> None:
    casebook = casebook_of(recorded)
    addresses = {entry.path: entry.address for entry in casebook.by_path.values()}
    site = Publication(Imprint(site_name="A & B"), "https://a.example/", addresses)
    export = Export(casebook=casebook, publication=site, rows=Rows(casebook))
    ((place, text),) = export_changes(export)
    assert place == "changes/atom.xml"
    feed = ET.fromstring(text)  # noqa: S314 - made just now
    atom = "{http://www.w3.org/2005/Atom}"
    entries = [
        (entry.findtext(f"{atom}title"), entry.findtext(f"{atom}updated"))
        for entry in feed.iter(f"{atom}entry")
    ]
    assert entries == [
        ("Questions for a first meeting", "2026-11-29T00:00:00Z"),
        ("Two records for the whole hospital", "2026-11-22T00:00:00Z"),
        ("One record for the whole hospital", "2026-11-22T00:00:00Z"),
        ("Questions for a first meeting", "2026-11-22T00:00:00Z"),
    ]
    assert len({entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")}) == 4
    assert not [*export_changes(replace(export, publication=replace(site, url="")))]


def test_a_site_without_records_says_so(site: Path) -> None:
    (site / "docs/changes.md").write_text("---\ntitle: Changes\nindex: changes\n---\n", "utf-8")
    html = draw_changes(casebook_of(site), {"link": Link({}, "")}).html
    assert text_of(html) == "Nothing has been recorded yet."


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"format": "casebook-changes", "on": "2026-11-22"}',
        '{"format": "casebook-changes", "on": "2026-11-22", "pages": [1]}',
        (
            '{"format": "casebook-changes", "on": "2026-11-22", "pages": '
            '[{"kind": "a", "id": "b", "title": "c", "change": "odd", "sentences": []}]}'
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_told(content: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_record(content.encode())


def test_a_record_is_of_the_files_as_they_are(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site, "v1", "HEAD", "--record") == 2
    assert "Leave out the rest" in capsys.readouterr().err
