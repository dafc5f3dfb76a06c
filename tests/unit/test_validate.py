"""One file held against its kind. What is said word by word is in the golden folders."""

import pytest

from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.core.model import Entry, Source
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.validate import validate
from mkdocs_casebook.schema.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    slugs={
        "theme": frozenset({"governance", "risk"}),
        "organisation": frozenset({"example-trust"}),
        "question": frozenset({"ten-1", "ten-2"}),
    }
)
TOP = {
    "chapter": "---\ntitle: First steps\nsummary: What comes first.\norder: 1\n---\n",
    "question-list": "---\ntitle: Ten\nsummary: Ten questions.\n---\n",
    "theme": "---\ntitle: Risk\nsummary: What could go wrong.\n---\n",
    "page": "---\ntitle: About\n---\n",
}


def check(kind: str, body: str, top: str | None = None) -> tuple[Entry, tuple[Problem, ...]]:
    path = f"docs/{kind}/ten.md"
    text = (TOP[kind] if top is None else top) + body
    source = Source(path=path, kind=kind, slug="ten", address="x/", content=text.encode())
    document, unreadable = parse(path, text)
    assert unreadable == ()
    return validate(source, document, standard(), VOCABULARY)


def told(kind: str, body: str, top: str | None = None) -> list[tuple[str, int, str]]:
    _entry, problems = check(kind, body, top)
    return [(problem.code, problem.where.line, problem.where.field) for problem in problems]


def test_a_sound_file_becomes_an_entry() -> None:
    entry, problems = check("chapter", '## Who decides {#who themes="risk"}\n\nOne *person*.\n')
    assert problems == ()
    assert (entry.kind, entry.slug, entry.title) == ("chapter", "ten", "First steps")
    assert entry.summary == "What comes first."
    assert entry["order"] == 1
    assert entry.lines == {"title": 2, "summary": 3, "order": 4}
    (section,) = entry.sections
    assert (section.id, section.title, section.line, section.level) == ("who", "Who decides", 6, 2)
    assert section.themes == ("risk",)
    assert section.excerpt == "One person."


def test_a_section_without_themes_needs_no_excerpt() -> None:
    entry, _problems = check("chapter", "## Who {#who}\n\nText.\n")
    assert entry.sections[0].excerpt == ""


def test_an_entry_without_a_title_is_called_after_its_file() -> None:
    entry, problems = check("chapter", "Text.\n", "---\nsummary: x\norder: 1\n---\n")
    assert entry.title == "Ten"
    assert [problem.code for problem in problems] == ["missing-field"]


def test_a_missing_field_is_told_at_the_opening_mark() -> None:
    assert told("theme", "", "---\n# note\naliases: [x]\n---\n") == [
        ("missing-field", 1, "title"),
        ("missing-field", 1, "summary"),
    ]


def test_a_file_of_a_collection_needs_front_matter() -> None:
    entry, (problem,) = check("chapter", "## Who {#who}\n\nText.\n", "")
    assert problem.code == "front-matter-missing"
    assert "title, summary, order" in problem.expected
    assert entry.sections[0].id == "who"


def test_a_page_needs_nothing() -> None:
    entry, problems = check("page", "# Title\n\n## Heading\n", "")
    assert problems == ()
    assert entry.title == "Ten"


def test_a_page_is_checked_in_what_it_has_of_ours() -> None:
    top = "---\ntitle: [x]\nindex: nothing\nhide: [navigation]\n---\n"
    assert [code for code, _line, _field in told("page", "", top)] == [
        "wrong-type",
        "unknown-value",
    ]


@pytest.mark.parametrize("kind", ["chapter", "question-list"])
def test_a_page_that_should_say_something_and_is_blank_is_told(kind: str) -> None:
    assert "empty-page" in [code for code, _line, _field in told(kind, "\n \n")]


def test_a_theme_may_have_no_text_of_its_own() -> None:
    assert told("theme", "") == []


def test_a_list_without_a_question_is_told() -> None:
    assert told("question-list", "Text.\n\n### Note\n") == [("no-questions", 4, "")]


