"""What stands above and below the text of a page."""

import re
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import pytest

from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.extensions import INDEXES
from mkdocs_casebook.core.extensions import names as added
from mkdocs_casebook.core.model import Collection, Entry, Section, Source, Target
from mkdocs_casebook.core.problems import has_errors
from mkdocs_casebook.core.redirects import Move
from mkdocs_casebook.graph.casebook import Casebook, relate
from mkdocs_casebook.graph.connections import Web
from mkdocs_casebook.graph.references import Reference
from mkdocs_casebook.markdown.processor import SECTION_MARK
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.render.fragments import Fragment, Link, facts
from mkdocs_casebook.render.heads import draw_head
from mkdocs_casebook.render.heads import head as pieces
from mkdocs_casebook.render.overviews import DRAWN, theme_counts, type_counts
from mkdocs_casebook.render.page import body
from mkdocs_casebook.render.parts import key_messages
from mkdocs_casebook.render.redirects import redirects
from mkdocs_casebook.render.search_words import MOST_NAMES, add_search_words, remove_search_words
from mkdocs_casebook.render.tails import connected, tail, updates
from mkdocs_casebook.schema.kind_declarations import standard
from weaving import web_of

SITE = Path(__file__).parents[1] / "hosts" / "site"
COLLECTIONS = tuple(
    Collection(folder, kind)
    for folder, kind in {
        "case_studies": "case-study",
        "docs/guide": "chapter",
        "docs/questions": "question-list",
        "docs/themes": "theme",
        "docs/organisations": "organisation",
    }.items()
)
NASTY = "<script>alert(\"1\")</script> & 'more'"


class SamePath(dict):
    """Addresses that are the paths themselves."""

    def get(self, path, default=None):
        return path or default


LINK = Link(SamePath(), "")


def page(name: str, **fields: str) -> Source:
    lines = "".join(f"{field}: {value}\n" for field, value in fields.items())
    path = f"docs/x/{name}.md"
    return Source(
        path=path,
        kind="page",
        slug=name,
        address=f"x/{name}/",
        content=f"---\n{lines}---\nText.\n".encode(),
    )


@pytest.fixture(scope="module")
def casebook() -> Casebook:
    sources, problems = find_sources(SITE, "docs", COLLECTIONS)
    # A page for every list there is, beside those that the site has.
    sources += [
        page(f"all-{index}", title=f"All {index}", index=index) for index in standard().indexes
    ]
    result = build(sources, COLLECTIONS, schema=standard())
    assert not has_errors([*problems, *result.problems])
    return result.casebook


@pytest.fixture(scope="module")
def web(casebook: Casebook) -> Web:
    return web_of(casebook)


def head(entry: Entry, casebook: Casebook, link: Link, **given: int) -> str:
    return draw_head(pieces(entry, casebook, link, **given))


def everything(casebook: Casebook) -> list[Entry]:
    return list(casebook.by_path.values())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def below_text(entry: Entry, web: Web) -> Fragment:
    return tail(entry, web.casebook, LINK, connected(entry, web, LINK))


def test_every_page_has_a_head_and_a_tail(casebook: Casebook, web: Web) -> None:
    for entry in everything(casebook):
        above = head(entry, casebook, LINK, words=1_000)
        below = below_text(entry, web)
        assert f"<h1>{escape(entry.title)}</h1>" in above
        for ident, _title in below.headings:
            assert f'id="{ident}"' in below.html, entry.path


def test_nothing_that_an_author_writes_becomes_a_tag(casebook: Casebook) -> None:
    def spoil(value: object) -> object:
        if isinstance(value, str):
            return NASTY
        if isinstance(value, tuple):
            return tuple(map(spoil, value))
        if hasattr(value, "items"):
            return {name: part if name == "date" else spoil(part) for name, part in value.items()}
        return value

    kept = {"themes", "organisation", "index", "type", "region", "broader", "related", "retired"}
    entries = [
        replace(
            entry,
            title=NASTY,
            summary=NASTY,
            values={
                name: value if name in kept else spoil(value)  # type: ignore[misc]
                for name, value in entry.values.items()
            },
            sections=tuple(
                section._replace(title=NASTY, excerpt=NASTY) for section in entry.sections
            ),
        )
        for entry in everything(casebook)
    ]
    spoilt = relate(entries, schema=standard())
    woven = web_of(spoilt)
    for entry in entries:
        html = f"{head(entry, spoilt, LINK)}{key_messages(entry)}{below_text(entry, woven).html}"
        moves = [Move("docs/themes/old.md", "themes/old/", entry.path)]
        html += add_search_words("", entry, spoilt)
        html += dict(redirects(moves, spoilt, SamePath(), in_folders=True))["themes/old/index.html"]
        assert "<script" not in html, entry.path


