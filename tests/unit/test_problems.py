"""How problems are told: in text, as GitHub annotations and as JSON."""

import json

import pytest

from mkdocs_casebook.core.problems import (
    LONGEST_QUOTATION,
    Location,
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    has_errors,
    quote,
    some,
    summarise,
    visible,
)


def problem(path: str = "case_studies/example-trust.md", **changes: object) -> Problem:
    values: dict[str, object] = {
        "where": Location(path, 7, "themes[1]"),
        "code": "unknown-theme",
        "found": 'unknown theme "goverance"',
        "fix": 'Did you mean "governance"?',
        "expected": "The themes are in docs/themes/.",
    }
    return Problem(**(values | changes))  # type: ignore[arg-type]


NOTICE = problem(severity=Severity.NOTICE)


def test_a_problem_says_where_what_how_to_mend_and_what_was_expected() -> None:
    assert str(problem()) == (
        'case_studies/example-trust.md:7: themes[1]: unknown theme "goverance". '
        'Did you mean "governance"? The themes are in docs/themes/.'
    )


def test_a_problem_of_a_whole_file_names_no_field() -> None:
    whole = problem(where=Location("x.md"), fix="", expected="")
    assert str(whole) == 'x.md:1: unknown theme "goverance".'


def test_a_notice_is_called_one() -> None:
    assert as_text([NOTICE]).startswith("case_studies/example-trust.md:7: themes[1]: notice: ")


def test_problems_are_sorted_by_place() -> None:
    last = problem("b.md")
    first = problem("a.md", where=Location("a.md", 10))
    second = problem("a.md", where=Location("a.md", 10, "title"))
    assert sorted([last, second, first]) == [first, second, last]


def test_each_problem_takes_one_line() -> None:
    sly = problem(where=Location("a\n::error::.md"), found="a\rb\x1b[2J")
    text = as_text([sly, problem()])
    assert len(text.splitlines()) == 2
    assert "\x1b" not in text


def test_visible_text_is_left_as_it_is() -> None:
    assert visible("£10 café – 日本") == "£10 café – 日本"


def test_quoted_text_shows_a_sign_for_what_cannot_be_seen() -> None:
    assert quote("a\N{ZERO WIDTH SPACE}b") == '"a\N{REPLACEMENT CHARACTER}b"'


def test_long_text_is_cut_when_quoted() -> None:
    quoted = quote("word " * 100)
    assert len(quoted) <= LONGEST_QUOTATION + 2
    assert quoted.endswith('…"')


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1000, "1000 entries")]
)
def test_some_counts_with_the_right_noun(count: int, words: str) -> None:
    assert some(count, "entry", "entries") == words


def test_some_adds_an_s_where_no_plural_is_given() -> None:
    assert some(2, "file") == "2 files"


def test_only_errors_stop_a_build() -> None:
    assert has_errors([NOTICE, problem()])
    assert not has_errors([NOTICE])
    assert not has_errors([])


@pytest.mark.parametrize(
    ("problems", "files", "line"),
    [
        ([], 0, "No errors (0 files checked)."),
        ([], 1, "No errors (1 file checked)."),
        ([NOTICE], 14, "No errors and 1 notice (14 files checked)."),
        ([problem()], 14, "1 error in 1 file (14 files checked)."),
        (
            [problem(), problem(), problem("other.md")],
            14,
            "3 errors in 2 files (14 files checked).",
        ),
        (
            [problem(), NOTICE, problem("other.md", severity=Severity.NOTICE)],
            3,
            "1 error and 2 notices in 1 file (3 files checked).",
        ),
    ],
)
def test_the_last_line_counts_errors_and_files(
    problems: list[Problem], files: int, line: str
) -> None:
    assert summarise(problems, files) == line


def test_github_shows_a_problem_beside_its_line() -> None:
    assert as_github([problem()]) == (
        "::error file=case_studies/example-trust.md,line=7,title=themes[1]%3A unknown-theme"
        '::unknown theme "goverance". Did you mean "governance"? The themes are in docs/themes/.'
    )


def test_github_is_told_of_a_notice_without_a_field() -> None:
    notice = problem(severity=Severity.NOTICE, where=Location("x.md"))
    assert as_github([notice]).startswith("::notice file=x.md,line=1,title=unknown-theme::")


def test_no_text_can_start_a_github_command_of_its_own() -> None:
    sly = problem(where=Location("a,b:c\n.md"), found="100%\r\n::set-output name=x::y")
    line = as_github([sly])
    assert line.startswith("::error file=a%2Cb%3Ac%0A.md,line=1,")
    assert "100%25%0D%0A::set-output" in line
    assert len(line.splitlines()) == 1


def test_json_holds_every_part() -> None:
    report = json.loads(as_json([problem(), NOTICE], 14))
    assert report["files_checked"] == 14
    assert report["errors"] == 1
    assert report["notices"] == 1
    assert report["problems"][0] == {
        "path": "case_studies/example-trust.md",
        "line": 7,
        "field": "themes[1]",
        "severity": "error",
        "code": "unknown-theme",
        "message": problem().message,
    }
    assert report["problems"][1]["severity"] == "notice"
