"""What is said of front matter that the parser refuses. The golden folders hold the usual ways."""

import pytest
import yaml

from mkdocs_casebook.content import events
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.limits import LONGEST_EXAMPLE
from mkdocs_casebook.content.refusals import explain, explain_no_field, in_quotation_marks
from mkdocs_casebook.core.problems import Location


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOADER", getattr(yaml, request.param))


@pytest.mark.usefixtures("_both_parsers")
@pytest.mark.parametrize(
    ("front_matter", "line", "words"),
    [
        ('a: "b', 2, "opened on this line and never closed"),
        ("a: b\nc: 'd\ne: f", 3, "opened on this line and never closed"),
        ("a: 'it's'", 2, """: "it's"."""),
        ("""a: "b" 'c' d""", 2, "goes on after its closing quotation mark"),
        ('a:\n  - "b" c', 3, """: '"b" c'."""),
        ("a: b: c", 2, """: "b: c"."""),
        ("a: b:", 2, """: "b:"."""),
        ('a: b "c": d', 2, """: 'b "c": d'."""),
        ("a:\n  b: c: d", 3, """: "c: d"."""),
        ("a:\n  - b: c: d", 3, """: "c: d"."""),
        ("a: b\n   c: d", 3, '"c:" is read as a field inside the text above it'),
        ("a:\n\tb: c", 3, "starts with a tab"),
        ("a:\n  - b\n\t- c", 4, "starts with a tab"),
        ("a: [b, c", 2, 'Add "]" at the end'),
        ("a: {b, c", 2, 'Add "}" at the end'),
        ("a:\n  [b,\n  c", 3, 'Add "]" at the end'),
        ("a: [b] c", 2, """: "[b] c"."""),
        ("a: {b} c", 2, """: "{b} c"."""),
        ("a: ['b' 'c']", 2, "the list in brackets cannot be read"),
        ("a: @b", 2, 'text cannot start with "@"'),
        ("a: %b", 2, 'text cannot start with "%"'),
        ("a: ,b", 2, 'text cannot start with ","'),
        ("a: *b* c", 2, 'text cannot start with "*"'),
        ("a: | b", 2, 'text cannot start with "|"'),
        ("a:\n  - @b", 3, 'text cannot start with "@"'),
        ('a: "\\c"', 2, "a backslash inside double quotation marks"),
        ("a: b\n- c", 3, "the list starts under a field that has text already"),
        ("a:\n  - b\n - c", 4, "does not line up"),
        ("a:\n  b: c\n d: e", 4, "does not line up"),
        ("a: |\n  b\n c", 4, "does not line up"),
        ("a: b\n...\nc: d", 3, '"..." ends the fields too early'),
        ("a: b\n--- c", 3, '"--- c" ends the fields too early'),
        ("a: b\n%c", 3, 'text cannot start with "%"'),
    ],
)
def test_a_refusal_is_put_in_words_with_its_line(front_matter: str, line: int, words: str) -> None:
    _document, problems = parse("x.md", f"---\n{front_matter}\n---\n")
    problem = problems[0]
    assert problem.code == "front-matter-syntax"
    assert problem.where.line == line
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: ", "no colon"),
        ("title", '"title" is not a field, because there is no colon after its name'),
        ("title:One", "Write: title: One"),
        ("title:\N{NO-BREAK SPACE}One", "a special one"),
        ("title: \N{NO-BREAK SPACE}One", "a special one"),
        ("and more words", "start it with two spaces"),
        ("see https://www.example.org", "no colon"),
    ],
)
def test_a_line_that_is_no_field_is_put_in_words(text: str, words: str) -> None:
    problem = explain_no_field(text, Location("x.md", 3))
    assert problem.where == Location("x.md", 3)
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", '"plain"'),
        ("  spaced ", '"spaced"'),
        ('say "yes"', "'say \"yes\"'"),
        ("it's", '"it\'s"'),
        ('it\'s "so"', '"it\'s ”so”"'),
        ("'it's'", '"it\'s"'),
        ('"a" b', "'\"a\" b'"),
        ('"never closed', '"never closed"'),
        ('"', '""'),
    ],
)
def test_text_is_shown_in_the_quotation_marks_that_it_needs(text: str, quoted: str) -> None:
    assert in_quotation_marks(text) == quoted
    if quoted != '""':
        assert isinstance(yaml.safe_load(quoted), str)


def test_a_long_example_is_cut() -> None:
    assert len(in_quotation_marks("word " * 100)) <= LONGEST_EXAMPLE + 2


def test_a_refusal_without_a_place_is_told_at_the_first_line() -> None:
    problem = explain(yaml.YAMLError(), "a: b\n", "x.md", 4)
    assert problem.where == Location("x.md", 4, "a")
    assert "cannot be read where it stands" in problem.message


def test_a_refusal_below_the_last_line_is_told_at_the_last() -> None:
    mark = yaml.Mark("x", 0, 9, 0, None, None)
    error = yaml.MarkedYAMLError(problem="anything", problem_mark=mark)
    assert explain(error, "a: b\n\n", "x.md", 1).where.line == 1


def test_every_message_names_a_way_out() -> None:
    for text in ("a: \x00", "a: [", "- a\nb", "a: b\n- c\n - d", "a\n: b", "? a", "a: >x\n b"):
        _document, problems = parse("x.md", f"---\n{text}\n---\n")
        for problem in problems:
            assert problem.fix, text