def test_what_an_author_left_out_is_not_stated(casebook: Casebook, web: Web) -> None:
    study = casebook.of_kind("case-study")[0]
    bare = replace(study, values={"organisation": study["organisation"] or ""})
    shown = words(below_text(bare, web).html)
    for label in ("Cost", "How long it took", "Strength of evidence", "What did not work"):
        assert f"{label} Not stated" in shown


@pytest.mark.parametrize(
    ("kind", "name", "value", "texts"),
    [
        ("case-study", "status", "in-use", ("In use",)),
        ("case-study", "cost", "1m-to-10m", ("£1 million to £10 million",)),
        ("case-study", "year", 2020, ("2020",)),
        ("case-study", "systems", ("A", "B"), ("A", "B")),
        (
            "case-study",
            "people",
            ({"name": "A. N. Example", "role": "Chair"},),
            ("A. N. Example, Chair",),
        ),
        ("case-study", "cost", None, ()),
        ("case-study", "added", date(2020, 7, 5), ("5 July 2020",)),
        ("organisation", "type", ("acute", "mental-health"), ("Acute", "Mental health")),
    ],
)
def test_facts_are_in_readers_words(
    kind: str, name: str, value: object, texts: tuple[str, ...]
) -> None:
    values = {} if value is None else {name: value}
    entry = Entry(kind=kind, slug="a", path="a", address="a", title="A", values=values)  # type: ignore[arg-type]
    (fact,) = facts(entry, [name], schema=standard())
    assert fact.texts == texts


def test_a_case_study_shows_facts_of_its_organisation(casebook: Casebook) -> None:
    study = casebook.of_kind("case-study")[0]
    shown = words(head(study, casebook, LINK))
    owner = casebook.entry("organisation", str(study["organisation"]))
    assert owner is not None
    assert f"Organisation {owner.title}" in shown
    assert "Region" in shown


def test_a_case_study_without_its_organisation_shows_its_own_facts() -> None:
    study = Entry(
        kind="case-study", slug="a", path="a.md", address="a/", title="A", values={"year": 2020}
    )
    shown = words(head(study, relate([study], schema=standard()), LINK))
    assert "Year of the account 2020" in shown
    assert "Organisation" not in shown


def test_reading_time_is_told_of_long_pages_only(casebook: Casebook) -> None:
    chapter = casebook.of_kind("chapter")[0]
    assert "5 minutes to read" in words(head(chapter, casebook, LINK, words=1_100))
    assert "1 minute to read" in words(head(chapter, casebook, LINK, words=10))
    assert "to read" not in words(head(chapter, casebook, LINK))


@pytest.mark.parametrize(
    ("typed", "shown"), [("2020", "2020"), ("2020-07", "July 2020"), ("2020-07-05", "5 July 2020")]
)
def test_the_date_of_a_source_is_as_exact_as_it_is_known(typed: str, shown: str) -> None:
    study = Entry(
        kind="case-study",
        slug="a",
        path="a.md",
        address="a/",
        title="A",
        values={"source": {"title": "Report", "date": typed}},
    )
    assert f"Source Report, {shown}." in words(
        below_text(study, web_of(relate([study], schema=standard()))).html
    )


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Ada Example",), "Thanks to Ada Example."),
        (("Ada Example", "Bo", "Cy <b>"), "Thanks to Ada Example, Bo and Cy &lt;b&gt;."),
    ],
)
def test_whoever_helped_is_thanked_on_the_page_and_on_one_for_all(
    names: tuple[str, ...], shown: str
) -> None:
    study = Entry(
        kind="case-study",
        slug="a",
        path="a.md",
        address="a/",
        title="A",
        values={"contributors": names},
    )
    index = Entry(
        kind="page",
        slug="thanks",
        path="thanks.md",
        address="thanks/",
        title="Thanks",
        values={"index": "contributors"},
    )
    woven = web_of(relate([study, index], schema=standard()))
    html = below_text(study, woven).html
    assert f"<strong>{shown[:9]}</strong>{shown[9:]}" in html
    everybody = below_text(index, woven)
    assert all(escape(name) in everybody.html for name in names)
    assert everybody.html.count('href="a.md"') == len(names)
    assert everybody.headings == (("names", "Names"),)
    nobody = below_text(index, web_of(relate([index], schema=standard())))
    assert "Nobody has been named yet." in nobody.html
    assert nobody.headings == ()


