"""One site laid out in three ways, by both hosts: what it says and where it leads is the same."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from sites import ENVIRONMENT, SITE
from wheels import PROJECT

pytestmark = pytest.mark.hosts


class Way(NamedTuple):
    """The theme that a site names, and the line that turns our look off."""

    theme: str
    look: str = ""


WAYS = {
    "over Material": Way("name: material, font: false"),
    "alone": Way("name: casebook"),
    "in Material's look": Way("name: material, font: false", "      look: false\n"),
}
HOSTS = ("mkdocs", "properdocs")

NO_MATERIAL = """
import importlib.abc, importlib.metadata, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"material", "pymdownx"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
found = importlib.metadata.entry_points
def entry_points(**given):
    kept = [each for each in found(**given) if not each.value.startswith("material")]
    return importlib.metadata.EntryPoints(kept)
importlib.metadata.entry_points = entry_points
from mkdocs.__main__ import cli
cli(["build", "-f", "mkdocs.yml", "--strict"])
"""


class Text(HTMLParser):
    """Gathers the words and links of a page's article, but for the contents list and the like."""

    SKIPPED = frozenset({"nav", "script", "style", "svg"})
    OWN = "cb-suggest"
    """The way to change a page, which each theme has in its own words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.is_list = "cb-listing" in html
        self.words: list[str] = []
        self.links: list[str] = []
        self.within = self.skips = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.within += tag == "article"
        self.skips += tag in self.SKIPPED or (tag == "p" and named.get("class") == self.OWN)
        if self.within and not self.skips and tag == "a":
            self.links.append(named["href"])

    def handle_endtag(self, tag):
        self.within -= tag == "article"
        # A paragraph that is skipped has no other in it.
        self.skips -= bool(self.skips) and tag in {*self.SKIPPED, "p"}

    def handle_data(self, data):
        if self.within and not self.skips:
            self.words += data.split()


def lay_out(site: Path, way: str) -> None:
    theme, look = WAYS[way]
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("name: material, font: false", theme)
    settings.write_text(text.replace("  - casebook:\n", f"  - casebook:\n{look}"), "utf-8")


def pages(site: Path) -> dict[str, Text]:
    """Return the pages that readers look for, by their place."""
    return {
        file.relative_to(site).as_posix(): Text(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
        if file.name not in {"404.html", "search.html"}
    }


def as_written(project: Path, name: str) -> bytes:
    return (project / "site" / name).read_bytes()


def is_part(of_it: list[str], whole: list[str]) -> bool:
    """Tell whether all items of a list stand in another one, in the same order."""
    rest = iter(whole)
    return all(item in rest for item in of_it)


def indexed(site: Path) -> set[str]:
    """Return the addresses of the pages that the search knows."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    return {doc["location"].partition("#")[0] for doc in index["docs"]}


def is_written_by_hand(address: str) -> bool:
    """Tell whether a page has a file of its own, as those of the values of lists have none."""
    return (SITE / "docs" / f"{address.rstrip('/')}.md").is_file() or (
        SITE / "docs" / address / "index.md"
    ).is_file()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_has_the_same_texts_links_addresses_and_data(site, build, built, way, host):
    lay_out(site, way)
    done = build(site, "--strict", host=host)
    assert done.returncode == 0, done.stderr
    wanted, found = pages(built / "site"), pages(site / "site")
    assert found.keys() == wanted.keys()
    for name, ours in wanted.items():
        theirs = found[name]
        if WAYS[way].look and ours.is_list:
            # Without our look a list has no form, and no way on into one.
            assert is_part(theirs.words, ours.words), name
            assert is_part(theirs.links, ours.links), name
        else:
            assert theirs.words == ours.words, name
            assert theirs.links == ours.links, name
    if not WAYS[way].look:
        # So whatever a browser finds on one of them, it finds on the other.
        assert [name for name in wanted if as_written(site, name) != as_written(built, name)] == []
    for name in ("catalogue.json", "catalogue.schema.json", "case-studies.csv", "sitemap.xml"):
        assert (site / "site" / name).read_bytes() == (built / "site" / name).read_bytes()
    # Material's search leaves out pages without a text of their own, and the host's does not.
    more = indexed(site / "site") - indexed(built / "site")
    assert indexed(site / "site") >= indexed(built / "site")
    assert all(is_written_by_hand(address) for address in more), more


@pytest.mark.parametrize("way", ["over Material", "alone"])
def test_our_pages_ask_for_no_file_of_another_theme(site, build, way):
    lay_out(site, way)
    assert build(site, "--strict").returncode == 0
    assert {path.name for path in (site / "site/assets").iterdir() if path.is_dir()} == {"images"}
    for file in (site / "site").rglob("*.html"):
        text = file.read_text("utf-8")
        asked = re.findall(r'<(?:link|script)[^>]*(?:rel="stylesheet"|src=)[^>]*>', text)
        assert asked
        assert all("assets/casebook" in tag or "assets/masthead" in tag for tag in asked), file


def test_a_site_in_our_theme_needs_no_material(site, built):
    lay_out(site, "alone")
    done = subprocess.run(
        [sys.executable, "-c", NO_MATERIAL],
        cwd=site,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert pages(site / "site").keys() == pages(built / "site").keys()


def test_a_site_in_a_theme_of_the_host_has_our_chrome(site, build):
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("name: material, font: false", "name: mkdocs")
    settings.write_text(text, "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    page = (site / "site/case-studies/first-story/index.html").read_text("utf-8")
    assert 'class="cb-mast"' in page
    assert "search/main.js" not in page
    assert not (site / "site/css").exists()


@pytest.mark.parametrize("host", HOSTS)
def test_the_theme_without_the_plugin_is_told_in_a_sentence(tmp_path, build, host):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\ntheme: casebook\n", "utf-8")
    done = build(tmp_path, host=host)
    assert done.returncode == 1
    assert 'Add "- casebook" under "plugins"' in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


LOOK = (PROJECT / "docs/maintain/look.md").read_text("utf-8")
ROWS = re.findall(r"^\| (`[^|]*) \| `(?:chrome|base)\.html`", LOOK, re.MULTILINE)
BLOCKS = [name for row in ROWS for name in re.findall(r"`(\w+)`", row)]
EXAMPLE = re.search(r"^```html\n(.*?block head.*?)^```", LOOK, re.MULTILINE | re.DOTALL)[1]


def with_template(site: Path, template: str) -> None:
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8")
    own = "{name: casebook, custom_dir: own}"
    settings.write_text(text.replace("{name: material, font: false}", own), "utf-8")
    (site / "own").mkdir()
    (site / "own/main.html").write_text(template, "utf-8")


def test_a_site_can_fill_every_block_by_itself(site, build):
    filled = (
        f"{{% block {name} %}}<!-- {name} -->{{{{ super() }}}}{{% endblock %}}" for name in BLOCKS
    )
    with_template(site, '{% extends "base.html" %}' + "".join(filled))
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    page = (site / "site/case-studies/first-story/index.html").read_text("utf-8")
    assert len(BLOCKS) > 10
    assert [name for name in BLOCKS if page.count(f"<!-- {name} -->") != 1] == []


def test_the_head_of_case_studies_is_one_block(site, build):
    with_template(site, EXAMPLE)
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    story, theme = "case-studies/first-story/index.html", "themes/governance/index.html"
    head = re.search(
        r"<header class=\"cb-head.*?</header>", as_written(site, story).decode(), re.DOTALL
    )
    assert "<dt>Organisation</dt>" in head[0]
    assert "Themes" not in head[0]
    assert as_written(site, theme).count(b'<header class="cb-head cb-head--theme">') == 1
