"""Reading front matter: every value as typed, with the line it stands on, and every mistake."""

import pytest

from mkdocs_casebook.content.frontmatter import body_of, parse
from mkdocs_casebook.content.nodes import Group, Items, Text, plain
from mkdocs_casebook.core.problems import Problem


def fields_of(front_matter: str) -> object:
    document, problems = parse("x.md", f"---\n{front_matter}\n---\nText.\n")
    assert problems == ()
    return plain(document.fields)


def told(front_matter: str) -> list[tuple[int, str, str]]:
    _document, problems = parse("x.md", f"---\n{front_matter}\n---\nText.\n")
    return [(problem.where.line, problem.where.field, problem.code) for problem in problems]


def messages(front_matter: str) -> list[Problem]:
    return list(parse("x.md", f"---\n{front_matter}\n---\nText.\n")[1])


@pytest.mark.parametrize(
    "value",
    ["no", "010", "1.10", "2024-02-30", "null", "true", "12:30", "0x1F", "1e3", "=", "<", "C#"],
)
def test_text_stays_text(value: str) -> None:
    assert fields_of(f"a: {value}\nb: [{value}]\n{value}: c") == {
        "a": value,
        "b": [value],
        value: "c",
    }


def test_a_lone_tilde_is_nothing_and_a_quoted_one_is_text() -> None:
    assert fields_of("a: ~\nb: '~'\nc: ~x") == {"a": "", "b": "~", "c": "~x"}


def test_every_way_of_writing_text_is_read() -> None:
    assert fields_of("a: 'it''s'\nb: \"say \\\"x\\\" \\\\\"\nc: >-\n  d\n  e\nf: |\n  g\n  h") == {
        "a": "it's",
        "b": 'say "x" \\',
        "c": "d e",
        "f": "g\nh\n",
    }


def test_lists_and_groups_are_read_in_both_forms() -> None:
    assert fields_of("a: [b, {c: d}]\ne:\n- f\n- g: h\n  i: j") == {
        "a": ["b", {"c": "d"}],
        "e": ["f", {"g": "h", "i": "j"}],
    }


def test_every_node_has_the_line_of_the_file() -> None:
    document, _problems = parse("x.md", "---\na: 1\n\n# note\nb:\n  - 2\n  - c: 3\n---\n")
    assert document.fields == Group(
        (
            (Text("a", 2), Text("1", 2)),
            (
                Text("b", 5),
                # A list is at its name; a group in a list at its own first line.
                Items((Text("2", 6), Group(((Text("c", 7), Text("3", 7)),), 7)), 5),
            ),
        ),
        1,
    )
    assert document.body_line == 8


def test_the_body_starts_after_the_second_mark() -> None:
    document, _problems = parse("x.md", "---\na: b\n---\n\n## One\n---\nTwo\n")
    assert document.body == "\n\n## One\n---\nTwo\n"
    assert document.body_line == 3


def test_the_body_of_a_text_can_be_had_without_reading_the_rest() -> None:
    assert body_of("---\na: b\n---\nText\n") == "\nText\n"
    assert body_of("Text\n") == "Text\n"


def test_marks_may_have_spaces_after_them() -> None:
    document, problems = parse("x.md", "---  \na: b\n---\t\nText\n")
    assert problems == ()
    assert plain(document.fields) == {"a": "b"}


def test_a_file_without_front_matter_is_all_body() -> None:
    document, problems = parse("x.md", "Text\n")
    assert problems == ()
    assert not document.has_front_matter
    assert document.body == "Text\n"
    assert document.body_line == 1


def test_empty_front_matter_has_no_fields() -> None:
    assert fields_of("") == {}
    assert fields_of("# only a note") == {}


def test_front_matter_after_a_blank_line_is_told() -> None:
    document, (problem,) = parse("x.md", "\n---\ntitle: a\n---\nText\n")
    assert problem.code == "front-matter-late"
    assert document.unreadable >= {"title"}


def test_a_line_across_the_page_after_a_blank_line_is_no_front_matter() -> None:
    document, problems = parse("x.md", "\n---\nText\n")
    assert problems == ()
    assert not document.has_front_matter


def test_unclosed_front_matter_is_told_once() -> None:
    document, (problem,) = parse("x.md", "---\ntitle: a\nsummary: b\n\nText\n")
    assert (problem.code, problem.where.line) == ("front-matter-unclosed", 1)
    assert document.unreadable >= {"title", "summary"}
    assert document.body == ""


def test_long_front_matter_is_never_read() -> None:
    document, (problem,) = parse("x.md", f"---\ntitle: {'x' * 70_000}\n---\nText\n")
    assert problem.code == "front-matter-too-long"
    assert document.unreadable == {"title"}
    assert document.body == "\nText\n"


def test_a_mistake_in_one_field_hides_none_in_others() -> None:
    assert told('a: "b\nc: d: e\nf:\n\t- g\nf: h\ni: ok\ni: again') == [
        (2, "a", "front-matter-syntax"),
        (3, "c", "front-matter-syntax"),
        (5, "f", "front-matter-syntax"),
        (8, "i", "duplicate-field"),
    ]


def test_fields_beside_a_mistake_are_read() -> None:
    document, _problems = parse("x.md", "---\na: b: c\nd: e\n---\n")
    assert plain(document.fields) == {"d": "e"}
    assert document.unreadable == {"a"}


