"""What only shows when all files are seen together."""

import pytest

from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.core.model import Entry, Section, Source
from mkdocs_casebook.core.problems import Problem, Severity
from mkdocs_casebook.schema.consistency import check_entries, check_places
from mkdocs_casebook.schema.kind_declarations import standard

FOLDERS = {"case_studies": "case-study", "docs/themes": "theme"}


def places(*paths: str, kind: str = "chapter") -> list[Problem]:
    return list(
        check_places(
            [
                Source(
                    path=path,
                    kind=kind,
                    slug=path.rpartition("/")[2].removesuffix(".md"),
                    address=address_of(path, "docs"),
                    content=b"",
                )
                for path in paths
            ],
            FOLDERS,
        )
    )


def theme(slug: str, **values: str | tuple[str, ...]) -> Entry:
    return Entry(
        kind="theme",
        slug=slug,
        path=f"docs/themes/{slug}.md",
        address=f"themes/{slug}/",
        title=slug.capitalize(),
        values=dict(values),
        lines={name: number for number, name in enumerate(values, 3)},
    )


def told(*entries: Entry) -> list[Problem]:
    """Return the problems but for themes that nothing is filed under."""
    return [
        problem
        for problem in check_entries(entries, schema=standard())
        if problem.code != "unused-theme"
    ]


@pytest.mark.parametrize(
    "path",
    ["docs/about/index.md", "case_studies/example-trust.md", "docs/themes/covid-19.md"],
)
def test_plain_names_are_fine(path: str) -> None:
    assert places(path) == []


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("docs/About.md", 'Rename the file to "about.md".'),
        ("docs/about_us.md", 'Rename the file to "about-us.md".'),
        ("docs/a--b.md", 'Rename the file to "a-b.md".'),
        ("docs/<script>.md", 'Rename the file to "script.md".'),
        ("docs/日本.md", "Rename the file."),
        ("docs/v1.2.md", 'Rename the file to "v1-2.md".'),
    ],
)
def test_other_names_are_told_with_a_better_one(path: str, fix: str) -> None:
    (problem,) = places(path)
    assert (problem.code, problem.fix) == ("bad-file-name", fix)


def test_pages_keep_the_names_they_have() -> None:
    assert places("docs/About us/README.md", kind="page") == []


def test_file_in_a_folder_of_its_own_is_told_where_to_go() -> None:
    (problem,) = places("case_studies/2026/x.md", kind="page")
    assert (problem.code, problem.fix) == ("misplaced-file", "Move it to case_studies/.")


def test_index_of_a_folder_below_a_collection_is_a_page() -> None:
    assert places("case_studies/2026/index.md", kind="page") == []


def test_themes_that_replace_one_another_in_a_ring_are_told_once() -> None:
    ring = [theme("a", retired="b"), theme("b", retired="c"), theme("c", retired="a")]
    (problem,) = told(*ring)
    assert (problem.code, problem.where.path) == ("retired-loop", "docs/themes/a.md")


def test_theme_that_replaces_itself_is_told() -> None:
    assert [problem.code for problem in told(theme("a", retired="a"))] == ["retired-loop"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("docs/foo.md", "docs/foo/index.md"),
        ("docs/case-studies/a.md", "case_studies/a.md"),
        ("docs/about.md", "docs/About/index.md"),
        ("case_studies/case.md", "case_studies/Case.md"),
    ],
)
def test_files_that_would_make_one_page_are_told_by_both_names(first: str, second: str) -> None:
    problems = [problem for problem in places(first, second) if problem.code == "same-page"]
    (problem,) = problems
    assert problem.where.path == second
    assert first in problem.found


def test_a_third_file_names_the_first_too() -> None:
    problems = places("docs/a.md", "docs/a/index.md", "docs/A.md")
    assert [p.where.path for p in problems if p.code == "same-page"] == [
        "docs/a/index.md",
        "docs/A.md",
    ]


def test_a_question_id_belongs_to_one_list_only() -> None:
    def questions(slug: str, *ids: str) -> Entry:
        return Entry(
            kind="question-list",
            slug=slug,
            path=f"docs/questions/{slug}.md",
            address=slug,
            title=slug,
            sections=tuple(
                Section(id=ident, title="?", line=line, level=2)
                for line, ident in enumerate(ids, 6)
            ),
        )

    (problem,) = told(questions("ten", "a", "b"), questions("nine", "c", "b"))
    assert problem.code == "duplicate-question"
    assert str(problem.where) == "docs/questions/nine.md:7:"
    assert "docs/questions/ten.md:7" in problem.found


def test_other_sections_may_share_an_id() -> None:
    def chapter(slug: str) -> Entry:
        section = Section(id="context", title="Context", line=6, level=2)
        return Entry(
            kind="chapter", slug=slug, path=slug, address=slug, title=slug, sections=(section,)
        )

    assert told(chapter("one"), chapter("two")) == []


def test_an_alias_belongs_to_one_theme_only() -> None:
    first = theme("risk", aliases=("danger", "hazard"))
    second = theme("safety", aliases=("harm", "Danger"))
    (problem,) = told(first, second)
    assert problem.code == "alias-taken"
    assert str(problem.where) == "docs/themes/safety.md:3: aliases[2]:"


def test_the_title_of_a_theme_is_no_alias_of_another() -> None:
    (problem,) = told(theme("safety", aliases=("Risk",)), theme("risk"))
    assert problem.where.path == "docs/themes/safety.md"


def test_two_themes_with_one_title_are_told() -> None:
    one = theme("risk")
    other = Entry(kind="theme", slug="risks", path="docs/themes/risks.md", address="", title="Risk")
    (problem,) = told(one, other)
    assert (problem.code, problem.where.line, problem.where.field) == ("alias-taken", 1, "title")


def test_a_theme_may_repeat_its_own_title() -> None:
    assert told(theme("risk", aliases=("Risk",))) == []


@pytest.mark.parametrize("field", ["broader", "related"])
def test_a_theme_may_not_name_itself(field: str) -> None:
    (problem,) = told(theme("risk", **{field: ("risk",)}))
    assert (problem.code, problem.where.field) == ("theme-of-itself", field)


def test_a_loop_of_broader_themes_is_told_once() -> None:
    (problem,) = told(
        theme("b", broader=("c",)),
        theme("a", broader=("x", "b")),
        theme("c", broader=("x", "a")),
        theme("d", broader=("a",)),
        theme("x"),
    )
    assert problem.code == "theme-loop"
    assert problem.where.path == "docs/themes/a.md"
    assert "a is part of b is part of c is part of a" in problem.found


def test_two_ways_up_to_one_theme_are_no_loop() -> None:
    assert (
        told(
            theme("a", broader=("b", "c")),
            theme("b", broader=("d",)),
            theme("c", broader=("d",)),
            theme("d"),
        )
        == []
    )


def test_a_theme_that_nothing_uses_is_a_notice() -> None:
    chapter = Entry(
        kind="chapter",
        slug="a",
        path="a",
        address="a",
        title="A",
        themes=("risk",),
        sections=(Section(id="b", title="B", line=1, level=2, themes=("data",)),),
    )
    problems = list(
        check_entries([chapter, theme("risk"), theme("data"), theme("parking")], schema=standard())
    )
    (problem,) = problems
    assert problem.severity is Severity.NOTICE
    assert problem.where.path == "docs/themes/parking.md"
