"""What a reader finds, and what is fetched for it and when."""

import gzip
import json
import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ("", "case-studies/west-suffolk/", "guide/pre-conditions/", "case-studies/", "nowhere/")
RESULTS = ".cb-search .cb-found__item"


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
    wanted = re.compile(r"search")
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
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 30_000


def test_address_of_a_search_shows_what_it_finds(open_page):
    page = open_page("search.html?q=procurement")
    first = page.locator(".cb-found__title a").first
    first.wait_for()
    assert first.inner_text() == "Procurement"
    page.get_by_label("Words to look for").fill("voice recognition")
    page.get_by_text("West Suffolk").first.wait_for()
    assert page.url.endswith("search.html?q=voice+recognition")


def test_enter_leads_from_the_masthead_to_an_address_that_can_be_passed_on(open_page):
    page = open_page("themes/procurement/")
    search(page, "voice recognition")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=voice+recognition")
    page.locator(".cb-found__item").first.wait_for()


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_a_page_says_what_to_do(open_page, width):
    page = open_page("about/", width=width, java_script_enabled=False)
    page.locator(".cb-search__button").click()
    page.wait_for_url("**/search.html?q=")
    assert page.get_by_text("must be allowed to run the scripts").is_visible()
    assert not page.get_by_label("Words to look for").is_visible()
    page.locator(".cb-doors").get_by_role("link", name="Themes").click()
    assert page.url.endswith("/themes/")


def test_arrows_lead_through_the_results_and_back(open_page):
    page = open_page("about/")
    results = search(page, "board")
    focused = "document.activeElement.textContent"
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    links = results.locator("a").all_inner_texts()
    assert page.evaluate(focused) == links[1]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == links[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "cb-query"


def test_what_is_found_is_told_and_so_is_that_nothing_was(open_page):
    page = open_page("about/")
    search(page, "procurement")
    status = page.locator(".cb-search").get_by_role("status")
    assert re.fullmatch(r"\d+ pages found", status.inner_text())
    page.keyboard.type(" zzzz")
    page.get_by_text("with 1 of 2 words").wait_for()
    page.locator("#cb-query").fill("zzzz")
    page.get_by_text("Nothing found").wait_for()
    assert page.locator(RESULTS).count() == 0


def test_the_words_for_an_index_are_those_that_were_typed(open_page):
    """Both search plugins: one writes HTML, the other text."""
    page = open_page("about/")
    titles = """async ([docs, pipeline, query]) => {
      const { pagesOf, find, terms } = await import(new URL("assets/search.mjs", BASE));
      const pages = pagesOf({ docs, config: { pipeline } });
      return find(pages, terms(query)).map(({ page }) => page.parts[0].title);
    }""".replace("BASE", f'"{page.url.removesuffix("about/")}"')
    docs = [
        {
            "location": "a/",
            "title": "R&amp;D &#x3c;b&#62;",
            "text": "<p>One <code>x</code>y word</p>",
        },
        {"location": "b/", "title": "Other boards", "text": "Écoute, a &lt;word&gt; <u>"},
        {"location": "b/#c", "title": "Part", "text": "words"},
    ]
    for pipeline in (["stemmer"], None):
        ask = lambda query, kind=pipeline: page.evaluate(titles, [docs, kind, query])  # noqa: E731
        assert ask("r&d <b>") == ["R&D <b>"]
        assert ask("ecoute") == ["Other boards"]
        assert ask("words") == ["Other boards", "R&D <b>"]
        assert ask("board") == ask("boards") == ["Other boards"]
        assert ask("ord") == []
    assert page.evaluate(titles, [docs, ["stemmer"], "xy"]) == ["R&D <b>"]


def test_abbreviation_finds_the_theme_and_what_is_filed_under_it(open_page):
    results = search(open_page(), "EPMA")
    title = results.first.locator(".cb-found__title").inner_text()
    assert title == "Clinical systems and patient records"
    kinds = results.locator(".cb-meta").all_inner_texts()
    assert kinds[0] == "Theme"
    assert any(kind.startswith("Case study") for kind in kinds)


def test_results_name_the_kind_and_the_organisation(open_page):
    page = open_page()
    results = search(page, "voice recognition")
    # A page with both words comes before those that have one of them in a title.
    assert results.locator(".cb-found__title").first.inner_text().startswith("West Suffolk")
    study = results.filter(has=page.locator('a[href*="case-studies/west-suffolk"]'))
    assert study.locator(".cb-meta").inner_text() == "Case study, West Suffolk"


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