def test_a_field_given_twice_names_both_lines() -> None:
    (problem,) = messages("a: b\nc: d\na: e")
    assert problem.where.line == 4
    assert "lines 2 and 4" in problem.found


def test_a_field_given_twice_in_a_group_is_told_with_its_place() -> None:
    assert told("people:\n  - name: a\n    name: b") == [
        (4, "people[1].name", "duplicate-field"),
    ]


def test_the_first_of_two_is_kept() -> None:
    document, _problems = parse("x.md", "---\na: b\na: c\n---\n")
    assert plain(document.fields) == {"a": "b"}


def test_a_field_given_three_times_is_told_twice() -> None:
    assert told("a: b\na: c\na: d\ne: f: g") == [
        (5, "e", "front-matter-syntax"),
        (3, "a", "duplicate-field"),
        (4, "a", "duplicate-field"),
    ]


@pytest.mark.parametrize("mark", ["&a b", "*a", "!a", "!a b", "!!str b", "! b", "&a !b c"])
def test_anchors_aliases_and_tags_are_told(mark: str) -> None:
    document, problems = parse("x.md", f"---\na: {mark}\nb:\n  - {mark}\n---\n")
    assert {problem.code for problem in problems} == {"front-matter-mark"}
    assert {problem.where.field for problem in problems} == {"a", "b[1]"}
    assert document.unreadable == {"a", "b"}


@pytest.mark.parametrize("mark", ["&a", "!a"])
def test_marks_before_lists_and_groups_are_told(mark: str) -> None:
    assert told(f"a: {mark} [b]\nc: {mark}\n  d: e") == [
        (2, "a", "front-matter-mark"),
        (3, "c", "front-matter-mark"),
    ]


@pytest.mark.parametrize("text", ["a: b #1", "a: #1", "a: b c #d e", "a: b\n   c #1"])
def test_text_that_would_be_left_out_is_told(text: str) -> None:
    assert [code for _line, _field, code in told(text)] == ["text-after-hash"]


@pytest.mark.parametrize(
    "text", ["a: b # note", "a: b #", "a: b ## note", "a: # note", "a: 'b #1'", "a: b#1", "# #1"]
)
def test_notes_and_quoted_text_are_fine(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", [r'"C:\new"', r'"\x00"', r'"\u202e"', r'"\N"', '"a\\\n  b"'])
def test_a_backslash_that_would_change_the_text_is_told(text: str) -> None:
    assert [code for _line, _field, code in told(f"a: {text}")] == ["front-matter-syntax"]


def test_a_backslash_elsewhere_is_text() -> None:
    assert fields_of("a: C:\\new\nb: 'C:\\new'") == {"a": "C:\\new", "b": "C:\\new"}


@pytest.mark.parametrize("text", ["- a\n- b", "[a, b]"])
def test_a_list_instead_of_fields_is_told(text: str) -> None:
    assert told(text) == [(2, "", "front-matter-not-fields")]


@pytest.mark.parametrize("text", ["[a]: b", "? [a]\n: b", "{a: b}: c", "'': b"])
def test_a_name_that_is_none_is_told_once(text: str) -> None:
    assert told(text) == [(2, "", "front-matter-not-fields")]


def test_a_name_that_is_none_is_told_in_groups_too() -> None:
    assert told("a:\n  [b]: c") == [(3, "a", "front-matter-not-fields")]


def test_a_line_that_is_no_field_is_not_also_missing() -> None:
    document, (problem,) = parse("x.md", "---\ntitle One record\nsummary: b\n---\n")
    assert problem.code == "front-matter-not-fields"
    assert document.unreadable == {"title"}


def test_the_only_line_that_is_no_field_is_told() -> None:
    document, (problem,) = parse("x.md", "---\ntitle One record\n---\n")
    assert problem.code == "front-matter-not-fields"
    assert document.unreadable == {"title"}


def test_a_first_field_that_is_indented_is_told_beside_other_mistakes() -> None:
    assert told("# note\n a: b\nc: d\ne: f: g") == [
        (3, "", "front-matter-syntax"),
        (5, "e", "front-matter-syntax"),
    ]


def test_fields_that_are_all_indented_are_fine() -> None:
    assert fields_of("  a: b\n  c: d") == {"a": "b", "c": "d"}


def test_a_tab_before_the_first_field_leaves_it_unreadable_not_missing() -> None:
    document, (problem,) = parse("x.md", "---\n\ttitle: a\nb: c\n---\n")
    assert problem.code == "front-matter-syntax"
    assert document.unreadable == {"title"}


def test_a_closing_bracket_on_a_line_of_its_own_is_no_field() -> None:
    assert told("a: [\n  b\n]\nc: d: e") == [(5, "c", "front-matter-syntax")]


def test_the_mistake_of_the_whole_is_told_where_every_part_is_sound() -> None:
    (problem,) = messages("a: b\n|\nc: d")
    assert (problem.code, problem.where.line) == ("front-matter-syntax", 3)


def test_a_long_name_is_cut_in_the_place_of_a_problem() -> None:
    name = "n" * 1_000
    ((_line, field, _code),) = told(f"{name}: !a b")
    assert field == "n" * 40


def test_each_of_thousands_of_mistakes_is_told() -> None:
    assert len(told("a: b: c\n" * 5_000)) == 5_000