def test_a_theme_lists_what_is_filed_under_it(casebook: Casebook, web: Web) -> None:
    theme = next(t for t in casebook.of_kind("theme") if casebook.filed.get(t.slug))
    below = below_text(theme, web)
    for thing in casebook.filed[theme.slug]:
        assert f'href="{LINK(thing.target)}"' in below.html
    kinds = {thing.entry.kind for thing in casebook.filed[theme.slug]}
    headings = {ident for ident, _label in below.headings}
    assert {f"filed-{kind}" for kind in kinds} <= headings
    # Every heading of the contents list is on the page.
    assert all(f'id="{ident}"' in below.html for ident in headings)


def test_a_theme_that_nothing_is_filed_under_says_so() -> None:
    theme = Entry(kind="theme", slug="a", path="a.md", address="a/", title="A")
    below = below_text(theme, web_of(relate([theme], schema=standard())))
    assert "Nothing is filed under this theme yet." in below.html


def test_themes_lead_to_those_around_them() -> None:
    whole = Entry(kind="theme", slug="whole", path="whole.md", address="w/", title="Whole")
    part = Entry(
        kind="theme",
        slug="part",
        path="part.md",
        address="p/",
        title="Part",
        values={"broader": ("whole",), "related": ("whole",), "aliases": ("piece", "bit")},
    )
    casebook = relate([whole, part], schema=standard())
    woven = web_of(casebook)
    assert "Part of Whole" in words(head(part, casebook, LINK))
    assert "Also called piece, bit." in words(head(part, casebook, LINK))
    assert "Narrower Part" in words(below_text(whole, woven).html)
    assert "Related Whole" in words(below_text(part, woven).html)


def test_an_organisation_without_a_case_study_has_no_empty_list() -> None:
    trust = Entry(kind="organisation", slug="a", path="a.md", address="a/", title="A")
    below = below_text(trust, web_of(relate([trust], schema=standard())))
    assert below.headings == ()


def test_what_others_published_stands_below_the_text_in_order_with_its_source() -> None:
    def update(day: str, statement: str, url: str) -> dict[str, object]:
        source = {"source": "Example review", "publisher": NASTY, "url": url}
        return {"date": day, "statement": statement, "checked": date(2026, 11, 22)} | source

    later = update("2021-12", "Later in the month.", "https://a.example/later")
    first = update("2021-12-09", f"Said {NASTY}.", "javascript:alert(1)")
    given = {"updates": (later, first)}
    story = Entry(kind="case-study", slug="a", path="a.md", address="a/", title="A", values=given)
    shown = updates(story)
    assert shown.headings == (("updates", "Beyond the source"),)
    assert words(shown.html).index("9 December 2021.") < words(shown.html).index("December 2021. L")
    assert 'href="https://a.example/later">Example review</a>' in shown.html
    assert "javascript" not in shown.html
    assert "Checked 22 November 2026." in shown.html
    assert "<script" not in shown.html
    assert updates(replace(story, values={})) == Fragment("")


def test_chapters_lead_to_the_one_before_and_after() -> None:
    chapters = [
        Entry(
            kind="chapter",
            slug=str(number),
            path=f"{number}.md",
            address=f"{number}/",
            title=f"Chapter {number}",
            values={"order": number},
        )
        for number in (1, 2, 3)
    ]
    woven = web_of(relate(chapters, schema=standard()))
    first, second, third = (below_text(chapter, woven).html for chapter in chapters)
    assert "2.md" in first
    assert "1.md" in second
    assert "3.md" in second
    assert "3.md" not in third


def test_lists_are_complete(casebook: Casebook, web: Web) -> None:
    lists = {
        "case-study": "case-study",
        "theme": "theme",
        "question-list": "question-list",
        "organisation": "organisation",
        "chapter": "chapter",
    }
    for index, kind in lists.items():
        at = casebook.by_path[f"docs/x/all-{index}.md"]
        html = below_text(at, web).html
        for entry in casebook.of_kind(kind):
            assert escape(entry.title) in html, (index, entry.path)


@pytest.mark.parts
def test_every_list_that_can_be_asked_for_is_made() -> None:
    schema = standard()
    of_kinds = {*schema.kinds, *schema.by_index, *schema.papers}
    assert set(schema.indexes) - of_kinds == {*DRAWN, *added(INDEXES)}


def test_a_page_without_a_list_ends_with_its_text(web: Web) -> None:
    plain = Entry(kind="page", slug="a", path="a.md", address="a/", title="A")
    assert words(below_text(plain, web).html) == ""


def test_counts_agree_with_the_entries(casebook: Casebook) -> None:
    studies = casebook.of_kind("case-study")
    assert sum(count.number for count in theme_counts(casebook)) == sum(
        map(len, casebook.filed.values())
    )
    types = [
        slug
        for study in studies
        for owner in [casebook.entry("organisation", str(study["organisation"]))]
        if owner
        for slug in owner.texts("type")
    ]
    assert sum(count.number for count in type_counts(casebook)) == len(types)


