"""One question from the home page in three clicks, in every way that people read.

Which mental health trusts wrote about recruitment, and what went wrong? On a made-up site there is
an answer. On the real one nobody has written about it yet, and the site must say so.
"""

import re

import pytest
from accessibility import findings
from test_filter import (  # noqa: F401 - fixtures
    made_up,
    matching,
    shown,
    studies,
    types_of,
    wait_until,
)

pytestmark = pytest.mark.browser

QUERY = "?theme=recruitment&type=mental-health"
TABLE = f"{QUERY}&view=table"


@pytest.fixture
def answer(studies):  # noqa: F811 - the fixture
    """Return the case studies of the answer, and for each what went wrong."""
    slugs = matching(studies, {"theme": {"recruitment"}, "type": {"mental-health"}})
    assert slugs
    return {
        study["slug"]: f"Post {study['slug']} stayed empty" if study["fell"] else "Not stated"
        for study in studies
        if study["slug"] in slugs
    }


def is_answered(page, answer):
    """Check that the table on a page is the whole answer, and says so."""
    number = len(answer)
    sentence = page.locator("h2#all").inner_text()
    assert sentence == f"{number} case studies about recruitment from mental health trusts"
    names = page.locator("casebook-filter thead th").all_inner_texts()
    what, wrong = names.index("What they did"), names.index("What did not work")
    rows = page.locator("casebook-filter tbody tr")
    assert rows.count() == number
    for row in rows.all():
        cells = row.locator("th, td")
        address = cells.nth(what).locator("a").get_attribute("href")
        assert cells.nth(wrong).inner_text() == answer[address.rstrip("/").rpartition("/")[2]]
        assert cells.nth(wrong).is_visible()


def test_with_a_mouse_and_the_pasted_address_shows_somebody_else_the_same(
    open_page,
    made_up,  # noqa: F811 - the fixture
    answer,
):
    page = open_page(f"{made_up}../")
    page.get_by_role("link", name="Mental health", exact=True).click()
    page.get_by_role("link", name="Recruitment", exact=True).click()
    page.get_by_role("button", name="Table").click()
    is_answered(page, answer)
    page.wait_for_url(f"**/{TABLE}")
    is_answered(open_page(page.url, locale="en-GB"), answer)


def test_with_the_keyboard_alone(open_page, made_up, answer):  # noqa: F811 - the fixture
    page = open_page(f"{made_up}../")
    for name in ("Mental health", "Recruitment", "Table"):
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                break
        else:
            pytest.fail(f"no way by the keyboard to {name}")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", f"{name}: where the focus is cannot be seen"
        address = page.url
        page.keyboard.press("Enter")
        if name != "Table":
            page.wait_for_url(lambda url, address=address: url != address)
            page.wait_for_load_state()
    is_answered(page, answer)
    assert page.evaluate("document.activeElement.textContent") == "Table"


def test_without_scripts(open_page, made_up, studies, answer):  # noqa: F811 - the fixtures
    for slug, wrong in answer.items():
        page = open_page(f"{made_up}../", java_script_enabled=False)
        page.get_by_role("link", name="Mental health", exact=True).click()
        assert set(shown(page)) == matching(studies, {"type": {"mental-health"}})
        assert not page.locator(".cb-listing__within").is_visible()
        about = page.locator(".cb-listing__rows > li", has_text="Recruitment")
        assert about.count() == len(answer)
        about.locator(f"a[href*='/{slug}/']").click()
        fact = page.locator(".cb-facts__fact", has_text="What did not work")
        assert fact.locator("dd").inner_text() == wrong


def test_on_paper(open_page, made_up, answer):  # noqa: F811 - the fixture
    page = open_page(f"{made_up}{TABLE}", width=720)
    page.emulate_media(media="print")
    is_answered(page, answer)
    table = page.locator("casebook-filter table").bounding_box()
    assert table["x"] + table["width"] <= 720, "the table is wider than a sheet"
    assert page.locator(".cb-paper__address").inner_text().endswith(f"/list/{TABLE}")
    assert not page.locator("casebook-filter form").is_visible()
    assert not page.get_by_role("button", name="Table").is_visible()


@pytest.mark.parametrize("end", ["type/mental-health/", QUERY, TABLE])
def test_axe_finds_nothing_on_the_way(open_page, made_up, axe, end):  # noqa: F811 - the fixture
    assert list(findings(open_page(f"{made_up}{end}"), axe)) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_where_nobody_has_written_about_it_the_site_says_so(open_page, width):
    page = open_page("", width=width)
    page.get_by_role("link", name="Mental health", exact=True).click()
    within = page.locator(".cb-listing__within")
    assert not within.get_by_role("link", name="Recruitment", exact=True).is_visible()
    within.get_by_text(re.compile("with none here")).click()
    line = within.locator("li", has_text="Recruitment")
    assert line.inner_text().split() == ["Recruitment", "0", "here"]
    line.get_by_role("link").click()
    heading = page.locator("h2#all").inner_text()
    assert re.fullmatch(r"[1-9]\d* case stud(y|ies) about recruitment", heading)


def test_the_address_of_a_question_without_an_answer_offers_the_nearest_ones(open_page):
    page = open_page(f"case-studies/{QUERY}")
    sentence = page.locator("h2#all").inner_text()
    assert sentence == "No case studies about recruitment from mental health trusts"
    ways = page.locator(".cb-listing__none button")
    assert ways.count() == 2
    said = ways.first.inner_text()
    ways.first.click()
    assert page.locator("h2#all").inner_text().split()[0] == re.search(r": (\d+)", said)[1]