def test_a_question_needs_an_id_and_is_offered_one() -> None:
    _entry, problems = check("question-list", "## One? {#ten-1}\n\n## Two?\n")
    assert [(problem.code, problem.where.line) for problem in problems] == [
        ("question-without-id", 7)
    ]
    assert "{#ten-2}" in problems[0].fix


def test_only_second_level_headings_are_questions() -> None:
    assert told("question-list", "## One? {#ten-1}\n\n### A note\n") == []


@pytest.mark.parametrize(
    "attributes", ['themes="risk"', 'evidence-for="ten-1"', 'answers="ten-1 ten-2"']
)
def test_a_section_that_is_filed_somewhere_needs_an_id(attributes: str) -> None:
    _entry, (problem,) = check("chapter", f"## What the Board did next {{{attributes}}}\n")
    assert problem.code == "section-without-id"
    assert "{#what-the-board}" in problem.fix


def test_a_section_without_a_plain_letter_is_offered_an_id_all_the_same() -> None:
    _entry, (problem,) = check("chapter", '## "…" {themes="risk"}\n')
    assert "{#context}" in problem.fix


def test_a_theme_named_twice_in_a_heading_counts_once() -> None:
    entry, problems = check("chapter", '## One {#one themes="risk risk"}\n')
    assert problems == ()
    assert entry.sections[0].themes == ("risk",)


def test_unknown_names_in_a_heading_are_counted() -> None:
    body = '## One {#one themes="risk parking" evidence-for="ten-9" answers="ten-1 x"}\n'
    assert told("chapter", body) == [
        ("unknown-theme", 6, "themes[2]"),
        ("unknown-question", 6, "evidence-for[1]"),
        ("unknown-question", 6, "answers[2]"),
    ]


@pytest.mark.parametrize("typed", ["risk,", "“risk”", "'risk'", "risk;"])
def test_a_mark_too_many_is_told_as_such(typed: str) -> None:
    _entry, (problem,) = check("chapter", f'## One {{#one themes="{typed}"}}\n')
    assert problem.code == "unknown-theme"
    assert "a mark too many" in problem.found


@pytest.mark.parametrize(
    ("attributes", "fix"),
    [
        ("theme=risk", 'Did you mean themes="risk"?'),
        ("answer=ten-1", 'Did you mean answers="ten-1"?'),
        ("themes=governance risk", "Put all themes in one pair"),
        ("theme", "Did you mean themes="),
        (".big", "Delete it."),
        ("onclick=x", "Delete it."),
    ],
)
def test_what_means_nothing_in_a_heading_is_told(attributes: str, fix: str) -> None:
    _entry, (problem,) = check("chapter", f"## One {{#one {attributes}}}\n")
    assert problem.code == "unknown-attribute"
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("ident", "better"),
    [
        ("Our-Context", "our-context"),
        ("our_context", "our-context"),
        ("1st", "what-we-did"),
        ("a--b", "a-b"),
        ("é", "e"),
    ],
)
def test_a_bad_id_is_offered_mended(ident: str, better: str) -> None:
    _entry, (problem,) = check("chapter", f"## One {{#{ident}}}\n")
    assert problem.code == "bad-id"
    assert f"{{#{better}}}" in problem.expected


def test_an_id_that_is_taken_names_the_first() -> None:
    _entry, problems = check("chapter", "## One {#a}\n\n## Two {#a}\n\n## Three {#a}\n")
    assert [(problem.code, problem.where.line) for problem in problems] == [
        ("duplicate-id", 8),
        ("duplicate-id", 10),
    ]
    assert all("on line 6" in problem.found for problem in problems)


@pytest.mark.parametrize(
    "heading", ["## One{#one}", "## {#one}", "## One {#one", "## One {#one} two", "## One {#o}{#p}"]
)
def test_braces_that_readers_would_see_are_told(heading: str) -> None:
    assert told("chapter", f"{heading}\n") == [("bad-braces", 6, "")]


def test_braces_in_the_words_of_a_heading_are_fine() -> None:
    assert told("chapter", "## What {this} means\n") == []


def test_a_second_title_is_told_in_entries_only() -> None:
    assert told("theme", "# Risk\n") == [("second-title", 5, "")]
    assert told("page", "# Risk\n") == []
