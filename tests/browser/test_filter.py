"""What a reader does with a list that can be narrowed, on the real site and on a made-up one.

The made-up site is larger, and what the page shows is compared with a plain computation in Python.
"""

import json
import random
import re
import unicodedata
from urllib.parse import urlencode

import pytest
from accessibility import WIDTHS, findings

from sites import build, once, serve

pytestmark = pytest.mark.browser

STUDIES = 48
MANY = 350
THEMES = {
    "tools": "",
    "records": "tools",
    "portals": "records",
    "risk": "",
    "money": "",
    "recruitment": "",
}
TYPES = ("acute", "community", "mental-health", "ambulance")
REGIONS = ("london", "midlands", "north-west")
WORDS = ("apple", "banana", "cherry", "damson", "Élan", "fig")
FACETS = ("theme", "type", "region", "year", "system")

CONFIG = """
site_name: Made up
site_url: https://casebook.example/
theme: {name: material, font: false}
nav: [{Home: index.md}, {List: list/index.md}]
validation: {nav: {omitted_files: ignore}}
markdown_extensions: [attr_list]
plugins:
  - search
  - casebook:
      collections: {case_studies: case-study, docs/themes: theme, docs/organisations: organisation}
"""


def front(**fields):
    lines = [
        f"{name.replace('_', '-')}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---", "", "Text.", ""])


def make_studies(many):
    """Return made-up case studies as plain values."""
    chance = random.Random(5)  # noqa: S311 - a corpus
    return [
        {
            "slug": f"s{number:03}",
            "title": f"{chance.choice(WORDS)} {chance.choice(WORDS)} number{number}",
            "summary": f"About {chance.choice(WORDS)}.",
            "themes": chance.sample(list(THEMES), chance.randint(1, 3)),
            "owner": chance.randrange(6),
            "year": chance.randint(2018, 2021),
            "systems": chance.sample(["Alpha", "Beta", "Gamma < b"], chance.randint(0, 2)),
            "fell": number % 3 > 0,
            "added": f"2026-{1 + number % 11:02}-22",
        }
        for number in range(many)
    ]


@pytest.fixture(scope="session")
def studies():
    return make_studies(STUDIES)


@pytest.fixture(scope="session")
def many_studies():
    return make_studies(MANY)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory, studies):
    """Return the address of the list on the made-up site."""
    made = once(tmp_path_factory, "made-up", lambda folder: make_site(folder, studies))
    with serve(made / "site") as address:
        yield f"{address}list/"


@pytest.fixture(scope="session")
def long_list(tmp_path_factory, many_studies):
    """Return the address of a list that is too long for one page."""
    made = once(tmp_path_factory, "long", lambda folder: make_site(folder, many_studies))
    with serve(made / "site") as address:
        yield f"{address}list/"


