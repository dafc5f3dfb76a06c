"""What a page refers to, in which sentence, and what becomes a link."""

import re

import markdown
import pytest

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.mentions import gather_names
from mkdocs_casebook.graph.references import LinkWhere
from mkdocs_casebook.graph.sentences import in_sentence
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.schema.kind_declarations import standard

THEMES = {
    slug: Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=slug.title(),
        values={"title": slug},
    )
    for slug in ("risk", "culture")
}
PATHS = {theme.path for theme in THEMES.values()} | {"case_studies/one.md", "docs/guide/two.md"}


def host_path(path):
    return path.removeprefix("docs/") if path in PATHS else None


def convert(text, path="docs/guide/two.md", where=LinkWhere.PAGE, **values):
    entry = Entry(
        kind="chapter",
        slug="two",
        path=path,
        address="guide/two/",
        title="Two",
        values={"title": "Two", **values},
    )
    extension = CasebookExtension()
    site = Site(PATHS, THEMES, gather_names(THEMES.values()), host_path, where, schema=standard())
    extension.markup = Markup(entry, site, lambda slug: f"/themes/{slug}/")
    extensions = ["attr_list", "def_list", "tables", "fenced_code", "toc", extension]
    html = markdown.markdown(text, extensions=extensions)
    return html, extension.references


def terms(html):
    return re.findall(r'<a class="cb-term" href="([^"]*)">([^<]*)</a>', html)


def test_first_mention_on_a_page_becomes_a_link():
    html, references = convert("All risk here.\n\n## Next {#next}\n\nMore risk and culture.")
    assert terms(html) == [("/themes/risk/", "risk"), ("/themes/culture/", "culture")]
    assert [(r.section, r.target) for r in references] == [
        ("", "docs/themes/risk.md"),
        ("next", "docs/themes/risk.md"),
        ("next", "docs/themes/culture.md"),
    ]


def test_first_mention_in_each_section_becomes_a_link_where_that_is_set():
    html, _references = convert("Risk. Risk.\n\n## Next {#next}\n\nRisk.", where=LinkWhere.SECTION)
    assert len(terms(html)) == 2


def test_page_that_turns_links_off_mentions_nothing():
    html, references = convert("The risk.", **{"theme-links": "off"})
    assert terms(html) == []
    assert references == []


def test_links_can_be_turned_off_for_a_site_and_mentions_still_count():
    html, references = convert("The risk.", where=LinkWhere.OFF)
    assert terms(html) == []
    assert [reference.sentence[1] for reference in references] == ["risk"]


@pytest.mark.parametrize(
    "text",
    [
        "## Risk {#a}",
        "`risk`",
        "    risk in a block of code",
        "```\nrisk\n```",
        "[the risk](https://www.example.org)",
        "![risk](picture.png)",
        "> the risk",
        "| Risk |\n|---|\n| x |",
        'Words\n{: title="risk" }',
    ],
)
def test_headings_code_links_quotations_and_attributes_stay_as_they_are(text):
    html, references = convert(text)
    assert terms(html) == []
    assert references == []


def test_theme_page_never_mentions_itself():
    html, references = convert("Risk and culture.", path="docs/themes/risk.md")
    assert [text for _href, text in terms(html)] == ["culture"]
    assert [reference.target for reference in references] == ["docs/themes/culture.md"]


def test_text_round_a_link_is_kept_to_the_letter():
    html, _references = convert("A *calm* risk, **and the culture** of risk & more.")
    assert re.sub("<[^>]*>", "", html).strip() == "A calm risk, and the culture of risk &amp; more."


def test_link_is_recorded_with_its_heading_and_sentence():
    _html, references = convert(
        "## What happened {#what}\n\nFirst came one thing. Then [the *first* story]"
        "(../../case_studies/one.md#part) was told. It ended."
    )
    assert len(references) == 1
    reference = references[0]
    assert (reference.source, reference.section, reference.heading) == (
        "docs/guide/two.md",
        "what",
        "What happened",
    )
    assert (reference.target, reference.fragment) == ("case_studies/one.md", "part")
    assert reference.sentence == (
        "Then ",
        "the first story",
        " was told.",
    )


def test_links_to_files_that_are_no_entries_are_not_recorded():
    _html, references = convert("[a](nowhere.md) [b](https://www.example.org/one.md) [c](#top)")
    assert references == []


def test_list_items_and_table_cells_are_read():
    _html, references = convert("- the risk\n    - a culture\n\n| A |\n|---|\n| risk |")
    assert [reference.sentence[1] for reference in references] == ["risk", "culture", "risk"]


def test_place_that_opens_a_sentence_leaves_the_one_before_out():
    assert in_sentence("One is here. EPR is two. Three.", 13, 16) == ("", "EPR", " is two.")


def test_long_sentence_is_cut_at_a_word():
    text = f"{'word ' * 100}here{' word' * 100}."
    before, words, after = in_sentence(text, 500, 504)
    assert words == "here"
    assert before.startswith("… word")
    assert after.endswith("word …")


def test_escaped_characters_come_back():
    _html, references = convert(r"A \*star\* & a risk.")
    assert references[0].sentence[0] == "A *star* & a "


@pytest.mark.parametrize(
    "text",
    [
        "- [One](../../case_studies/one.md)\n- [Risk](../themes/risk.md): all of risk\n",
        "1. **[One](../../case_studies/one.md)** on risk\n2. [A place](../elsewhere.md)\n",
        "- [One](../../case_studies/one.md)\n\n- [Risk](../themes/risk.md)\n\n    More on risk.\n",
    ],
)
def test_lists_of_links_refer_to_no_page(text):
    html, references = convert(text)
    assert references == []
    assert terms(html) == []


def test_lists_of_links_refer_to_the_questions_that_they_name():
    text = "- [Who?](../../case_studies/one.md#who): they did\n- [How?](../themes/risk.md#how)\n"
    assert [reference.fragment for reference in convert(text)[1]] == ["who", "how"]


@pytest.mark.parametrize(
    "text",
    [
        "- As in [One](../../case_studies/one.md)\n- [One](../../case_studies/one.md) says so\n",
        "- [One](../../case_studies/one.md) is the only one\n",
        "See [One](../../case_studies/one.md).",
    ],
)
def test_links_in_what_is_said_are_references(text):
    assert {reference.target for reference in convert(text)[1]} == {"case_studies/one.md"}


def test_a_name_is_found_however_it_is_typed():
    path, title = "docs/themes/pro.md", "C\u0302af au lait"
    themes = {"pro": Entry(kind="theme", slug="pro", path=path, address="", title=title)}
    names, text = (
        gather_names(themes.values()),
        "Some Ĉaf  au\n lait\n\n## A\n\nC\u0302af au\xa0lait",
    )
    extension = CasebookExtension()
    site = Site(PATHS, themes, names, host_path, LinkWhere.SECTION, schema=standard())
    entry = Entry(kind="chapter", slug="two", path="docs/guide/two.md", address="", title="Two")
    extension.markup = Markup(entry, site, lambda slug: slug)
    html = markdown.markdown(text, extensions=[extension])
    assert [words for _address, words in terms(html)] == ["Ĉaf au lait", "Ĉaf au\xa0lait"]