def test_types_are_not_counted_where_no_page_lists_them() -> None:
    assert type_counts(relate([], schema=standard())) == ()


def test_a_case_study_of_an_unknown_organisation_counts_for_no_type(casebook: Casebook) -> None:
    index = casebook.by_path["docs/x/all-case-study.md"]
    study = Entry(kind="case-study", slug="a", path="a.md", address="a/", title="A")
    assert type_counts(relate([index, study], schema=standard())) == ()


def test_search_finds_a_case_study_by_its_organisation(casebook: Casebook) -> None:
    study = casebook.of_kind("case-study")[0]
    owner = casebook.entry("organisation", str(study["organisation"]))
    assert owner is not None
    assert owner.title in add_search_words("", study, casebook)


def test_search_finds_a_case_study_by_its_people(casebook: Casebook) -> None:
    study = casebook.of_kind("case-study")[0]
    quoted = replace(study, values={"people": ({"name": "A. N. Example", "role": "Chair"},)})
    assert "A. N. Example, Chair<" in add_search_words("", quoted, casebook)


def test_search_finds_what_is_filed_under_a_theme_by_its_first_names_and_the_theme_by_all() -> None:
    names = tuple(f"name {number} of it" for number in range(MOST_NAMES + 1))
    theme = Entry(
        kind="theme",
        slug="risk",
        path="docs/risk.md",
        address="risk/",
        title="Risk",
        values={"title": "Risk", "aliases": names},
    )
    study = Entry(
        kind="case-study", slug="a", path="a.md", address="a/", title="A", themes=("risk",)
    )
    casebook = relate([theme, study], standard())
    assert names[-2] in add_search_words("", study, casebook)
    assert names[-1] not in add_search_words("", study, casebook)
    assert names[-1] in add_search_words("", theme, casebook)


def test_a_page_with_no_words_of_its_own_adds_none() -> None:
    page = Entry(kind="page", slug="a", path="a", address="a", title="A")
    assert add_search_words("", page, relate([], standard())) == ""


def test_a_question_shows_who_refers_to_it_or_nothing(casebook: Casebook) -> None:
    ident, question = next(iter(casebook.questions.items()))
    study = casebook.of_kind("case-study")[0]
    reference = Reference(study.path, "", "", question.entry.path, ident, text="See it.", end=3)
    text = "".join(f'{SECTION_MARK}<h2 id="{name}">Why?</h2>\n' for name in (ident, "nobody"))
    made = body(text, question.entry, web_of(casebook, [reference]), LINK)
    assert made.count("Referred to in") == 1
    assert made.index("Referred to in") < made.index("nobody")
    assert "Print this question" in made.partition("nobody")[2]


def test_every_kind_of_page_is_named_in_its_head(casebook: Casebook) -> None:
    for kind in standard().kinds.values():
        for entry in casebook.of_kind(kind.name)[:1]:
            html = head(entry, casebook, LINK)
            assert f"cb-head--{kind.name}" in html
            assert (f">{kind.label}<" in html or f">{kind.label}" in html) is (kind.name != "page")


def test_a_link_leads_to_a_page_or_a_heading() -> None:
    assert LINK(Target("a.md", "b")) == "a.md#b"


def test_words_for_the_search_leave_no_trace(casebook: Casebook) -> None:
    text = '<p>Opening.</p><h2 id="context">Context</h2><p>Text.</p>'
    for study in casebook.of_kind("case-study"):
        searched = add_search_words(text, study, casebook)
        assert searched != text
        assert remove_search_words(searched) == text


def test_names_of_a_sections_themes_stand_below_its_heading() -> None:
    theme = Entry(kind="theme", slug="risk", path="r.md", address="r/", title="Risk")
    study = Entry(
        kind="case-study",
        slug="a",
        path="a.md",
        address="a/",
        title="A",
        sections=(Section(id="why", title="Why", line=1, level=2, themes=("risk",)),),
    )
    text = f'<p>So.</p>\n{SECTION_MARK}<h2 id="why">Why</h2>\n<p>Text.</p>'
    added = '<p class="cb-search-words">Risk</p>'
    assert add_search_words(text, study, relate([theme, study], standard())) == text.replace(
        "</h2>", f"</h2>{added}"
    )


def words_of(html: str) -> list[str]:
    """Return the words of a text; a paragraph's end parts words, other tags do not."""
    return re.sub(r"<[^>]*>", "", html.replace("</p>", " ")).split()
