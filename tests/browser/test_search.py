"""What a reader finds, and what is fetched for it and when."""

import gzip
import json
import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ("", "case-studies/west-suffolk/", "guide/pre-conditions/", "case-studies/", "nowhere/")
RESULTS = ".md-search-result__item"


def search(page, words):
    page.locator(".cb-search__button").click()
    page.keyboard.type(words)
    page.locator(RESULTS).first.wait_for()
    return page.locator(RESULTS)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_fetched_for_the_search_until_a_reader_goes_there(open_page, path):
    page = open_page("404.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    wanted = re.compile(r"search|bundle\.")
    assert [url for url in asked if wanted.search(url)] == []
    page.locator(".cb-search__button").click()
    page.get_by_text("Type a word or two").wait_for()
    assert any(url.endswith("/search_index.json") for url in asked)


@pytest.mark.parametrize("path", PAGES)
def test_first_view_of_a_page_is_small(open_page, site_folder, site_url, path):
    page = open_page("404.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    page.goto(path, wait_until="networkidle")
    assert len(asked) >= 3
    own = "404.html" if path == "nowhere/" else f"{path}index.html"
    files = [site_folder / (own if name == path else name) for name in asked]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 75_000


def test_address_of_a_search_shows_what_it_finds(open_page):
    page = open_page("?q=procurement")
    page.locator(RESULTS).first.wait_for()
    assert page.locator(".cb-search__output").is_visible()


def test_abbreviation_finds_the_theme_and_what_is_filed_under_it(open_page):
    results = search(open_page(), "EPMA")
    assert results.first.locator("h1").inner_text() == "Clinical systems and patient records"
    kinds = results.locator(".md-search-result__article:has(h1) .md-tags").all_inner_texts()
    assert kinds[0] == "Theme"
    assert any(kind.startswith("Case study") for kind in kinds)


def test_results_name_the_kind_and_the_organisation(open_page):
    page = open_page()
    results = search(page, "voice recognition")
    # A page with both words comes before those that have one of them in a title.
    assert results.locator("h1").first.inner_text().startswith("West Suffolk")
    study = results.filter(has=page.locator('a[href*="case-studies/west-suffolk"]'))
    # The comma between them is in the style sheet.
    assert (
        study.locator(".md-search-result__article:has(h1) .md-tags").inner_text()
        == "Case studyWest Suffolk"
    )


def test_words_for_the_search_are_not_on_the_page(open_page):
    content = open_page("case-studies/west-suffolk/").content()
    assert "Systems: Patient administration" not in content
    assert "EPMA" not in content


def test_sections_are_found_by_themselves(open_page, site_url):
    page = open_page()
    index = json.loads(page.request.get(f"{site_url}search/search_index.json").text())
    sections = [doc for doc in index["docs"] if "#" in doc["location"]]
    assert len(sections) > 100
    empty = [doc["location"] for doc in sections if not doc["text"]]
    assert len(empty) < len(sections) / 20, empty
