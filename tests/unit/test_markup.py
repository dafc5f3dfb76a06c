"""What becomes of a page's Markdown. Links and mentions are recorded in ``references``."""

import posixpath
import re
from dataclasses import replace

import markdown
import pytest

from mkdocs_casebook.core.model import Entry, Section, Value
from mkdocs_casebook.graph.mentions import gather_names
from mkdocs_casebook.markdown.processor import CasebookExtension
from mkdocs_casebook.markdown.site import Markup, Site
from mkdocs_casebook.render.sections import divide
from mkdocs_casebook.schema.kind_declarations import standard

EXTENSIONS = ["attr_list", "def_list", "tables", "toc"]
RISK = Entry(
    kind="theme",
    slug="risk",
    path="docs/themes/risk.md",
    address="themes/risk/",
    title="Risk & reward",
)
DATA = Entry(
    kind="theme", slug="data", path="docs/themes/data.md", address="themes/data/", title="Data"
)


def host_path(path: str) -> str | None:
    """Know files below ``docs`` without it, and case studies as they are."""
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return path if path.startswith("case_studies/") else None


SITE = Site(
    paths=frozenset({RISK.path, DATA.path, "case_studies/a.md", "docs/guide/b.md"}),
    themes={"risk": RISK, "data": DATA},
    names=gather_names([RISK, DATA]),
    host_path=host_path,
    schema=standard(),
)


def html(text: str, kind: str = "chapter", path: str = "docs/guide/b.md", **values: Value) -> str:
    extension = CasebookExtension()
    entry = Entry(kind=kind, slug="b", path=path, address="b/", title="B", values=values)
    extension.markup = Markup(entry, SITE, lambda slug: f"/themes/{slug}/")
    made = markdown.markdown(text, extensions=[*EXTENSIONS, extension])
    questions = standard()[kind].has_questions
    return divide(made, has_questions=questions) if SITE.lays_out(entry) else made


def test_a_page_that_casebook_does_not_know_is_left_alone() -> None:
    text = "## One {themes=risk}\n\n[a](../../case_studies/a.md)\n"
    left = markdown.markdown(text, extensions=[*EXTENSIONS, CasebookExtension()])
    assert left == markdown.markdown(text, extensions=EXTENSIONS)


@pytest.mark.parametrize(
    ("path", "link", "target"),
    [
        ("docs/guide/b.md", "../../case_studies/a.md", "case_studies/a.md"),
        ("docs/guide/b.md", "../../case_studies/a.md#impact", "case_studies/a.md#impact"),
        ("docs/guide/b.md", "../../case_studies/a.md?x=1#y", "case_studies/a.md?x=1#y"),
        ("docs/guide/b.md", "../themes/risk.md", "themes/risk.md"),
        ("case_studies/a.md", "../docs/guide/b.md#c", "guide/b.md#c"),
        ("case_studies/a.md", "c.md", "case_studies/c.md"),
        ("docs/index.md", "../case_studies/a.md", "case_studies/a.md"),
    ],
)
def test_a_link_that_is_right_on_disk_becomes_right_for_the_host(
    path: str, link: str, target: str
) -> None:
    (made,) = re.findall(r'href="([^"]*)"', html(f"[a]({link})", path=path))
    here = posixpath.dirname(host_path(path) or "")
    assert posixpath.normpath(posixpath.join(here, made)) == target


@pytest.mark.parametrize(
    "link",
    [
        "../../README.md",
        "#here",
        "/there",
        "?x",
        "https://www.example.org/a.md",
        "mailto:a@example.org",
    ],
)
def test_other_links_are_left_alone(link: str) -> None:
    assert f'href="{link}"' in html(f"[a]({link})")


def test_pictures_are_linked_in_the_same_way() -> None:
    made = html("![a](../../case_studies/a.png)")
    assert 'src="../case_studies/a.png"' in made


