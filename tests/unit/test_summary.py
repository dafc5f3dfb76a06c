"""One page that says what a check found."""

from mkdocs_casebook.core.problems import Location, Problem, Severity
from mkdocs_casebook.core.summary import MOST_SHOWN, as_markdown


def problem(path: str = "a.md", line: int = 1, **more: object) -> Problem:
    values = {"code": "x", "found": "something is wrong"} | more
    return Problem(where=Location(path, line, "title"), **values)  # type: ignore[arg-type]


def test_a_sound_site_is_one_line() -> None:
    assert as_markdown((), 3) == "## Casebook\n\nNo errors (3 files checked).\n"


def test_problems_stand_below_their_file_and_suggestions_are_folded() -> None:
    advice = problem(severity=Severity.NOTICE, is_suggestion=True)
    notice = problem("b.md", 2, severity=Severity.NOTICE)
    assert as_markdown((problem(), notice, advice), 2) == (
        "## Casebook\n\n1 error and 1 notice in 1 file, 1 suggestion (2 files checked).\n\n"
        "### a.md\n\n- Line 1, title: something is wrong.\n\n"
        "### b.md\n\n- Line 2, title: Notice: something is wrong.\n\n"
        "<details><summary>Suggestions, which stop nothing</summary>\n\n"
        "### a.md\n\n- Line 1, title: something is wrong.\n\n</details>\n"
    )


def test_a_page_does_not_grow_without_end() -> None:
    text = as_markdown([problem(line=line) for line in range(1, 999)], 1)
    assert text.count("- Line") == MOST_SHOWN
    assert text.endswith(f"The first {MOST_SHOWN} are shown.\n")


def test_what_others_wrote_is_shown_and_does_nothing() -> None:
    text = as_markdown([problem("<b>@all</b>\n# a", found="ask @someone <img>")], 1)
    assert "<b>" not in text
    assert "<img>" not in text
    assert "@" not in text.replace("@<!-- -->", "")
    assert "\n# a" not in text
