"""Lists and their facets: who has which value, the pages that come of it, and the feeds."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.core.spelling import slug_of
from mkdocs_casebook.export.feeds import Feeds
from mkdocs_casebook.export.paged_data import facet_columns, write_list
from mkdocs_casebook.graph.casebook import relate
from mkdocs_casebook.lists import listings as module
from mkdocs_casebook.lists.facet_pages import facet_pages
from mkdocs_casebook.lists.facets import facets_of, within_sentence
from mkdocs_casebook.lists.listings import list_index, listings
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.indexes import Means, draw_facet, draw_listing
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.kind_declarations import standard

ATOM = "{http://www.w3.org/2005/Atom}"


def theme(slug: str, *broader: str, **values: object) -> Entry:
    return Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=slug.capitalize(),
        values={"broader": broader, **values},
    )


def owner(slug: str, region: str, *types: str) -> Entry:
    return Entry(
        kind="organisation",
        slug=slug,
        path=f"docs/organisations/{slug}.md",
        address=f"organisations/{slug}/",
        title=f"{slug.capitalize()} NHS Trust",
        values={"type": types, "region": region},
    )


def study(slug: str, *themes: str, sections=(), **values: object) -> Entry:
    return Entry(
        kind="case-study",
        slug=slug,
        path=f"case_studies/{slug}.md",
        address=f"case-studies/{slug}/",
        title=f"What {slug} did",
        themes=themes,
        sections=sections,
        values=values,
    )


def index(name: str, **values: object) -> Entry:
    return Entry(
        kind="page",
        slug="index",
        path="docs/list/index.md",
        address="list/",
        title="The list",
        values={"index": name, **values},
    )


INDEX = index("case-study")
ENTRIES = [
    INDEX,
    theme("technology"),
    theme("records", "technology"),
    theme("risk"),
    theme("unused"),
    owner("north", "north-west", "acute", "community"),
    owner("south", "south-east", "mental-health"),
    study("one", "records", organisation="north", year=2020, systems=("EPR",)),
    study(
        "two",
        "risk",
        sections=(Section(id="a", title="A", line=1, level=2, themes=("records",)),),
        organisation="south",
        year=2024,
        systems=("epr", "Teams"),
        added=date(2026, 1, 2),
        reviewed=date(2026, 3, 4),
    ),
    study("three", "technology", organisation="nobody", year=2020),
]
CASEBOOK = relate(ENTRIES, schema=standard())


def found(listing, name):
    """Return the slugs of a facet in order, each with the slugs of its entries."""
    facet = next(item for item in listing.facets if item.facet.name == name)
    return {
        item.value.slug: [listing.things[place].entry.slug for place in item.places]
        for item in facet.values
    }


@pytest.fixture
def listing():
    return list_index(INDEX, CASEBOOK)


def test_broader_theme_finds_its_narrower_ones_and_a_story_its_sections(listing):
    assert found(listing, "theme") == {
        "records": ["two", "one"],
        "risk": ["two"],
        "technology": ["two", "one", "three"],
    }


def test_values_come_from_the_organisation_and_in_the_declared_order(listing):
    assert found(listing, "type") == {
        "acute": ["one"],
        "community": ["one"],
        "mental-health": ["two"],
    }
    assert list(found(listing, "region")) == ["north-west", "south-east"]


def test_newest_year_comes_first_and_spellings_with_one_slug_are_one_value(listing):
    assert list(found(listing, "year")) == ["2024", "2020"]
    assert found(listing, "system") == {"epr": ["two", "one"], "teams": ["two"]}


def test_a_page_declares_its_own_facets_in_a_line_each():
    lines = ({"name": "type"}, {"name": "who", "field": "organisation", "show": "3"})
    own = index("case-study", facets=lines)
    listing = list_index(own, relate([*ENTRIES[1:], own], schema=standard()))
    assert [item.facet.name for item in listing.facets] == ["type", "who"]
    assert found(listing, "who") == {"north": ["one"], "south": ["two"]}
    first, second = facets_of(own, schema=standard())
    assert (first.label, second.label, second.show) == ("Type of trust", "Who", 3)


def test_every_value_has_a_page_with_a_title_and_the_same_entries(listing):
    pages = {page.entry.address: page for page in listing.pages()}
    page = pages["list/theme/risk/"]
    assert page.entry.title == "Case studies about risk"
    assert page.sentence == "1 case study about risk"
    assert [thing.entry.slug for thing in page.things] == ["two"]
    assert pages["list/region/south-east/"].entry.title == "Case studies in the South East"
    assert "list/theme/unused/" not in pages


def test_every_facet_has_a_page_that_leads_to_its_values_with_their_counts(listing):
    pages = {page.entry.address: page for page in facet_pages(listing)}
    assert list(pages) == [f"list/{item.facet.name}/" for item in listing.facets]
    page = pages["list/type/"]
    assert page.entry.title == "Case studies by type of trust"
    assert page.sentence == "3 case studies by type of trust"
    made = [*listing.pages(), *pages.values()]
    html = draw_facet(
        page, Link({each.entry.path: each.entry.address for each in made}, "../")
    ).html
    for item in page.counted.values:
        number = f'<span class="cb-counts__number">{len(item.places)}</span>'
        address = f"../list/type/{item.value.slug}/"
        assert f'<a href="{address}">{item.value.label}</a> {number}' in html
    assert '<a href="../list/">The list</a>: all 3' in html
    assert '<a href="../list/theme/">By theme</a>' in html
    assert "By type of trust</a>" not in html


def test_the_page_of_a_value_leads_to_the_other_values(listing):
    page = next(page for page in listing.pages() if page.entry.address == "list/theme/risk/")
    addresses = {page.entry.path: page.entry.address for page in facet_pages(listing)}
    html = draw_listing(page, CASEBOOK, Link(addresses, "../../")).html
    assert 'or <a href="../../list/theme/">by theme</a>' in html


def test_an_abbreviation_that_names_a_facet_keeps_its_capitals():
    own = index("case-study", facets=({"name": "system", "label": "EPR or other system"},))
    (page,) = facet_pages(list_index(own, relate([*ENTRIES[1:], own], schema=standard())))
    assert page.entry.title == "Case studies by EPR or other system"


def test_long_lists_go_on_at_further_pages(listing, monkeypatch):
    monkeypatch.setattr(module, "ON_A_PAGE", 2)
    monkeypatch.setattr(module, "WHOLE", 2)
    monkeypatch.setattr(module, "FIRST_SCREEN", 2)
    pages = list(listing.pages())
    whole = [page for page in pages if page.facet is None]
    assert [page.entry.address for page in whole] == ["list/", "list/page/2/"]
    assert [len(page.things) for page in whole] == [2, 1]
    first, second = (draw_listing(page, CASEBOOK, Link({}, "")).html for page in whole)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert {page.start_address for page in whole} == {"list/"}


def test_index_links_to_every_value_with_its_count_and_has_a_form_with_the_same(listing):
    page = next(listing.pages())
    addresses = {made.entry.path: made.entry.address for made in listing.pages()}
    html = draw_listing(page, CASEBOOK, Link(addresses, "../")).html
    for counted in listing.facets:
        for item in counted.values:
            address = f"../list/{counted.facet.name}/{item.value.slug}/"
            number = f'<span class="cb-counts__number">{len(item.places)}</span>'
            assert f'<a href="{address}">{item.value.label}</a> {number}' in html
            assert f'name="{counted.facet.name}" value="{item.value.slug}"' in html
    assert 'data-f-theme="technology records"' in html


def test_a_site_with_its_own_look_has_no_form(listing):
    page = next(listing.pages())
    means = Means(Rows(CASEBOOK), interactive=False)
    assert "<form" not in draw_listing(page, CASEBOOK, Link({}, ""), means).html


def test_sections_and_questions_are_listed_with_what_they_are_part_of():
    chapter = Entry(
        kind="chapter",
        slug="deciding",
        path="docs/guide/deciding.md",
        address="guide/deciding/",
        title="Deciding",
        themes=("risk",),
        sections=(
            Section(id="who", title="Who decides", line=1, level=2, themes=("records",)),
            Section(id="how", title="Deeper", line=2, level=3),
        ),
    )
    everything = index("everything")
    casebook = relate([*ENTRIES[1:], chapter, everything], schema=standard())
    (listing,) = listings(casebook)
    assert [thing.title for thing in listing.things][-1] == "Who decides"
    assert found(listing, "kind") == {
        "case-study": ["two", "one", "three"],
        "chapter": ["deciding"],
    }
    assert found(listing, "theme")["risk"] == ["two", "deciding"]
    assert "Deciding · Records" in draw_listing(next(listing.pages()), casebook, Link({}, "")).html


def publication(addresses):
    return Publication(Imprint(site_name="Casebook"), "https://casebook.example/", addresses)


def test_feeds_hold_dated_entries_only_and_say_when(listing):
    addresses = {"case_studies/two.md": "case-studies/two/", INDEX.path: "list/"}
    feeds = Feeds(publication(addresses))
    (atom_place, atom), (json_place, as_json) = feeds.write(next(listing.pages()))
    assert (atom_place, json_place) == ("list/atom.xml", "list/feed.json")
    root = ET.fromstring(atom)  # noqa: S314 - our own feed
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        "What two did"
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-03-04T00:00:00Z"
    feed = json.loads(as_json)
    assert feed["home_page_url"] == "https://casebook.example/list/"
    assert [item["url"] for item in feed["items"]] == ["https://casebook.example/case-studies/two/"]
    assert feed["items"][0]["date_published"] == "2026-01-02T00:00:00Z"


def test_a_section_leads_to_its_heading_in_a_feed():
    chapter = Entry(
        kind="chapter",
        slug="a",
        path="docs/guide/a.md",
        address="guide/a/",
        title="A & B",
        sections=(Section(id="who", title="<Who>", line=1, level=2),),
        values={"reviewed": date(2026, 5, 6)},
    )
    page = index("section")
    (listing,) = listings(relate([chapter, page], schema=standard()))
    feeds = Feeds(publication({chapter.path: "guide/a/"}))
    (_place, atom), _json = feeds.write(next(listing.pages()))
    assert "<id>https://casebook.example/guide/a/#who</id>" in atom
    assert "&lt;Who&gt;" in atom


def test_files_of_a_long_list_hold_every_value_and_every_row(listing):
    for counted in listing.facets:
        column = facet_columns(listing)["facets"][counted.facet.name]
        assert column["values"] == [item.value.slug for item in counted.values]
        entries = [found.split(",") if found else [] for found in column["entries"].split(" ")]
        for number, item in enumerate(counted.values):
            having = [place for place, own in enumerate(entries) if str(number) in own]
            assert having == list(item.places)
    files = dict(write_list(listing, Rows(CASEBOOK), {"case_studies/two.md": "case-studies/two/"}))
    assert set(files) > {"list/list/facets.json", "list/list/rows-0.txt", "list/list/words-r.txt"}
    heading, *rows = files["list/list/rows-0.txt"].rstrip("\n").split("\n")
    assert heading == ""
    assert [row.split("\x1f")[1] for row in rows] == [
        "What two did",
        "What one did",
        "What three did",
    ]
    assert rows[0].startswith("case-studies/two/\x1f")
    labels, *compared = files["list/list/compared-0.txt"].rstrip("\n").split("\n")
    assert labels.split("\x1e")[:2] == ["Organisation", "What they did"]
    assert compared[2].split("\x1f")[0] == ""
    assert json.loads(files["list/list/orders.json"]) == {"title": [1, 2, 0], "newest": [0, 1, 2]}


def test_narrower_values_stand_beneath_the_first_of_their_broader_ones():
    themes = [theme("a"), theme("b", "d"), theme("c", "b", "d"), theme("d"), theme("e")]
    own = relate([INDEX, *themes, study("one", "c"), study("two", "b", "e")], schema=standard())
    values = list_index(INDEX, own).facets[0].values
    assert [(item.value.slug, [above.slug for above in item.above]) for item in values] == [
        ("d", []),
        ("b", ["d"]),
        ("c", ["d", "b"]),
        ("e", []),
    ]
    assert [item.places for item in values] == [(0, 1), (0, 1), (0,), (1,)]


def test_a_family_of_themes_is_not_torn_apart_by_the_fold():
    themes = [theme("a"), theme("b"), theme("c", "b"), *(theme(slug) for slug in "defg")]
    own = index("case-study", facets=({"name": "theme", "show": "2"},))
    casebook = relate([own, *themes, study("one", *"acdefg"), study("two", "a")], schema=standard())
    html = draw_listing(next(list_index(own, casebook).pages()), casebook, Link({}, "")).html
    form = html[html.index("<fieldset") : html.index("</fieldset>")]
    seen, folded = form.split("<details")
    assert re.findall('value="(.)"', seen) == ["a", "b", "c"]
    assert re.findall('value="(.)"', folded) == ["d", "e", "f", "g"]
    assert 'class="cb-choice cb-choice--in-1"><input type="checkbox" name="theme" value="c"' in form
    assert "part of B" in form


def test_a_page_of_one_value_leads_on_to_what_its_things_have_besides(listing):
    page = next(page for page in listing.pages() if page.entry.address == "list/type/acute/")
    html = draw_listing(page, CASEBOOK, Link({"docs/list/index.md": "list/"}, "../../../")).html
    within = html[html.index("cb-listing__within") : html.index("Filter these further")]
    assert 'href="../../../list/?theme=records&amp;type=acute">Records</a>' in within
    assert "1 with none here" in within
    assert re.search('>Risk</a> <span class="cb-counts__number">0 here<', within)


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Order sets", "order-sets"), ("e-CARE (2.0)", "e-care-2-0"), ("☂", "value-")],
)
def test_every_text_has_a_slug(text, slug):
    assert slug_of(text).startswith(slug)


def test_words_within_a_sentence():
    assert within_sentence("Risk") == "risk"
    assert within_sentence("EPR use") == "EPR use"


def test_what_looks_different_is_two_values_and_each_has_its_address():
    named = [
        ("a", "Gŵyl"),
        ("b", "Gwyl"),
        ("c", "C"),
        ("d", "C++"),
        ("e", "gwyl"),
        ("f", "Gw\u0302yl"),
    ]
    stories = [study(slug, "risk", systems=(system,)) for slug, system in named]
    for order in (stories, stories[::-1]):
        systems = found(list_index(INDEX, relate([INDEX, *order], schema=standard())), "system")
        first, *numbered = sorted(slug for slug in systems if slug.startswith("gwyl"))
        assert (first, systems[first]) == ("gwyl", ["b", "e"])
        assert [systems[slug] for slug in numbered] == [["a", "f"]]
        assert (systems["c"], systems["c-plus-plus"]) == (["c"], ["d"])
