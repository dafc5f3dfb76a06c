"""What a reader does with the real site: reads, searches, uses a keyboard, prints.

Nothing here depends on wording that authors may change, except the names of page kinds and of the
pages in PAGES.
"""

import re

import pytest
from accessibility import findings
from sheets import text_on_paper

pytestmark = pytest.mark.browser

CASE_STUDY = "case-studies/west-suffolk/"
PAGES = {
    "home": "",
    "case study": CASE_STUDY,
    "chapter": "guide/pre-conditions/",
    "question list": "questions/nine/",
    "theme": "themes/procurement/",
    "organisation": "organisations/west-suffolk/",
    "index of case studies": "case-studies/",
    "values of a facet": "case-studies/theme/",
    "index of themes": "themes/",
    "index of questions": "questions/",
    "index of chapters": "guide/",
    "index of organisations": "organisations/",
    "page": "about/",
    "glossary": "glossary/",
    "map of what is covered": "coverage/",
    "fields to fill in": "contribute/",
    "page with code": "maintain/look/",
    "what is new": "new/",
    "guide to print": "print/guide/",
    "questions to print": "print/questions/",
    "case studies to print": "print/case-studies/",
    "accessibility statement": "about/accessibility/",
    "search": "search.html?q=board",
    "not found": "nowhere/",
}
ADDRESS = "https://casebook.example/"
NOT_ON_PAPER = ".cb-mast__nav, .cb-search, .cb-menu, .cb-toc, .cb-foot__map"

each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
light_and_dark = pytest.mark.parametrize("scheme", ["light", "dark"])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as a browser writes them: WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_home_leads_to_a_theme_and_from_there_to_a_case_study(open_page):
    page = open_page()
    page.get_by_role("link", name="Leadership", exact=True).click()
    assert page.url.endswith("/themes/leadership/")
    page.locator("#filed-case-study").locator("xpath=../..").locator("h3 a").first.click()
    assert "/case-studies/" in page.url
    assert page.locator(".cb-kind").inner_text() == "Case study"
    assert page.locator(".cb-mast__nav [aria-current]").inner_text() == "Case studies"


@each_page
def test_page_asks_no_other_host_and_breaks_no_policy(open_page, site_url, path):
    page = open_page("404.html")
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else 0
    )
    page.goto(path)
    page.locator("#cb-query, #cb-find").fill("boards")
    page.locator(".cb-found__item").first.wait_for()
    assert asked
    assert [url for url in asked if not url.startswith((site_url, "data:"))] == []
    # The browser reports the status of a page that is not there, and it is meant to.
    assert [error for error in errors if "404" not in error or path != "nowhere/"] == []


@pytest.mark.parametrize("end", ["#%E0%A4%A", "?%E0%A4%A&part=%&words=%FF&%=%#%zz"])
def test_an_address_whose_end_is_no_text_stops_no_script(open_page, end):
    page = open_page("404.html")
    errors = []
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    for path in PAGES.values():
        page.goto(f"{path}{end}")
        page.evaluate("location.hash = '#%E0%A4'")
    page.goto("search.html?q=%E0%A4%A#%E0%A4%A")
    page.get_by_text("pages found").wait_for()
    assert errors == []


