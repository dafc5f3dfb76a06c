"""The files of the real site as they would be published: heads, links and anchors."""

import json
import os
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

pytestmark = pytest.mark.browser

SITE_URL = "https://casebook.example/"
OF_THE_THEME = {"404.html", "search.html"}
"""Pages that are a template alone."""

_LINKS = {"href", "src", "poster", "data"}


class _Page(HTMLParser):
    """Gathers of a page its links, the ids on it, and what its head says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.meta: dict[str, str] = {}
        self.canonical = self.title = ""
        self.data: list[dict] = []
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        self.links += [named[name] for name in _LINKS & named.keys()]
        self.ids += [named["id"]] if "id" in named else []
        self._within = tag
        if tag == "meta":
            self.meta[named.get("name", named.get("property", ""))] = named.get("content", "")
        if named.get("rel") == "canonical":
            self.canonical = named["href"]
        if named.get("type") == "application/ld+json":
            self._within = "data"

    def handle_endtag(self, _tag):
        self._within = ""

    def handle_data(self, data):
        if self._within == "title":
            self.title += data
        if self._within == "data":
            self.data.append(json.loads(data))


@cache
def read(file: Path) -> _Page:
    return _Page(file.read_text("utf-8"))


def pages(folder: Path) -> dict[str, Path]:
    """Return the pages of the site by address; what only leads on is left out."""
    return {
        file.relative_to(folder).as_posix().removesuffix("index.html"): file
        for file in sorted(folder.rglob("*.html"))
        if 'http-equiv="refresh"' not in file.read_text("utf-8")
    }


def test_every_link_within_the_site_leads_somewhere(site_folder):
    broken = []
    assert len(pages(site_folder)) > 60
    for address, file in pages(site_folder).items():
        # The page for what is not there is shown at any address, so its links start at the root.
        for link in read(file).links:
            target, fragment = urldefrag(urljoin(SITE_URL + address, link))
            if not target.startswith(SITE_URL) or urlsplit(target).scheme not in {"http", "https"}:
                continue
            path = unquote(urlsplit(target).path).lstrip("/")
            found = site_folder / path / "index.html" if path.endswith("/") or not path else None
            found = found or site_folder / path
            there = found.is_file()
            if there and fragment and found.suffix == ".html":
                there = fragment in read(found).ids
            if not there:
                broken.append((address, link))
    assert broken == []


def test_no_id_stands_twice_on_a_page(site_folder):
    twice = {
        address: sorted({ident for ident in ids if ids.count(ident) > 1})
        for address, file in pages(site_folder).items()
        if len(ids := read(file).ids) != len(set(ids))
    }
    assert twice == {}


def test_every_head_has_what_tabs_and_search_engines_show(site_folder):
    titles = {}
    for address, file in pages(site_folder).items():
        page = read(file)
        assert page.title.strip().endswith("Digital Leadership Casebook"), address
        titles.setdefault(page.title, []).append(address)
        if address in OF_THE_THEME:
            assert page.meta["robots"] == "noindex"
            continue
        assert page.canonical == SITE_URL + address
        assert 20 <= len(page.meta["description"]) <= 420, address
        for name in ("og:title", "og:description", "og:url", "og:image", "og:site_name"):
            assert page.meta[name], (address, name)
        image = page.meta["og:image"].removeprefix(SITE_URL)
        assert (site_folder / image).read_bytes().startswith(b"\x89PNG")
        assert [thing["@type"] for data in page.data for thing in data["@graph"]], address
    assert {title: found for title, found in titles.items() if len(found) > 1} == {}


def test_sitemap_lists_every_page_once_but_those_that_ask_not_to_be_found(site_folder):
    text = (site_folder / "sitemap.xml").read_text("utf-8")
    listed = re.findall(r"<loc>(.*?)</loc>", text)
    read_all = {address: read(file) for address, file in pages(site_folder).items()}
    hidden = {address for address, page in read_all.items() if page.meta.get("robots")}
    assert hidden - OF_THE_THEME == {
        f"print/{name}/" for name in ("guide", "questions", "case-studies")
    }
    wanted = {SITE_URL + address for address in read_all.keys() - hidden}
    assert sorted(listed) == sorted(wanted)


def test_icon_is_our_own(site_folder):
    ours = Path(__file__).parents[2] / "plugins/mkdocs_casebook/theme/assets/images/favicon.png"
    assert (site_folder / "assets/images/favicon.png").read_bytes() == ours.read_bytes()


def test_html_of_every_page_is_valid(site_folder):
    java, jar = shutil.which("java"), os.environ.get("CASEBOOK_VNU_JAR")
    if not (java and jar):
        if java and os.environ.get("CI"):
            pytest.fail("needs the Nu Html Checker: run scripts/check.py, which fetches it")
        pytest.skip("needs Java and the Nu Html Checker: run scripts/check.py, which fetches it")
    # It runs for seconds: the simplest compiler is quickest. The checker needs a large stack.
    fast = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
    command = [java, *fast, "-jar", jar, "--skip-non-html", "--errors-only", str(site_folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.returncode == 0
