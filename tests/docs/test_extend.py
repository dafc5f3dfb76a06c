"""The page "Extend Casebook": its examples are one package, installed here and used by a site."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import mkdocs_casebook.api
from sites import ENVIRONMENT

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/maintain/extend.md"
FILE = re.compile(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = dict(FILE.findall(PAGE.read_text("utf-8")))
ENTRY = "---\ntitle: {}\nsummary: It was tried.\n{}---\n\nIt worked.\n"

FITS = """
from casebook_example import rules, stages, table, titles
from mkdocs_casebook import api

check: api.Check = rules.check_result
adviser: api.Adviser = rules.advise_titles
fixer: api.Fixer = rules.fix_stages
addresses: api.Addresses = table.open_table
generator: api.Generator = titles.name_owners
source: api.ContentSource = table.bring_pilots
exporter: api.Exporter = titles.export_titles
index: api.Index = stages.draw_stages
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


def write(folder: Path, name: str, text: str) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the package on the page has been installed."""
    folder = tmp_path_factory.mktemp("package")
    for name, text in FILES.items():
        if name.startswith("package/"):
            write(folder, name, text)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--target"]
    subprocess.run(
        [*command, *options, str(folder / "installed"), str(folder / "package")],
        check=True,
    )
    return folder / "installed"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example site with the files on the page, and entries of the new kinds."""
    folder = tmp_path_factory.mktemp("site") / "project"
    shutil.copytree(TESTS / "hosts/site", folder)
    for name, text in FILES.items():
        if not name.startswith("package/"):
            write(folder, name, text)
    write(folder, "visits/first.md", ENTRY.format("A first visit", "setting: ward\n"))
    write(folder, "docs/visits.md", "---\ntitle: Visits\nindex: visit\n---\n")
    write(folder, "docs/pilots.md", "---\ntitle: Pilots\nindex: pilot\n---\n")
    story = folder / "case_studies/second-story.md"
    text = story.read_text("utf-8").replace("status:", "supplier: Example Systems Ltd\nstatus:")
    story.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(packages: Path, site: Path) -> Run:
    """Return what runs a module in the site's folder, where the package is installed."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(filter(None, (str(packages), os.environ.get("PYTHONPATH"))))
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=site,
            env=ENVIRONMENT | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def built(run: Run, site: Path) -> Path:
    """Return the site, built by the command that people use."""
    write(site, "pilots/notes.md", ENTRY.format("Notes", "stage: finished\nresult: Kept\n"))
    done = run("mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return site / "site"


def test_every_group_has_an_example() -> None:
    groups = set(re.findall(r"^casebook\.(\w+) ", mkdocs_casebook.api.__doc__ or "", re.MULTILINE))
    shown = re.findall(r'"casebook\.(\w+)"', FILES["package/pyproject.toml"])
    assert groups == set(shown)


def test_every_example_has_the_type_that_the_interface_asks_for(packages: Path, run: Run) -> None:
    source = packages.parent / "package"
    write(source, "fits.py", FITS)
    settings = ["--strict", "--config-file", os.devnull, "--cache-dir", os.devnull]
    done = run("mypy", *settings, str(source / "casebook_example"), str(source / "fits.py"))
    assert done.returncode == 0, done.stdout


def test_the_check_and_the_adviser_tell_what_they_find_with_its_line(run: Run, site: Path) -> None:
    write(site, "pilots/notes.md", ENTRY.format("Notes on a ward " * 5, "stage: finished\n"))
    done = run("mkdocs_casebook", "check")
    assert done.returncode == 1
    mistakes, suggestions = done.stdout.split("Suggestions (")
    assert mistakes == (
        "pilots/notes.md:4: stage: the pilot is finished, and its result is missing. "
        'Add a line "result:" with what came of it.\n'
    )
    assert "pilots/notes.md:2: title: the title has 79 characters." in suggestions


def test_the_fixer_mends_what_it_knows_and_shows_it(run: Run, site: Path) -> None:
    write(site, "pilots/notes.md", ENTRY.format("Notes", "stage: done\nresult: Kept\n"))
    done = run("mkdocs_casebook", "check", "--fix")
    assert done.returncode == 0, done.stdout
    assert "pilots/notes.md:4: “stage: done” is now “stage: finished”" in done.stdout
    assert "stage: finished\n" in (site / "pilots/notes.md").read_text("utf-8")


def test_kinds_are_listed_and_fields_are_shown_and_narrow_a_list(built: Path) -> None:
    assert "A first visit" in (built / "visits/setting/ward/index.html").read_text("utf-8")
    assert "Notes" in (built / "pilots/stage/finished/index.html").read_text("utf-8")
    page = built / "case-studies/supplier/example-systems-ltd/index.html"
    assert "with Example Systems Ltd as supplier" in page.read_text("utf-8")
    story = (built / "case-studies/second-story/index.html").read_text("utf-8")
    assert re.search(r"<dt>Supplier</dt>\s*<dd>\s*Example Systems Ltd", story)


def test_the_sources_entry_has_a_page_and_stands_in_lists(built: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(FILES["pilots.csv"]))
    page = (built / f"pilots/{row['id']}/index.html").read_text("utf-8")
    assert row["summary"] in page
    assert row["text"] in page
    assert row["title"] in (built / "pilots/stage/running/index.html").read_text("utf-8")


def test_the_exporter_the_index_the_address_and_the_template_do_their_work(built: Path) -> None:
    titles = (built / "titles.txt").read_text("utf-8").splitlines()
    assert "Notes https://stories.example/pilots/notes/" in titles
    page = (built / "stages/index.html").read_text("utf-8")
    assert '<h2 id="stage-running">Running</h2>' in page
    assert '<a href="../pilots/door-sensors/">Door sensors</a>' in page
    assert '<a href="https://code.example/stories/blob/main/pilots.csv">a table</a>' in page
    assert '<meta name="author" content="Example NHS Trust">' in page


def test_the_command_runs(run: Run, built: Path) -> None:
    assert built.is_dir()
    done = run("mkdocs_casebook", "count")
    assert done.returncode == 0, done.stderr
    assert {"Pilots: 2", "Visits: 1", "Case studies: 2"} <= set(done.stdout.splitlines())


def test_the_generators_file_is_written_with_ours_and_then_up_to_date(run: Run, site: Path) -> None:
    done = run("mkdocs_casebook", "schema", "--write")
    assert done.returncode == 0, done.stderr
    owners = (site / ".github/CODEOWNERS").read_text("utf-8")
    assert "/pilots/ @example/pilot\n" in owners
    assert (site / "templates/pilot.md").is_file()
    assert run("mkdocs_casebook", "schema", "--check").returncode == 0