@each_page
def test_nothing_sticks_out_of_a_narrow_window(open_page, path):
    page = open_page(path)
    for width in (1100, 820, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@each_page
def test_head_names_page_and_language(open_page, path):
    page = open_page(path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.title().endswith("Digital Leadership Casebook")
    assert page.locator('meta[name="generator"]').count() == 0
    names = page.locator("nav:not([hidden])").evaluate_all(
        "all => all.map((nav) => nav.ariaLabel || nav.getAttribute('aria-labelledby'))"
    )
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["", CASE_STUDY, "nowhere/"])
def test_first_tab_stop_skips_to_the_text(open_page, path):
    page = open_page(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    assert page.locator(".cb-skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_menu_opens_and_closes_by_keyboard(open_page):
    page = open_page("themes/procurement/", width=320)
    summary = page.locator(".cb-menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Case studies"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Menu"
    assert not page.locator(".cb-menu nav").is_visible()


def test_all_top_pages_are_in_the_masthead_of_a_tablet(open_page):
    page = open_page("", width=820)
    links = page.locator(".cb-mast__nav a")
    assert links.count() >= 5
    assert all(link.is_visible() for link in links.all())


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_every_top_page_can_be_reached(open_page, width):
    page = open_page(CASE_STUDY, width=width, java_script_enabled=False)
    site_map = page.locator(".cb-foot__map a")
    assert site_map.count() >= 6
    assert not page.locator(".cb-search__query").is_visible()
    if width < 768:
        page.locator(".cb-menu summary").click()
        page.locator(".cb-menu").get_by_role("link", name="Themes").click()
    else:
        page.locator(".cb-mast__nav").get_by_role("link", name="Themes").click()
    assert page.url.endswith("/themes/")


@pytest.mark.parametrize("width", [320, 820, 1280])
def test_search_finds_by_keyboard_and_gives_the_focus_back(open_page, width):
    page = open_page("about/", width=width)
    button = page.locator(".cb-search__button")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "cb-query"
    page.keyboard.type("voice recognition")
    page.locator(".cb-found:not([aria-busy]) .cb-found__item").first.wait_for()
    status = page.locator(".cb-search").get_by_role("status")
    assert re.search(r"\d+ pages? found", status.inner_text())
    hrefs = page.locator(".cb-found a").evaluate_all("all => all.map((a) => a.href)")
    assert any(CASE_STUDY in href for href in hrefs)
    for _ in ("search", "first result"):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == hrefs[0]
    page.keyboard.press("Escape")
    assert "cb-search__button" in page.evaluate("document.activeElement.className")
    assert not page.locator(".cb-search__output").is_visible()


def test_single_letters_do_nothing(open_page):
    page = open_page("about/")
    for key in ("f", "s", "/", "n", "p"):
        page.keyboard.press(key)
    assert page.url.endswith("/about/")
    assert not page.locator(".cb-search__output").is_visible()


def test_a_visit_leaves_nothing_in_the_browser(open_page):
    page = open_page("")
    page.locator(".cb-search__button").click()
    page.keyboard.type("board")
    page.locator(".cb-found__title a").first.click()
    page.goto("questions/nine/")
    assert page.context.cookies() == []
    kept = "[localStorage.length, sessionStorage.length, indexedDB.databases(), caches.keys()]"
    local, session, databases, caches = page.evaluate(f"Promise.all({kept})")
    assert (local, session, databases, caches) == (0, 0, [], [])


@pytest.mark.parametrize("path", ["about/accessibility/", "about/privacy/"])
def test_statements_are_linked_from_every_footer_and_name_a_contact(open_page, path):
    page = open_page("case-studies/west-suffolk/")
    page.locator(f'.cb-foot a[href$="{path}"]').click()
    page.wait_for_url(f"**/{path}")
    assert page.locator('.cb-foot a[href^="mailto:"]').count() == 1


def test_tables_can_be_scrolled_by_keyboard(open_page):
    page = open_page("about/", width=320)
    regions = page.locator(".cb-scroll")
    assert regions.count() > 0
    for region in regions.all():
        assert region.get_attribute("tabindex") == "0"
        assert region.get_attribute("aria-label")


@pytest.mark.parametrize("width", [1280, 820, 320])
def test_the_whole_map_of_gaps_is_in_sight_and_its_heads_stay(open_page, width):
    page = open_page("coverage/", width=width, reduced_motion="reduce")
    tables = page.locator(".cb-coverage")
    assert tables.count() == 2
    for table in tables.all():
        # To the end of the last row, then back up, as with Shift and Tab.
        table.locator("tbody tr").last.scroll_into_view_if_needed()
        heads = [head for head in table.locator("thead th").all() if head.is_visible()]
        numbers = table.locator("tbody tr").first.locator(".cb-coverage__cell").all()
        assert all(number.is_visible() for number in numbers)
        assert len(numbers) < len(heads)
        boxes = [head.bounding_box() for head in heads]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
        assert {round(box["y"]) for box in boxes} == {0}
        lowest = max(box["y"] + box["height"] for box in boxes)
        for link in reversed(table.locator("tbody a:visible").all()[-20:]):
            link.focus()
            assert link.bounding_box()["y"] >= lowest - 1


def test_every_gap_that_a_story_can_fill_invites_to_write_it(open_page):
    page = open_page("coverage/", width=820)
    by_type = page.locator(".cb-coverage").nth(1)
    cells = [cell.text_content().strip() for cell in by_type.locator(".cb-coverage__cell").all()]
    gaps = by_type.locator(".cb-coverage__link--gap")
    assert gaps.count() == sum(text.startswith("0") for text in cells) > 0
    said = r"^0 stories: no trust of type .+ has written about .+ yet\. Add one$"
    gap = by_type.get_by_role("link", name=re.compile(said)).first
    gap.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/contribute/")


def test_dark_follows_the_readers_setting(open_page):
    page = open_page("", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 22)"


@pytest.mark.parametrize(
    ("path", "at_least"),
    [
        (CASE_STUDY, 5),
        ("guide/pre-conditions/", 5),
        ("questions/nine/", 9),
        ("themes/procurement/", 3),
        ("print/guide/", 40),
    ],
)
def test_paper_holds_the_address_the_licence_and_all_sections(open_page, tmp_path, path, at_least):
    page = open_page(path)
    headings = page.locator(".cb-page h1, .cb-main h2").all_inner_texts()
    assert len(headings) > at_least
    page.emulate_media(media="print", color_scheme="dark")
    assert not any(part.is_visible() for part in page.locator(NOT_ON_PAPER).all())
    words = " ".join(text_on_paper(page, tmp_path / "page.pdf").split())
    assert f"{ADDRESS}{path}" in words
    assert "CC BY" in words
    assert re.search(r"1 of \d+", words)
    for heading in headings:
        assert all(word in words for word in heading.split()), heading


def test_guide_on_paper_has_every_chapter_in_order_with_its_date(open_page, tmp_path):
    page = open_page("guide/")
    titles = page.locator(".cb-row__title").all_inner_texts()
    assert len(titles) == 7
    page = open_page("guide/pre-conditions/")
    page.get_by_role("link", name="Print this chapter, alone or with others").click()
    page.wait_for_url("**/print/guide/#pre-conditions")
    page = open_page("print/guide/")
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"
    parts = page.locator(".cb-part__title").all_inner_texts()
    assert [part.split(": ")[-1] for part in parts] == titles
    sheets = text_on_paper(page, tmp_path / "guide.pdf").split("\f")
    starts = [n for part in parts for n, text in enumerate(sheets) if part in text.strip()[:120]]
    assert len(set(starts)) == 7, "each chapter starts a sheet"
    assert starts == sorted(starts)
    assert " ".join(sheets).count("Last reviewed") == 7


def test_questions_on_paper_leave_space_to_answer(open_page):
    page = open_page("questions/nine/")
    space = page.locator(".cb-answer")
    assert space.count() == 9
    assert not space.first.is_visible()
    page.emulate_media(media="print")
    assert space.first.is_visible()


@each_page
def test_axe_finds_nothing(open_page, axe, path):
    assert list(findings(open_page(path), axe)) == []


@pytest.mark.parametrize("path", ["", "guide/pre-conditions/"])
def test_axe_finds_nothing_in_search_results(open_page, axe, path):
    page = open_page(path)
    page.locator(".cb-search__button").click()
    page.keyboard.type("board")
    page.locator(".cb-found__item").first.wait_for()
    assert list(findings(page, axe)) == []
    assert page.locator(".cb-search__output").is_visible()


def test_axe_finds_nothing_in_the_open_menu(open_page, axe):
    page = open_page(CASE_STUDY, width=320)
    page.locator(".cb-menu summary").click()
    assert list(findings(page, axe)) == []
    assert page.locator(".cb-menu nav").is_visible()


@each_page
def test_text_may_be_spaced_wider(open_page, path):
    """WCAG 1.4.12: nothing is cut off or lies over something else with these settings."""
    page = open_page(path, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
    )
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.evaluate(
            """() => [...document.querySelectorAll("h1, h2, h3, p, a, button, summary, dt, dd")]
              .filter((item) => item.checkVisibility() && !item.closest(".cb-vh, .cb-skip"))
              .filter((item) => getComputedStyle(item).overflow !== "visible"
                && (item.scrollWidth > item.clientWidth + 1
                  || item.scrollHeight > item.clientHeight + 1))
              .map((item) => item.className || item.textContent.slice(0, 40))"""
        )
        assert cut == []


@pytest.mark.parametrize("path", ["case-studies/", "questions/", "print/questions/"])
def test_every_box_to_tick_has_a_name(open_page, path):
    """Defect A1 of the stock theme: the boxes of its lists of tasks have none."""
    page = open_page(path)
    boxes = page.locator(".cb-page input[type=checkbox]")
    assert boxes.count() > 5
    names = boxes.evaluate_all(
        """all => all.map((box) => [...box.labels].map((label) => label.textContent.trim()).join("")
          || document.getElementById(box.getAttribute("aria-labelledby"))?.textContent.trim())"""
    )
    assert all(names)


@light_and_dark
def test_ring_of_what_has_the_focus_stands_out(open_page, scheme):
    """Defect K6: a ring of 1.6 to 1. WCAG 2.2 asks for 3, against what is on either side of it."""
    page = open_page(CASE_STUDY, color_scheme=scheme)
    seen = []
    for stop in (".cb-mast__nav a", ".cb-search__button", ".cb-kind a", ".cb-main a", ".cb-foot a"):
        page.locator(stop).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        width, offset, ring, gap, paper = page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
              return [s.outlineWidth, s.outlineOffset, s.outlineColor, s.boxShadow,
                getComputedStyle(document.body).backgroundColor] }"""
        )
        assert (width, offset) == ("3px", "2px"), stop
        assert contrast(ring, paper) >= 3, stop
        assert contrast(ring, gap) >= 3, stop
        seen.append(page.evaluate("document.activeElement.outerHTML"))
    assert len(set(seen)) == 5


@light_and_dark
def test_link_to_suggest_a_change_is_words_that_can_be_read(open_page, scheme):
    """Defect K9: an icon alone, of 2.2 to 1."""
    page = open_page("guide/pre-conditions/", color_scheme=scheme)
    link = page.get_by_role("link", name="Suggest a change to this page", exact=True)
    assert link.inner_text() == "Suggest a change to this page"
    colour, paper = link.evaluate(
        """(item) => [getComputedStyle(item).color,
          getComputedStyle(document.body).backgroundColor]"""
    )
    assert contrast(colour, paper) >= 4.5


@pytest.mark.parametrize("path", ["guide/pre-conditions/", CASE_STUDY, "maintain/look/"])
def test_headings_add_no_stops_for_the_keyboard(open_page, path):
    """Defect K10: a link to itself, "¶", in every heading."""
    page = open_page(path)
    headings = page.locator(".cb-main :is(h2, h3)[id]")
    assert headings.count() >= 5
    to_itself = headings.evaluate_all(
        "all => all.filter((item) => item.querySelector(`a[href$='#${item.id}']`)).length"
    )
    assert to_itself == 0
    assert "¶" not in page.locator(".cb-main").inner_text()


def test_only_questions_are_numbered_in_the_contents(open_page):
    page = open_page("questions/nine/")
    look = "all => all.map((item) => getComputedStyle(item, '::before').content)"
    numbered = page.locator(".cb-toc li").evaluate_all(look)
    assert sum("counter" in content for content in numbered) == 9
    assert len(numbered) > 9


def test_button_to_print_has_an_edge_in_forced_colours(open_page):
    page = open_page("print/questions/", forced_colors="active")
    button = page.get_by_role("button", name="Print")
    assert button.evaluate("(item) => getComputedStyle(item).borderBottomWidth") == "1px"


def test_forced_colours_keep_edges_and_the_place_of_the_reader(open_page):
    page = open_page(CASE_STUDY, forced_colors="active")
    look = "(item) => { const s = getComputedStyle(item); return [s.borderBottomWidth, s.outline] }"
    current = page.locator(".cb-mast__nav [aria-current]")
    assert current.evaluate(look)[0] == "3px"
    button = page.locator(".cb-search__button")
    assert button.evaluate(look)[0] == "1px"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"


def test_nothing_moves_for_readers_who_ask_for_that(open_page):
    page = open_page("", reduced_motion="reduce")
    moving = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("body *")]
          .filter((item) => {
            const style = getComputedStyle(item);
            return item.checkVisibility() && (style.scrollBehavior === "smooth"
              || style.animationName !== "none"
              || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01));
          }).map((item) => item.className || item.tagName)"""
    )
    assert moving == []
