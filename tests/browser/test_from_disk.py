"""The site opened from a disk, as on an intranet that allows no more than a folder of files."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "case-studies/index.html",
    "case-studies/cntw.html",
    "guide/pre-conditions.html",
    "questions/nine.html",
    "themes/risk.html",
    "case-studies/theme/risk/index.html",
)
LINK = re.compile(r'<\w[^>]*\s(?:href|src)="([^"]*)"')


def test_every_link_names_a_file(disk: Path) -> None:
    lost = []
    for page in disk.rglob("*.html"):
        if page.name == "404.html":
            continue  # Only a server shows it, and does not know in which folder it is asked for.
        for link in LINK.findall(page.read_text("utf-8")):
            path = link.partition("#")[0].partition("?")[0]
            if path and ":" not in path and not (page.parent / path).is_file():
                lost.append(f"{page.relative_to(disk)}: {link}")
    assert lost == []


@pytest.mark.parametrize("name", KINDS)
def test_pages_are_styled_and_say_what_needs_a_server(browser, disk: Path, name: str) -> None:
    page = browser.new_page()
    page.goto((disk / name).as_uri())
    rule = "getComputedStyle(document.querySelector('.cb-mast')).borderBottomStyle"
    assert page.evaluate(rule) == "solid"
    assert page.locator("h1").count() == 1
    assert page.get_by_text("pages that come from a web server").is_visible()
    assert not page.locator(".cb-search__query").is_visible()
    broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).map(i => i.src)")
    assert broken == []
    page.close()


LISTS = ("case-studies/index.html", "browse/index.html", "case-studies/theme/risk/index.html")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("width", [1280, 820, 320])
def test_what_needs_the_filter_is_not_there_and_pages_of_values_are(
    browser, disk: Path, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((disk / name).as_uri())
    for part in ("form", ".cb-narrow:not(.cb-narrow--links)", ".cb-views", ".cb-listing__within"):
        assert not page.locator(f".cb-listing {part}").first.is_visible(), part
    if page.locator(".cb-narrow--links").count():
        page.locator(".cb-narrow--links > summary").click()
    page.locator(".cb-listing__by a[href*='theme/']").first.click()
    assert page.locator("h1").inner_text().startswith(("Case studies", "Pages and questions"))
    page.close()


def test_the_form_is_there_before_its_script_where_a_server_sends_it(open_page) -> None:
    page = open_page("404.html")
    page.route("**/*.mjs", lambda route: route.abort())
    page.goto("case-studies/")
    assert page.evaluate("document.documentElement.classList.contains('no-js')")
    before = page.locator(".cb-narrow").first.bounding_box()
    page.unroute("**/*.mjs")
    page.reload()
    page.wait_for_function("document.documentElement.classList.contains('js')")
    assert page.locator(".cb-narrow").first.bounding_box() == before


def test_a_reader_gets_from_the_home_page_to_a_story_by_theme(browser, disk: Path) -> None:
    page = browser.new_page()
    page.goto((disk / "index.html").as_uri())
    page.locator(".cb-mast__nav").get_by_role("link", name="Case studies").click()
    page.get_by_role("link", name="Risk", exact=True).first.click()
    assert page.url.startswith("file://")
    page.locator(".cb-row__title a").first.click()
    assert page.locator(".cb-kind").first.is_visible()
    assert "case-studies/" in page.url
    page.close()


@pytest.mark.parametrize(
    ("scheme", "colour"), [("light", "rgb(91, 42, 110)"), ("dark", "rgb(211, 169, 228)")]
)
def test_links_have_the_colour_of_the_settings(browser, disk: Path, scheme, colour) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((disk / "case-studies/index.html").as_uri())
    link = "getComputedStyle(document.querySelector('.cb-row__title a')).color"
    assert page.evaluate(link) == colour
    page.close()


def test_the_note_is_not_shown_where_scripts_run(open_page) -> None:
    page = open_page("")
    page.wait_for_function("document.documentElement.classList.contains('js')")
    assert not page.get_by_text("pages that come from a web server").is_visible()
