"""What a board secretary prints: all of a page of texts, or the parts they choose."""

import pytest
from accessibility import findings
from sheets import text_on_paper

pytestmark = pytest.mark.browser


def sheets(page, tmp_path):
    """Return the words on each sheet, with single spaces."""
    text = text_on_paper(page, tmp_path / "paper.pdf")
    return [" ".join(sheet.split()) for sheet in text.split("\f") if sheet.strip()]


def titles_of(page):
    return page.locator(".cb-part__title").all_inner_texts()


def test_question_is_printed_alone_from_its_link_without_scripts(open_page, tmp_path):
    page = open_page("questions/nine/", java_script_enabled=False)
    page.get_by_role("link", name="Print this question with what bears on it").nth(3).click()
    assert page.url.endswith("/print/questions/#nine-4")
    titles = titles_of(page)
    words = " ".join(sheets(page, tmp_path))
    assert [title for title in titles if " ".join(title.split()) in words] == [titles[3]]
    for wanted in ("A weak answer", "A strong answer", "Our answer today", "What bears on it"):
        assert wanted in words
    assert "casebook.example/questions/nine/#nine-4" in words
    assert words.count("casebook.example/case-studies/") >= 1
    assert "CC BY" in words
    assert "1 of 1" in words, "a question of usual length fits a sheet"


def test_parts_that_are_ticked_each_start_a_sheet_without_scripts(open_page, tmp_path):
    page = open_page("print/questions/", java_script_enabled=False)
    titles = titles_of(page)
    for number in (1, 5):
        page.locator(".cb-part__box").nth(number).check()
        assert page.locator(".cb-part__text").nth(number).is_visible()
    printed = sheets(page, tmp_path)
    starts = [n for n in (1, 5) for sheet in printed if titles[n] in sheet[:200]]
    assert starts == [1, 5]
    assert not any(title in " ".join(printed) for title in (titles[0], titles[2]))
    assert "Contents" not in " ".join(printed)


def test_nothing_ticked_prints_everything_after_its_contents(open_page, tmp_path):
    page = open_page("print/case-studies/")
    titles = titles_of(page)
    printed = sheets(page, tmp_path)
    assert all(title in printed[0] for title in titles)
    assert all(any(title in sheet[:200] for sheet in printed[1:]) for title in titles)


def test_address_brings_a_choice_back(open_page):
    page = open_page("print/questions/?part=nine-4&part=ten-4")
    checked = page.locator(".cb-part__box:checked")
    assert [box.get_attribute("value") for box in checked.all()] == ["nine-4", "ten-4"]
    status = page.locator(".cb-paper__tools [role=status]")
    assert status.inner_text().startswith("2 of ")
    page.get_by_role("checkbox").first.check()
    assert "part=nine-1&part=nine-4&part=ten-4" in page.url
    assert status.inner_text().startswith("3 of ")


def test_theme_leads_to_its_questions_on_paper(open_page):
    page = open_page("themes/procurement/")
    asked = page.locator("#filed-question-list").locator("xpath=../..").locator("h3").count()
    page.get_by_role("link", name="Print the questions about this theme").click()
    page.wait_for_url("**/print/questions/?part=*")
    assert page.locator(".cb-part__box:checked").count() == asked > 0


def test_axe_finds_nothing_with_parts_chosen(open_page, axe):
    page = open_page("print/case-studies/")
    for box in page.locator(".cb-part__box").all():
        box.check()
    assert list(findings(page, axe)) == []