def make_site(root, studies):
    """Write a project with these case studies, and build its site."""
    for folder in ("case_studies", "docs/themes", "docs/organisations", "docs/list"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (root / "docs/index.md").write_text(front(title="Home", index="home"), "utf-8")
    (root / "docs/list/index.md").write_text(front(title="List", index="case-study"), "utf-8")
    for slug, broader in THEMES.items():
        fields = {"broader": [broader]} if broader else {}
        text = front(title=slug.capitalize(), summary=f"All about {slug}.", **fields)
        (root / f"docs/themes/{slug}.md").write_text(text, "utf-8")
    for number in range(6):
        text = front(title=f"Trust {number}", type=types_of(number), region=region_of(number))
        (root / f"docs/organisations/t{number}.md").write_text(text, "utf-8")
    for study in studies:
        text = front(
            title=study["title"],
            summary=study["summary"],
            organisation=f"t{study['owner']}",
            themes=study["themes"],
            year=str(study["year"]),
            systems=study["systems"],
            status="in-use",
            source={"title": "A report"},
            **({"did_not_work": [f"Post {study['slug']} stayed empty"]} if study["fell"] else {}),
            added=study["added"],
        )
        (root / f"case_studies/{study['slug']}.md").write_text(text, "utf-8")
    build(root, root / "site")


def types_of(owner):
    return [TYPES[owner % 4], *([TYPES[(owner + 1) % 4]] if owner % 2 else [])]


def region_of(owner):
    return REGIONS[owner % 3]


def values_of(study, facet):
    """Return what a study has of a facet, worked out the plain way."""
    if facet == "theme":
        found = set()
        for slug in study["themes"]:
            while slug:
                found.add(slug)
                slug = THEMES[slug]  # noqa: PLW2901 - climbing up
        return found
    return {
        "type": set(types_of(study["owner"])),
        "region": {region_of(study["owner"])},
        "year": {str(study["year"])},
        "system": {
            name.lower().split()[0].replace("gamma", "gamma-b") for name in study["systems"]
        },
    }[facet]


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", plain.casefold()).split()


def matching(studies, chosen, words="", *, without=None):
    """Return the slugs of what should be shown."""
    found = set()
    for study in studies:
        said = fold(f"{study['title']} {study['summary']} Trust {study['owner']}")
        if all(any(w.startswith(t) for w in said) for t in fold(words)) and all(
            values_of(study, facet) & wanted
            for facet, wanted in chosen.items()
            if wanted and facet != without
        ):
            found.add(study["slug"])
    return found


def shown(page):
    hrefs = page.locator(".cb-listing__rows > li:not([hidden]) h3 a").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    return [href.rstrip("/").rpartition("/")[2] for href in hrefs]


def wait_until(page, condition):
    """Ask until something holds; the page's own policy keeps Playwright from asking by itself."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"not within five seconds: {condition}")


def settle(page):
    """Wait until a long list has fetched and shown what was asked for."""
    wait_until(page, "document.querySelector('casebook-filter').hasAttribute('ready')")
    page.evaluate("document.querySelector('casebook-filter').settled")


def boxes(page):
    return page.locator("casebook-filter input[type=checkbox]").evaluate_all(
        "all => all.map((box) => [box.name, box.value, box.disabled,"
        " +box.closest('label').querySelector('.cb-choice__number').textContent])"
    )


def test_results_and_counts_are_those_of_a_plain_computation(open_page, made_up, studies, is_all):
    page = open_page(made_up)
    every = {
        facet: sorted(set().union(*(values_of(s, facet) for s in studies))) for facet in FACETS
    }
    assert {(name, value) for name, value, _off, _number in boxes(page)} == {
        (facet, value) for facet in FACETS for value in every[facet]
    }
    chance = random.Random(6)  # noqa: S311 - choices of a test
    for _ in range(40 if is_all else 10):
        chosen = {
            facet: set(chance.sample(every[facet], chance.choice([0, 0, 1, 2]))) for facet in FACETS
        }
        words = chance.choice(["", "", "app", "elan", "fig dam", "trust 3"])
        query = [(facet, value) for facet, values in chosen.items() for value in sorted(values)]
        page.goto(f"{made_up}?{urlencode([*query, ('words', words)])}")
        assert set(shown(page)) == matching(studies, chosen, words), query
        for facet, value, disabled, number in boxes(page):
            among = matching(studies, chosen, words, without=facet)
            having = [s for s in studies if s["slug"] in among and value in values_of(s, facet)]
            assert number == len(having), (query, facet, value)
            assert disabled == (not having and value not in chosen[facet])


def test_a_page_of_one_value_shows_the_same_as_the_form(open_page, made_up, studies):
    for facet, value in (("theme", "tools"), ("type", "acute"), ("region", "london")):
        page = open_page(f"{made_up}?{facet}={value}")
        by_form = shown(page)
        plain = open_page(f"{made_up}{facet}/{value}/", java_script_enabled=False)
        assert shown(plain) == by_form
        assert set(by_form) == matching(studies, {facet: {value}})


def test_ticking_says_what_is_shown_and_the_address_brings_it_back(open_page, made_up):
    page = open_page(made_up)
    page.get_by_label(re.compile("^Risk")).check()
    page.get_by_label(re.compile("^Mental health")).check()
    sentence = page.locator("h2#all").inner_text()
    assert re.fullmatch(r"\d+ case stud(y|ies) about risk from mental health trusts", sentence)
    page.wait_for_url("**/?theme=risk&type=mental-health")
    status = "document.querySelector('casebook-filter [role=status]').textContent"
    wait_until(page, f"{status} === {json.dumps(sentence)}")
    first = shown(page)
    assert shown(open_page(page.url)) == first
    page.go_back()
    page.wait_for_url("**/?theme=risk")
    assert page.locator("h2#all").inner_text().endswith("about risk")
    assert not page.get_by_label(re.compile("^Mental health")).is_checked()
    page.go_forward()
    assert shown(page) == first


def test_focus_stays_on_the_box_and_moves_to_the_next_chip(open_page, made_up):
    page = open_page(made_up)
    for name in ("Risk", "London"):
        page.get_by_label(re.compile(f"^{name}")).focus()
        page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "london"
    page.get_by_role("button", name="Remove Risk").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove London"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "all"
    page.wait_for_url(made_up)


def test_words_are_followed_while_typed_and_one_step_back_undoes_them(open_page, made_up, studies):
    page = open_page(made_up)
    page.get_by_label("Words", exact=True).press_sequentially("apple fig", delay=5)
    page.wait_for_url("**/?words=apple+fig")
    assert set(shown(page)) == matching(studies, {}, "apple fig")
    assert page.evaluate("document.activeElement.name") == "words"
    assert page.locator("h2#all").inner_text().endswith("with “apple fig”")
    page.go_back()
    assert len(shown(page)) == STUDIES


def test_order_is_by_title_or_by_how_well_words_fit(open_page, made_up, studies):
    page = open_page(f"{made_up}?sort=title&words=fig")
    titles = page.locator(".cb-listing__rows > li:not([hidden]) h3").all_inner_texts()
    assert titles == sorted(titles, key=fold)
    page.goto(f"{made_up}?sort=relevance&words=fig")
    in_title = [("fig" in s["title"]) for slug in shown(page) for s in studies if s["slug"] == slug]
    assert in_title == sorted(in_title, reverse=True)
    assert True in in_title


def test_nothing_found_offers_the_nearest_way_out(open_page, made_up):
    page = open_page(f"{made_up}?theme=risk&words=nowhere")
    assert page.locator("h2#all").inner_text() == "No case studies about risk with “nowhere”"
    page.get_by_role("button", name="Without “nowhere”").click()
    page.wait_for_url("**/?theme=risk")
    assert shown(page)
    page.get_by_role("button", name="Clear all").click()
    assert len(shown(page)) == STUDIES


def test_table_compares_and_says_what_is_not_stated(open_page, made_up):
    page = open_page(f"{made_up}?theme=risk")
    page.get_by_role("button", name="Table").click()
    page.wait_for_url("**/?theme=risk&view=table")
    rows = page.locator("casebook-filter table tbody tr")
    number = rows.count()
    assert page.locator("h2#all").inner_text().startswith(f"{number} ")
    assert page.locator("casebook-filter thead th").all_inner_texts()[:2] == [
        "Organisation",
        "What they did",
    ]
    assert "Not stated" in rows.first.inner_text()
    page.emulate_media(media="print")
    assert rows.first.is_visible()
    assert not page.locator("casebook-filter form").is_visible()


def test_feed_is_that_of_the_one_value_chosen(open_page, made_up):
    page = open_page(made_up)
    feed = page.locator(".cb-listing__feeds a").first
    assert feed.evaluate("a => a.href").endswith("/list/atom.xml")
    page.get_by_label(re.compile("^Risk")).check()
    assert feed.evaluate("a => a.href").endswith("/list/theme/risk/atom.xml")
    assert page.request.get(feed.evaluate("a => a.href")).ok
    page.get_by_label(re.compile("^London")).check()
    assert not feed.is_visible()


@pytest.mark.parametrize(
    "query",
    [
        "theme=__proto__&type=constructor&sort=toString&view=valueOf",
        "__proto__=risk&constructor=x",
        "theme=<img src=x onerror=alert(1)>",
        "theme=%00&region=%F0%9F%92%A5&year[]=2020",
        "theme=%E0%A4%A&%=%&words=#%E0%A4%A",
    ],
)
def test_unknown_values_are_passed_over(open_page, made_up, query):
    page = open_page("404.html")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{made_up}?{query}")
    assert len(shown(page)) == STUDIES
    assert errors == []


def test_words_of_any_length_are_harmless_and_only_text(open_page, made_up):
    page = open_page(made_up)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate("history.pushState(null, '', '?words=' + 'x'.repeat(100000))")
    page.evaluate("history.pushState(null, '', '?')")
    page.go_back()
    assert page.locator("h2#all").inner_text().startswith("No case studies")
    assert len(page.locator("h2#all").inner_text()) < 300
    page.goto(f"{made_up}?words=<img src=x onerror=alert(1)>")
    assert page.locator("casebook-filter img").count() == 0
    assert errors == []


def test_page_does_not_jump_when_the_script_starts(open_page, made_up):
    page = open_page(made_up)
    jumps = page.evaluate(
        "new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) sum += entry.value;"
        "}).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 400); })"
    )
    assert jumps < 0.01


def test_script_holds_no_way_to_run_text(request):
    sinks = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|DOMParser"
    scripts = list((request.config.rootpath / "plugins").glob("**/casebook-*.mjs"))
    assert len(scripts) == 2
    for script in scripts:
        assert re.findall(sinks, script.read_text("utf-8")) == []


@pytest.mark.parametrize("query", ["?theme=risk&type=acute", "?theme=risk&view=table", "?words=zz"])
def test_axe_finds_nothing_with_a_filter_applied(open_page, made_up, axe, query):
    page = open_page(f"{made_up}{query}")
    page.locator(".cb-narrow").first.evaluate("details => { details.open = true; }")
    assert list(findings(page, axe)) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[-1]


@pytest.mark.parametrize("path", ["case-studies/", "browse/", "questions/", "guide/sections/"])
def test_real_lists_answer_to_words_and_themes(open_page, path):
    page = open_page(f"{path}?theme=risk")
    number = len(shown(page))
    assert number > 0
    assert page.locator("h2#all").inner_text().startswith(f"{number} ")
    assert page.locator("h2#all").inner_text().endswith("about risk")


def test_few_entries_lead_with_links_and_keep_the_form_behind_one_button(open_page):
    page = open_page("case-studies/")
    assert page.get_by_role("link", name="Risk", exact=True).is_visible()
    assert not page.get_by_label("Words", exact=True).is_visible()
    page.get_by_text("Filter and search").click()
    assert page.get_by_label("Words", exact=True).is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_there_is_no_form_and_every_value_has_a_link(open_page, made_up, width):
    page = open_page(made_up, width=width, java_script_enabled=False)
    assert not page.locator("casebook-filter form").is_visible()
    assert len(shown(page)) == STUDIES
    page.get_by_text("A page for each choice").click()
    page.get_by_role("link", name="Risk", exact=True).click()
    assert page.url.endswith("/list/theme/risk/")


def test_long_list_is_fetched_and_gives_what_a_plain_computation_gives(
    open_page, long_list, many_studies
):
    chance = random.Random(7)  # noqa: S311 - choices of a test
    for words in ("", "", "", "elan", "fig dam", "trust 3"):
        chosen = {
            "theme": set(chance.sample(list(THEMES), chance.choice([1, 2]))),
            "type": set(chance.sample(TYPES, chance.choice([0, 1]))),
            "region": set(chance.sample(REGIONS, chance.choice([0, 1]))),
        }
        query = [(facet, value) for facet, values in chosen.items() for value in sorted(values)]
        page = open_page(f"{long_list}?{urlencode([*query, ('words', words)])}")
        settle(page)
        expected = matching(many_studies, chosen, words)
        number = len(expected)
        assert page.locator("h2#all").inner_text().split()[0] == (str(number) if number else "No")
        assert len(shown(page)) == min(number, 20)
        assert set(shown(page)) <= expected
        for facet, value, _disabled, counted in boxes(page):
            among = matching(many_studies, chosen, words, without=facet)
            having = [
                s for s in many_studies if s["slug"] in among and value in values_of(s, facet)
            ]
            assert counted == len(having), (query, facet, value)
        while page.get_by_role("button", name="Show 20 more").is_visible():
            before = len(shown(page))
            page.get_by_role("button", name="Show 20 more").click()
            wait_until(
                page, f"document.querySelectorAll('.cb-listing__rows > li').length > {before}"
            )
        assert set(shown(page)) == expected


def test_rows_that_are_fetched_look_like_those_that_came_with_the_page(open_page, long_list):
    outline = (
        "rows => rows.map((row) => [...row.querySelectorAll('*')].map((e) => [e.tagName, "
        "e.className, e.hidden, e.getAttribute('href'), e.children.length ? '' : e.textContent]))"
    )
    page = open_page(long_list)
    settle(page)
    came = page.locator(".cb-listing__rows > li").evaluate_all(outline)
    assert len(came) == 20
    # Filled anew in rows that showed others, with and without the facts of the table.
    for name in ("Table", "List"):
        page.get_by_label(re.compile("^Risk")).check()
        page.get_by_role("button", name=name).click()
        settle(page)
        page.get_by_role("button", name="Clear all").click()
        settle(page)
        assert page.locator("casebook-filter tbody tr").count() == (20 if name == "Table" else 0)
    assert page.locator(".cb-listing__rows > li").evaluate_all(outline) == came


def test_rows_of_a_long_list_that_cannot_be_fetched_say_so(open_page, long_list):
    page = open_page("404.html")
    page.route("**/compared-*", lambda route: route.abort())
    page.goto(f"{long_list}?theme=risk")
    settle(page)
    page.get_by_role("button", name="Table").click()
    settle(page)
    assert page.locator("h2#all").inner_text().startswith("This part of the list could not be")
    page.get_by_role("button", name="List").click()
    settle(page)
    assert page.locator("h2#all").inner_text().endswith(" about risk")
    page.unroute("**/compared-*")
    page.get_by_role("button", name="Table").click()
    settle(page)
    assert page.locator("casebook-filter tbody tr").count() == 20


def test_long_list_has_the_same_order_as_a_plain_computation(open_page, long_list, many_studies):
    by_slug = {study["slug"]: study for study in many_studies}
    about_risk = [study for study in many_studies if "risk" in study["themes"]]
    page = open_page(f"{long_list}?theme=risk&sort=title")
    settle(page)
    titles = [by_slug[slug]["title"] for slug in shown(page)]
    assert titles == sorted((study["title"] for study in about_risk), key=fold)[:20]
    page.goto(f"{long_list}?theme=risk&sort=newest")
    settle(page)
    dates = [by_slug[slug]["added"] for slug in shown(page)]
    assert dates == sorted((study["added"] for study in about_risk), reverse=True)[:20]
    page.goto(f"{long_list}?words=fig&sort=relevance")
    settle(page)
    assert all("fig" in fold(by_slug[slug]["title"]) for slug in shown(page))


def test_more_rows_of_a_long_list_come_on_demand_and_take_the_focus(open_page, long_list):
    page = open_page(long_list)
    settle(page)
    assert not page.locator(".cb-pager").is_visible()
    page.get_by_role("button", name="Show 20 more").click()
    wait_until(page, "document.querySelectorAll('.cb-listing__rows > li').length === 40")
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('.cb-row__title a')[20]"
    )


def test_long_list_without_scripts_goes_on_at_further_pages(open_page, long_list, many_studies):
    page = open_page(long_list, java_script_enabled=False)
    found = shown(page)
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        found += shown(page)
    assert sorted(found) == sorted(study["slug"] for study in many_studies)


def test_long_list_whose_files_are_missing_stays_as_it_came(open_page, long_list):
    page = open_page("404.html")
    page.route("**/facets.json", lambda route: route.abort())
    page.goto(f"{long_list}?theme=risk")
    assert len(shown(page)) == 20
    assert page.locator(".cb-pager").is_visible()
