"""What no parser is ever given."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.read import events, limits
from mkdocs_casebook.read.frontmatter import parse
from mkdocs_casebook.read.nodes import Group, Items, Node

Form = Callable[[int], str]

DEEP = limits.DEEPEST_NESTING


def flow_lists(depth: int) -> str:
    return "a: " + "[" * depth + "]" * depth


def flow_groups(depth: int) -> str:
    return "a: " + "{b: " * depth + "}" * depth


def unclosed(depth: int) -> str:
    return "a: " + "[" * depth


def one_bracket_a_line(depth: int) -> str:
    return "a:\n" + " [\n" * depth


def groups_by_indents(depth: int) -> str:
    return "\n".join(" " * level + "a:" for level in range(depth + 1))


def lists_on_one_line(depth: int) -> str:
    return "a:\n  " + "- " * depth + "x"


def lists_by_indents(depth: int) -> str:
    return "a:\n" + "\n".join(" " * level + "-" for level in range(depth)) + " x"


def lists_in_line_with_their_fields(depth: int) -> str:
    lines = [f"{'  ' * level}- a:" for level in range(depth // 2)]
    return "\n".join(["a:", *lines, "  " * (depth // 2) + "- x"])


def explicit_names(depth: int) -> str:
    return "? " * (depth + 1) + "a"


def lists_then_brackets(depth: int) -> str:
    return "a:\n  " + "- " * (depth // 2) + "[" * (depth - depth // 2)


FORMS = [
    flow_lists,
    flow_groups,
    unclosed,
    one_bracket_a_line,
    groups_by_indents,
    lists_on_one_line,
    lists_by_indents,
    lists_in_line_with_their_fields,
    explicit_names,
    lists_then_brackets,
]


def told(front_matter: str) -> list[tuple[str, int]]:
    _document, problems = parse("x.md", f"---\n{front_matter}\n---\n")
    return [(problem.code, problem.where.line) for problem in problems]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("depth", [DEEP + 1, 2 * DEEP, 10 * DEEP, 300])
def test_front_matter_deeper_than_the_limit_is_refused_in_any_form(
    form: Form, depth: int, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOADER", getattr(yaml, loader))
    assert [code for code, _line in told(form(depth))] == ["front-matter-too-deep"]


@pytest.mark.parametrize("form", [flow_lists, flow_groups, groups_by_indents, lists_on_one_line])
def test_front_matter_as_deep_as_the_limit_is_read(form: Form) -> None:
    assert told(form(DEEP)) == []


def test_the_line_that_goes_too_deep_is_named() -> None:
    text = "title: x\ncost:\n  " + "- " * (DEEP + 2) + "x\n"
    assert told(text) == [("front-matter-too-deep", 4)]


def test_brackets_in_quotation_marks_are_text() -> None:
    assert told("a: '" + "[" * 100 + "'") == []
    assert told(r'a: "\"' + "[" * 100 + '"') == []


def test_fields_read_one_by_one_stop_at_the_first_that_is_too_deep() -> None:
    text = "a: b: c\n" + "".join(f"{name}: {'[' * 100}\n" for name in "def")
    document, problems = parse("x.md", f"---\n{text}---\n")
    assert [problem.where.line for problem in problems] == [2, 3]
    assert document.unreadable == set("adef")


def test_fifty_thousand_brackets_end_in_a_message() -> None:
    _document, (problem,) = parse("x.md", f"---\na: {'[' * 50_000}\n---\n")
    assert problem.code == "front-matter-too-deep"


@pytest.mark.parametrize(
    ("size", "too_long"),
    [
        (limits.LARGEST_FRONT_MATTER, False),
        (limits.LARGEST_FRONT_MATTER + 1, True),
        (limits.LARGEST_FRONT_MATTER * 2, True),
    ],
)
def test_front_matter_may_have_64_kb(size: int, too_long: bool) -> None:  # noqa: FBT001
    assert limits.is_too_long("x" * size) is too_long


def test_size_is_counted_in_bytes() -> None:
    assert limits.is_too_long("é" * (limits.LARGEST_FRONT_MATTER // 2 + 1))
    assert not limits.is_too_long("é" * (limits.LARGEST_FRONT_MATTER // 2))


def depth_of(node: Node) -> int:
    if isinstance(node, Items):
        return 1 + max(map(depth_of, node.items), default=0)
    if isinstance(node, Group):
        return 1 + max((depth_of(value) for _name, value in node.fields), default=0)
    return 0


@given(
    st.lists(
        st.sampled_from(["- ", "  ", "? ", "a: ", "a", "[", "]", "{", "}", ", ", "\n", '"', "'"]),
        max_size=400,
    ).map("".join)
)
def test_nothing_deeper_than_the_limit_is_ever_read(text: str) -> None:
    document, _problems = parse("x.md", f"---\na:\n{text}\n---\n")
    assert depth_of(document.fields) <= DEEP + 1


def test_two_thousand_values_are_read_and_one_more_is_not() -> None:
    # The list, its name and the fields as a whole are values too.
    for count, expected in ((limits.MOST_NODES - 3, []), (limits.MOST_NODES - 2, ["too-many"])):
        _fields, problems = events.read(f"a: [{'b, ' * count}]", "x.md", 1)
        assert [p.code.removeprefix("front-matter-") for p in problems] == expected


def test_a_bomb_of_aliases_does_nothing() -> None:
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    fields, problems = events.read(bomb, "x.md", 1)
    assert {problem.code for problem in problems} == {"front-matter-mark"}
    assert len(fields.fields) == 9
    # Three values in the first list, and no more in any: no alias is followed.
    assert sum(len(value.items) for _name, value in fields.fields) <= 3 * 9


def test_the_loader_in_python_can_take_the_place_of_the_one_in_c(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a: [1, ~, 'x', \"y\"]\nb:\n- c: d\n"
    in_c = events.read(text, "x.md", 1)
    monkeypatch.setattr(events, "LOADER", yaml.SafeLoader)
    assert events.read(text, "x.md", 1) == in_c