def test_a_link_to_a_file_that_the_code_host_opens_leads_there() -> None:
    form, blank = ".github/form.yml", "templates/blank.md"
    opened = {form: "https://example.org/new?a=1&b=2", blank: ""}
    text = f"[form](../../.github/form.yml) [blank](../../{blank}) ![p](../../{blank})"
    extension = CasebookExtension()
    entry = Entry(kind="page", slug="b", path="docs/guide/b.md", address="b/", title="B")
    extension.markup = Markup(entry, replace(SITE, opened_elsewhere=opened))
    made = markdown.markdown(text, extensions=[*EXTENSIONS, extension])
    assert '<a href="https://example.org/new?a=1&amp;b=2">form</a>' in made
    assert "<span>blank</span>" in made
    assert 'src="../../templates/blank.md"' in made


def test_a_picture_alone_with_a_title_becomes_a_figure_with_a_caption() -> None:
    made = html('![What it is](a.png "What it shows"){ width=10 }')
    assert '<figure class="cb-picture"><img alt="What it is" loading="lazy" src="a.png"' in made
    assert "<figcaption>What it shows</figcaption></figure>" in made
    assert "title=" not in made


def test_a_picture_alone_without_a_title_has_no_caption() -> None:
    assert "figcaption" not in html("![What it is](a.png)")


@pytest.mark.parametrize("text", ['See ![a](a.png "b")', '[![a](a.png "b")](c.md)', "*a*"])
def test_other_paragraphs_are_no_figures(text: str) -> None:
    assert "<figure" not in html(text)


def test_a_link_without_an_address_is_left_alone() -> None:
    assert 'href=""' in html("[a]()")


def test_themes_of_a_section_are_shown_below_its_heading() -> None:
    made = html('## One {#one themes="risk data unknown"}\n\nText.\n')
    assert "themes=" not in made
    line = re.search(r'<p class="cb-section-themes".*?</p>', made)
    assert line
    assert line[0] == (
        '<p class="cb-section-themes" data-search-exclude="">Themes: '
        '<a href="../themes/risk.md">Risk &amp; reward</a>, '
        '<a href="../themes/data.md">Data</a></p>'
    )


def test_one_theme_is_called_theme() -> None:
    assert ">Theme: <a" in html('## One {#one themes="risk"}\n')


def test_a_case_study_shows_its_themes_at_the_top_only() -> None:
    made = html('## One {#one themes="risk" answers="x" evidence-for="y"}\n', kind="case-study")
    assert "cb-section-themes" not in made
    assert "themes=" not in made
    assert "answers=" not in made
    assert "evidence-for=" not in made


def test_a_quotation_with_a_name_becomes_a_figure() -> None:
    made = html("Text.\n\n> “Yes.”\n>\n> — A. N. Example, chair\n\nMore.\n")
    assert '<figure class="cb-quote">' in made
    assert "<figcaption>A. N. Example, chair</figcaption>" in made
    assert made.index("</figure>") < made.index("More.")


@pytest.mark.parametrize(
    "quotation", ["> Only words.\n", "> Words.\n>\n> More.\n", "> a\n>\n> - b\n"]
)
def test_another_quotation_stays_as_it_is(quotation: str) -> None:
    assert "figure" not in html(quotation)


def test_a_table_can_be_scrolled_and_has_the_name_of_its_heading() -> None:
    table = "| a | b |\n|---|---|\n| c | d |\n"
    made = html(f"{table}\n## What *it* took\n\n{table}")
    regions = re.findall(r'<div aria-label="([^"]*)" class="cb-scroll"[^>]*>', made)
    assert regions == ["Table", "Table: What it took"]
    assert 'tabindex="0"' in made


def test_sections_are_wrapped_and_so_is_what_comes_before_them() -> None:
    made = html("Opening.\n\n## One {#one}\n\nText.\n\n### Small\n\n## Two {#two}\n")
    assert made.count('<section class="cb-section">') == 2
    opening = made.index('<div class="cb-opening">')
    assert opening < made.index("Opening.") < made.index('id="one"') < made.index('id="two"')
    assert "cb-question" not in made


