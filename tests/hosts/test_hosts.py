"""The page on hosts says truly what each carries, and one that runs no plugins is stopped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import compare_builds
from mkdocs_casebook.guard import SENTENCE
from mkdocs_casebook.packs.installed import read_pack
from mkdocs_casebook.packs.new_site import QUESTIONS, default_of, scaffold
from sites import ENVIRONMENT, host_command, once, run_build

pytestmark = pytest.mark.hosts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/maintain/hosts.md").read_text("utf-8")
PINS = {
    "MkDocs": ("site", "oldest/test"),
    "ProperDocs": ("properdocs",),
    "Zensical": ("zensical",),
}
STORY = "case-studies/first-story"
Done = subprocess.CompletedProcess[str]


def rows() -> Mapping[str, tuple[str, ...]]:
    """Return the rows of the table on the page: what each host carries, by what it is."""
    table = re.findall(r"^\| (.+) \|$", PAGE, re.MULTILINE)
    cells = [tuple(row.split(" | ")) for row in table]
    return {first: rest for first, *rest in cells}


def zensical(folder: Path, *options: str) -> Done:
    """Build a folder with Zensical."""
    return subprocess.run(
        [*host_command("zensical"), "build", "-f", "mkdocs.yml", *options],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def stage(site: Path, folder: Path) -> Done:
    """Write the plain pages of a site."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs_casebook", "stage", str(folder)],
        cwd=site,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def built_with(host: str, folder: Path) -> Path:
    """Build the site with every option in a folder, and return where its pages are."""
    compare_builds.every_option(folder)
    if host != "Zensical":
        done = run_build(folder, "--strict", host=host.lower())
        assert done.returncode == 0, done.stderr
        return folder / "site"
    done = stage(folder, folder / "plain")
    assert done.returncode == 0, done.stderr
    done = zensical(folder / "plain", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "plain/site"


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site with every option, as MkDocs builds it."""
    return once(tmp_path_factory, "whole", lambda folder: built_with("MkDocs", folder)) / "site"


def read(site: Path, place: str) -> str:
    """Return a file of a site; nothing where there is none."""
    file = site / place
    return file.read_text("utf-8") if file.is_file() else ""


def pages(site: Path) -> set[str]:
    """Return the pages of a site, but for that of our own search, which belongs to our theme."""
    found = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    return found - {"search.html"}


def same(pattern: str) -> Callable[[Path, Path], bool]:
    """Return whether the files of a pattern are the same as those that MkDocs makes."""

    def probe(site: Path, whole: Path) -> bool:
        wanted = {file.relative_to(whole): file.read_bytes() for file in whole.glob(pattern)}
        there = {file.relative_to(site): file.read_bytes() for file in site.glob(pattern)}
        assert wanted, pattern
        return wanted == there

    return probe


def has(place: str, *texts: str) -> Callable[[Path, Path], bool]:
    """Return whether a page holds texts."""
    return lambda site, _whole: all(text in read(site, f"{place}/index.html") for text in texts)


def indexed(site: Path) -> list[dict[str, str]]:
    """Return what the search of a site knows."""
    if (site / "search.json").is_file():
        return list(json.loads(read(site, "search.json"))["items"])
    return list(json.loads(read(site, "search/search_index.json"))["docs"])


def finds(words: str, place: str) -> Callable[[Path, Path], bool]:
    """Return whether the search knows words of a page."""
    return lambda site, _whole: any(
        words in item["title"] + item["text"] and item["location"].startswith(place)
        for item in indexed(site)
    )


def all_of(*probes: Callable[[Path, Path], bool]) -> Callable[[Path, Path], bool]:
    return lambda site, whole: all(probe(site, whole) for probe in probes)


PROBES: Mapping[str, Callable[[Path, Path], bool]] = {
    "every page at its address": lambda site, whole: pages(site) == pages(whole),
    "the head of a story: organisation, year, themes": has(
        STORY, "<dt>Organisation</dt>", "<dd>2020</dd>", '<a href="../../themes/governance/">'
    ),
    "themes linked in the text": has(
        "case-studies/third-story", 'href="../../themes/procurement/">tendering</a> took a year'
    ),
    "what links to a page, and what to read next": has(
        STORY, "shows it.</p>", "Case study: also about risk"
    ),
    "a list for each theme, type and region": all_of(
        has("case-studies/theme/governance", '<a href="../../../case-studies/first-story/">'),
        has("case-studies/type/acute", '<a href="../../../case-studies/first-story/">'),
        has("case-studies/region/london", '<a href="../../../case-studies/first-story/">'),
    ),
    "catalogue, tables and feeds": all_of(
        same("catalogue.json"), same("*.csv"), same("**/atom.xml"), same("**/feed.json")
    ),
    "old addresses lead on to the new": same("themes/old-risk/index.html"),
    "pages to print, and a choice of what is on paper": all_of(
        has("lists/print-case-studies", '<input class="cb-part__box"'),
        lambda site, _whole: ".cb-part__box:checked" in styles_of(site, "lists/print-case-studies"),
    ),
    "the sections of a page as links": has(STORY, "On this page", '<li><a href="#context">'),
    "a link to suggest a change": has(
        STORY, 'example/casebook/edit/main/case_studies/first-story.md">Suggest a change'
    ),
    "who publishes the site, and its licence": has(
        STORY, "Example NHS Trust &amp; others", "open-government-licence", "hello@trust.example"
    ),
    "a search of titles and texts": all_of(finds("no more than", STORY), finds("stopped", STORY)),
    "a search that leads to the section": finds("stopped printing", f"{STORY}/#context"),
    "a search that also knows other names of themes": finds("buying &amp; selling", "guide/"),
    "lists narrowed by several choices, or as a table": has(
        "case-studies", "<casebook-filter", 'value="table"', "casebook-filter.mjs"
    ),
    "Casebook’s page chrome and the site’s colours": has(STORY, 'class="cb-mast"', "#0a5846"),
    "the site’s own style sheets and templates": has(STORY, "assets/own.css"),
    "a policy that says what a page may run": has(STORY, "Content-Security-Policy"),
    "data about each page for search engines": has(STORY, "application/ld+json"),
    "a picture beside links to a page on other sites": has(STORY, "og:image"),
    "stories of other sites kept out of search engines": has(
        "sources/sample-nhs-trust/case-studies/voice-notes", 'content="noindex"'
    ),
}


def styles_of(site: Path, place: str) -> str:
    """Return the style sheets of a page."""
    page = site / place / "index.html"
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.read_text("utf-8"))
    return "".join((page.parent / sheet).resolve().read_text("utf-8") for sheet in sheets)


def test_the_table_has_a_row_for_each_probe_and_a_column_for_each_host_in_the_lists() -> None:
    head, *names = rows()
    assert head == "what"
    assert names == list(PROBES)
    pinned = {
        f"{host} {found[1]}"
        for host, lists in PINS.items()
        for name in lists
        if (found := re.search(rf"^{host.lower()}==(\S+)", listed(name), re.MULTILINE))
    }
    assert {column.removesuffix(", staged") for column in rows()["what"]} == pinned


def listed(name: str) -> str:
    """Return a list of packages."""
    return (ROOT / f"requirements/{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("column", range(3), ids=["mkdocs", "properdocs", "zensical"])
def test_each_host_carries_what_the_page_says(tmp_path: Path, whole: Path, column: int) -> None:
    site = built_with(rows()["what"][column].partition(" ")[0], tmp_path)
    said = {name: cells[column] for name, cells in rows().items() if name in PROBES}
    found = {name: "yes" if probe(site, whole) else "no" for name, probe in PROBES.items()}
    assert found == said


def test_plain_pages_have_the_same_addresses_where_these_are_files(tmp_path: Path) -> None:
    compare_builds.every_option(tmp_path, compare_builds.NO_FOLDERS)
    assert run_build(tmp_path, "--strict").returncode == 0
    assert stage(tmp_path, tmp_path / "plain").returncode == 0
    done = zensical(tmp_path / "plain", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert pages(tmp_path / "plain/site") == pages(tmp_path / "site")


def test_mkdocs_carries_plain_pages_too(tmp_path: Path, whole: Path) -> None:
    compare_builds.every_option(tmp_path)
    assert stage(tmp_path, tmp_path / "plain").returncode == 0
    done = run_build(tmp_path / "plain", "--strict")
    assert done.returncode == 0, done.stderr
    assert pages(tmp_path / "plain/site") == pages(whole)


@pytest.mark.parametrize("place", ["", "plain"], ids=["direct", "staged"])
def test_a_title_is_no_html_on_the_pages_of_any_host(tmp_path: Path, place: str) -> None:
    compare_builds.every_option(tmp_path)
    assert stage(tmp_path, tmp_path / "plain").returncode == 0
    done = zensical(tmp_path / "plain") if place else run_build(tmp_path)
    assert done.returncode == 0
    page = read(tmp_path / place / "site", f"{STORY}/index.html")
    assert "<title>A first story: no more than &lt;3 sheets of paper &amp; ink" in page
    assert "than <3 sheets" not in page


def test_a_mistake_leaves_the_plain_pages_as_they_were(site: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    assert stage(site, plain).returncode == 0
    before = {file: file.read_bytes() for file in plain.rglob("*") if file.is_file()}
    story = site / "case_studies/second-story.md"
    story.write_text(story.read_text("utf-8").replace("status: planned", "status: plan"), "utf-8")
    done = stage(site, plain)
    assert done.returncode == 1
    assert "case_studies/second-story.md:8: status:" in done.stderr
    assert done.stderr.endswith(f"Nothing was written to {plain}.\n")
    assert "Traceback" not in done.stderr
    assert before == {file: file.read_bytes() for file in plain.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("nav:\n", "nav: [\n", "mkdocs.yml:7: "),
        ("  - search\n", "  - sarch\n", 'The "sarch" plugin is not installed'),
        ("  - casebook:\n", "", "mkdocs.yml does not list the plugin casebook."),
    ],
)
def test_settings_that_cannot_be_staged_are_told_in_words(
    site: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8").partition("      collections:")[0]
    settings.write_text(text.replace(old, new), "utf-8")
    done = stage(site, tmp_path / "plain")
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "plain").exists()


def is_stopped(done: Done) -> bool:
    """Return whether a host was stopped by the sentence, and said no more than that."""
    said = done.stdout + done.stderr
    return done.returncode == 1 and said.count(SENTENCE) == 1 and "Traceback" not in said


@pytest.mark.parametrize(
    "change",
    [("name: material", "name: material"), compare_builds.NO_LOOK, ("theme: {name", "theme: {x")],
    ids=["material", "a look of its own", "the theme of the host"],
)
def test_a_host_that_runs_no_plugins_is_stopped(site: Path, change: tuple[str, str]) -> None:
    settings = site / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace(*change), "utf-8")
    done = zensical(site)
    assert is_stopped(done), done.stdout + done.stderr


def test_a_new_site_and_this_one_stop_a_host_that_runs_no_plugins(tmp_path: Path) -> None:
    pack = read_pack("digital-leadership", ROOT, "2026.11.0")
    assert pack is not None
    answers = {question.name: default_of(question) for question in QUESTIONS}
    for name, content in scaffold(answers, pack, ()).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for settings in (tmp_path / "mkdocs.yml", ROOT / "mkdocs.yml"):
        (tmp_path / "mkdocs.yml").write_text(settings.read_text("utf-8"), "utf-8")
        done = zensical(tmp_path)
        assert is_stopped(done), done.stdout + done.stderr


def test_mkdocs_is_stopped_where_the_plugin_is_turned_off(site: Path) -> None:
    settings = site / "mkdocs.yml"
    off = ("  - casebook:\n", "  - casebook:\n      enabled: false\n")
    settings.write_text(settings.read_text("utf-8").replace(*off), "utf-8")
    done = run_build(site)
    assert done.returncode == 1
    assert f"PluginLeftOutError: {SENTENCE}" in done.stderr
    assert "Traceback" not in done.stderr
