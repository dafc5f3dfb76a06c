"""What authors' Markdown makes with the usual extensions, on one page in our theme alone."""

import re
import shutil
from pathlib import Path

import pytest
from accessibility import findings
from sheets import text_on_paper

from sites import SITE, once, run_build, serve

pytestmark = pytest.mark.browser

MARKUP = Path(__file__).parents[1] / "look" / "markup.md"
USUAL = re.compile(r"^markdown_extensions: .*\n", re.MULTILINE)
EXTENSIONS = """markdown_extensions:
  - mkdocs_casebook.guard
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
  - pymdownx.tilde
"""


@pytest.fixture(scope="module")
def page_url(tmp_path_factory):
    def make(folder):
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
        settings = folder / "mkdocs.yml"
        text, replaced = USUAL.subn(EXTENSIONS, settings.read_text("utf-8"))
        assert replaced == 1
        text = text.replace("{name: material, font: false}", "casebook")
        settings.write_text(text, "utf-8")
        shutil.copy(MARKUP, folder / "docs")
        done = run_build(folder, "--strict")
        assert done.returncode == 0, done.stderr

    with serve(once(tmp_path_factory, "markup", make) / "site") as address:
        yield f"{address}markup/"


def test_axe_finds_nothing(open_page, axe, page_url):
    assert list(findings(open_page(page_url), axe)) == []


def test_nothing_breaks_the_policy(open_page, page_url):
    page = open_page("404.html")
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.goto(page_url, wait_until="networkidle")
    assert said == []


@pytest.mark.parametrize("width", [1100, 820, 320])
def test_nothing_sticks_out_of_a_narrow_window(open_page, page_url, width):
    page = open_page(page_url, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tabs_change_by_arrow_keys_and_show_where_the_focus_is(open_page, page_url):
    page = open_page(page_url)
    page.locator(".tabbed-set > input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_text("What one does on a ward.").is_visible()
    assert not page.get_by_text("What one does at a desk.").is_visible()
    ring = page.locator(".tabbed-labels > label").nth(1)
    assert ring.evaluate("(item) => getComputedStyle(item).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_one_tab_shows_is_told_from_the_others_in_forced_colours(open_page, page_url, scheme):
    page = open_page(page_url, forced_colors="active", color_scheme=scheme)
    chosen, other = page.locator(".tabbed-labels > label").all()[:2]
    look = "(item) => getComputedStyle(item).borderBottomWidth"
    assert chosen.evaluate(look) != other.evaluate(look)


def test_paper_holds_what_is_folded_and_every_tab(open_page, page_url, tmp_path):
    page = open_page(page_url)
    page.emulate_media(media="print")
    words = " ".join(text_on_paper(page, tmp_path / "page.pdf").split())
    for said in ("What is in it", "What one does at a desk", "What one does on a ward", "at home."):
        assert said in words
    assert re.search(r"A longer note, with a link", words)


def test_the_sheet_for_it_is_asked_for_by_pages_that_have_some(open_page, page_url):
    page = open_page(page_url)
    sheet = page.locator('link[href$="assets/casebook-prose.css"]')
    assert sheet.count() == 1
    page.goto(f"{page_url}../case-studies/first-story/")
    assert sheet.count() == 0