def test_a_page_without_headings_is_all_opening() -> None:
    assert html("Text.").startswith('<div class="cb-opening">')


def test_a_question_has_a_number_an_id_and_space_to_answer() -> None:
    made = html("## One? {#ten-1}\n\nWhy.\n\n## Two? {#ten-2}\n", kind="question-list")
    assert re.findall(r'cb-question__number">(\d)<', made) == ["1", "2"]
    assert '<a class="cb-question__id" href="#ten-2">ten-2</a>' in made
    assert made.count("Our answer today") == 2
    assert "cb-answer__line--empty" in made


def test_weak_and_strong_answers_are_paired() -> None:
    made = html(
        "## One? {#ten-1}\n\nA weak answer\n:   No.\n\nA strong answer\n:   Yes.\n",
        kind="question-list",
    )
    assert made.count('<div class="cb-answers__answer">') == 2
    assert "cb-answers" not in html("Term\n:   Text.\n")


def test_a_list_of_texts_without_a_term_is_kept() -> None:
    made = html("<dl markdown='1'></dl>\n\nTerm\n:   One.\n:   Two.\n", kind="question-list")
    assert made.count('<div class="cb-answers__answer">') == 1
    assert "One." in made
    assert "Two." in made


def test_the_first_mention_of_a_theme_becomes_a_link() -> None:
    made = html("Data is data.\n", title="B")
    assert made.count('href="/themes/data/"') == 1


def test_a_page_may_turn_links_to_themes_off() -> None:
    assert "cb-term" not in html("Data.\n", **{"title": "B", "theme-links": "off"})


@pytest.mark.parametrize(
    ("kind", "index", "words", "expected"),
    [
        ("chapter", None, "Read next", "read-next_1"),
        ("chapter", None, "What comes next", "what-comes-next"),
        ("case-study", None, "Source", "source_1"),
        ("theme", None, "Filed case study", "filed-case-study_1"),
        # A plain page has nothing of ours below its text but where it comes from.
        ("page", None, "Read next", "read-next"),
        ("page", None, "Source", "source_1"),
        ("page", None, "Main", "main_1"),
        ("page", "coverage", "By kind", "by-kind_1"),
        ("page", "theme", "Risk", "risk_1"),
        ("page", "print-questions", "One 1", "one-1_1"),
        ("page", "new", "2026-11", "2026-11_1"),
        ("page", "theme", "Luck", "luck"),
    ],
)
def test_a_heading_never_gets_an_id_of_the_page_around_it(
    kind: str, index: str | None, words: str, expected: str
) -> None:
    asked = Entry(
        kind="question-list",
        slug="one",
        path="docs/questions/one.md",
        address="questions/one/",
        title="One",
        sections=(Section(id="one-1", title="Who?", line=1, level=2),),
    )
    site = replace(SITE, entries={RISK.path: RISK, asked.path: asked})
    values = {"index": index} if index else {}
    entry = Entry(kind=kind, slug="b", path="docs/b.md", address="b/", title="B", values=values)
    extension = CasebookExtension()
    extension.markup = Markup(entry, site)
    text = f"### {words}\n\n### {words}\n"
    made = markdown.markdown(text, extensions=[*EXTENSIONS, extension])
    second = expected.replace("_1", "_2") if "_1" in expected else f"{expected}_1"
    assert re.findall(r'id="([^"]*)"', made) == [expected, second]


def test_without_a_list_of_contents_headings_have_no_ids() -> None:
    extension = CasebookExtension()
    entry = Entry(kind="chapter", slug="b", path="docs/b.md", address="b/", title="B")
    extension.markup = Markup(entry, SITE)
    assert "id=" not in markdown.markdown("### Read next\n", extensions=[extension])
