"""What each type of field takes, what it says of what it does not take, and its JSON Schema."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from jsonschema import Draft202012Validator

from mkdocs_casebook.content.events import read
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.schema.dates import likely_date
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FieldType,
    ListOf,
    PartialDate,
    Reading,
    Reference,
    WebAddress,
    WholeNumber,
    Words,
    Year,
    sample,
)
from mkdocs_casebook.schema.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    slugs={"theme": frozenset({"governance", "risk"}), "organisation": frozenset({"example"})},
    folders={"theme": "docs/themes"},
    aliases={"organisation": {"example nhs trust": "example"}},
)
STATUS = Choice(MappingProxyType({"planned": "Planned", "in-use": "In use", "1m": "Up to £1m"}))
PERSON = Fields(
    (
        Field(name="name", type=Words(20), label="Name", help="-", example="A.", required=True),
        Field(name="role", type=Words(20), label="Role", help="-", example="Chair"),
        Field(name="since", type=Year(), label="Since", help="-", example="2020", required=True),
    )
)


def take(kind: FieldType, typed: str) -> tuple[Value | None, list[Problem]]:
    """Read ``a: typed`` and hand the value to a type."""
    group, problems = read(f"a: {typed}", "x.md", 1)
    assert problems == []
    reading = Reading("x.md", VOCABULARY, [])
    return kind.read(group.fields[0][1], "a", reading), reading.problems


def only(kind: FieldType, typed: str) -> Problem:
    """Return the only problem of a value that is not taken."""
    value, (problem,) = take(kind, typed)
    assert value is None
    return problem


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Words(20), "one  two", "one two"),
        (Words(20), "no", "no"),
        (Words(3), "010", "010"),
        (STATUS, "in-use", "in-use"),
        (STATUS, "' in-use '", "in-use"),
        (Reference("theme"), "risk", "risk"),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (PartialDate(), "2020", "2020"),
        (PartialDate(), "2020-07", "2020-07"),
        (PartialDate(), "2020-07-15", "2020-07-15"),
        (Year(), "2020", 2020),
        (WholeNumber(), "007", 7),
        (WebAddress(), "https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
        (WebAddress(), "http://example.org", "http://example.org"),
        (ListOf(Words(20)), "[a, b]", ("a", "b")),
        (ListOf(Words(20)), "[]", ()),
        (PERSON, "{name: A, since: 2020}", {"name": "A", "since": 2020}),
    ],
)
def test_what_fits_is_taken(kind: FieldType, typed: str, value: Value) -> None:
    assert take(kind, typed) == (value, [])


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (STATUS, "used", "unknown-value"),
        (Reference("theme"), "parking", "unknown-theme"),
        (Day(), "2024-02-30", "impossible-date"),
        (Day(), "0000-01-01", "impossible-date"),
        (Day(), "2024-02", "not-a-date"),
        (Day(), "22/11/2026", "not-a-date"),
        (Day(), "2026-1-5", "not-a-date"),
        (Day(), "٢٠٢٠-٠١-٠١", "not-a-date"),
        (Day(), "2024-02-29T10:00", "not-a-date"),
        (PartialDate(), "2020-13", "impossible-date"),
        (PartialDate(), "2020-00", "impossible-date"),
        (PartialDate(), "20", "not-a-date"),
        (PartialDate(), "July 2020", "not-a-date"),
        (Year(), "20", "not-a-year"),
        (Year(), "2020/21", "not-a-year"),
        (Year(), "٢٠٢٠", "not-a-year"),
        (WholeNumber(), "-1", "not-a-number"),
        (WholeNumber(), "1.5", "not-a-number"),
        (WholeNumber(), "1234567", "not-a-number"),
        (WholeNumber(), "²", "not-a-number"),
        (WebAddress(), "www.example.org", "not-an-address"),
        (WebAddress(), "https://example", "not-an-address"),
        (WebAddress(), "https://example.org/a b", "not-an-address"),
        (WebAddress(), "javascript:alert(1)", "not-an-address"),
        (WebAddress(), "data:text/html,x.y", "not-an-address"),
        (WebAddress(), "//example.org", "not-an-address"),
        (WebAddress(), 'https://example.org/"onclick', "not-an-address"),
        (ListOf(Words(20)), "a", "wrong-type"),
        (ListOf(Words(20)), "{a: b}", "wrong-type"),
        (PERSON, "A", "wrong-type"),
        (PERSON, "[A]", "wrong-type"),
    ],
)
def test_what_does_not_fit_is_told(kind: FieldType, typed: str, code: str) -> None:
    problem = only(kind, typed)
    assert problem.code == code
    assert problem.where.field == "a"


@pytest.mark.parametrize(
    "kind",
    [Words(20), STATUS, Reference("theme"), Day(), PartialDate(), Year(), WholeNumber()],
)
def test_a_list_or_group_is_no_single_value(kind: FieldType) -> None:
    assert "a list here" in only(kind, "[b]").found
    group = only(kind, "{b: c}")
    assert "read as fields" in group.found
    assert "quotation marks" in group.fix
    assert kind.describe() in group.expected


def test_a_web_address_may_not_be_a_list_either() -> None:
    assert only(WebAddress(), "[b]").code == "wrong-type"


def test_text_that_is_too_long_says_by_how_much() -> None:
    value, (problem,) = take(Words(10), "twelve chars")
    assert value == "twelve chars"
    assert problem.message == (
        "the text has 12 characters. Make it 2 characters shorter. It may have up to 10."
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("In use", "in-use"), ("in_use", "in-use"), ("IN-USE", "in-use"), ("up to £1M", "1m")],
)
def test_a_choice_knows_what_was_meant(typed: str, meant: str) -> None:
    assert only(STATUS, typed).fix == f'Did you mean "{meant}"?'


def test_a_choice_offers_no_poor_guess() -> None:
    problem = only(STATUS, "xyz")
    assert problem.fix == ""
    assert problem.expected == "Choose one of: planned, in-use, 1m."


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("www.example.org/a", 'Did you mean "https://www.example.org/a"?'),
        ("example.org", 'Did you mean "https://example.org"?'),
        ("javascript:alert(1)", ""),
        ("www.example.org:80", ""),
        ("an address", ""),
    ],
)
def test_an_address_without_its_start_is_completed(typed: str, meant: str) -> None:
    assert only(WebAddress(), typed).fix == meant


def test_text_where_a_list_should_be_is_shown_as_its_first_item() -> None:
    assert only(ListOf(Words(20)), "one, two").expected == 'For example: "  - one".'


def test_a_list_may_not_have_too_many_items() -> None:
    value, (problem,) = take(ListOf(Words(20), most=2), "[a, b, c]")
    assert value == ("a", "b", "c")
    assert problem.message == "the list has 3 items. Delete at least 1. It may have up to 2."


def test_empty_and_repeated_items_are_told_and_left_out() -> None:
    value, problems = take(ListOf(Words(20)), "[a, '', b, a, ' b ']")
    assert value == ("a", "b")
    assert [(problem.code, problem.where.field) for problem in problems] == [
        ("empty-item", "a[2]"),
        ("repeated-item", "a[4]"),
        ("repeated-item", "a[5]"),
    ]


def test_a_repeated_group_is_told_in_words() -> None:
    _value, (problem,) = take(ListOf(PERSON), "[{name: A, since: 2020}, {name: A, since: 2020}]")
    assert problem.found == "this is in the list already"


def test_a_mistake_in_an_item_leaves_the_others() -> None:
    value, (problem,) = take(ListOf(Reference("theme")), "[risk, parking, governance]")
    assert value == ("risk", "governance")
    assert problem.where.field == "a[2]"


def test_a_theme_that_has_moved_is_followed_and_not_told_as_repeated() -> None:
    vocabulary = replace(VOCABULARY, moved={"theme": {"danger": "risk"}})
    group, _problems = read("a: [risk, danger, governance]", "x.md", 1)
    reading = Reading("x.md", vocabulary, [])
    taken = ListOf(Reference("theme")).read(group.fields[0][1], "a", reading)
    assert taken == ("risk", "governance")
    assert [(problem.code, problem.where.field) for problem in reading.problems] == [
        ("moved-theme", "a[2]")
    ]


def test_unknown_names_are_completed_by_other_names() -> None:
    problem = only(Reference("organisation"), "Example NHS Trust")
    assert problem.fix == 'Write "example" instead.'


def test_a_group_tells_what_is_missing_and_what_is_unknown() -> None:
    _value, problems = take(PERSON, "{nmae: A, age: 3}")
    assert [(p.code, p.where.field, p.fix) for p in problems] == [
        ("unknown-field", "a.nmae", 'Did you mean "name"?'),
        ("unknown-field", "a.age", "Delete it."),
        ("missing-field", "a.since", "Add it: a year of four digits, such as 2020."),
    ]


def test_a_blank_field_that_is_needed_is_told_at_its_line() -> None:
    group, _problems = read("people:\n  name: A\n  since:\n", "x.md", 1)
    reading = Reading("x.md", VOCABULARY, [])
    PERSON.read(group.fields[0][1], "people", reading)
    (problem,) = reading.problems
    assert (problem.where.line, problem.where.field) == (3, "people.since")
    assert problem.found == "the field is empty"


def test_a_blank_field_that_may_be_left_out_is_left_out() -> None:
    assert take(PERSON, "{name: A, role: , since: 2020}") == (
        {"name": "A", "since": 2020},
        [],
    )


def test_a_list_of_mistakes_only_is_not_empty_as_well() -> None:
    kind = Fields(
        (Field(name="b", type=ListOf(Reference("theme")), label="B", help="-", required=True),)
    )
    _value, problems = take(kind, "{b: [parking]}")
    assert [problem.code for problem in problems] == ["unknown-theme"]
    _value, problems = take(kind, "{b: []}")
    assert [problem.code for problem in problems] == ["missing-field"]


def test_a_field_that_could_not_be_read_is_neither_missing_nor_unknown() -> None:
    group, _problems = read("role: x\nother: y", "x.md", 1)
    reading = Reading("x.md", VOCABULARY, [])
    unreadable = frozenset({"name", "since", "other"})
    assert PERSON.read_group(group, "", reading, unreadable) == {"role": "x"}
    assert reading.problems == []


def test_a_name_of_several_words_may_be_a_second_line() -> None:
    _value, problems = take(PERSON, "{name: A, since: 2020, and so on: b}")
    assert "start it with two spaces" in problems[0].fix


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (Field(name="a", type=Words(9), label="A", help="-", example="b"), "a: b"),
        (
            Field(name="a", type=ListOf(Words(9)), label="A", help="-", example="b"),
            '"a:" and on the next line "  - b"',
        ),
        (
            Field(name="a", type=ListOf(PERSON), label="A", help="-"),
            '"a:" and on the next line "  - name: A."',
        ),
        (
            Field(name="a", type=PERSON, label="A", help="-"),
            '"a:" and on the next line "  name: A."',
        ),
    ],
)
def test_an_example_is_shown_as_it_is_typed(field: Field, shown: str) -> None:
    assert field.as_typed() == shown


TYPES: list[FieldType] = [
    Words(20),
    STATUS,
    Reference("theme"),
    Day(),
    PartialDate(),
    Year(),
    WholeNumber(),
    WebAddress(),
    ListOf(Words(20)),
    PERSON,
]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_a_sound_schema_and_says_what_to_write(kind: FieldType) -> None:
    Draft202012Validator.check_schema(kind.json_schema())
    assert kind.describe()


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (Words(3), "abc", True),
        (Words(3), "abcd", False),
        (Words(3), "", False),
        (STATUS, "in-use", True),
        (STATUS, "In use", False),
        (Reference("theme"), "risk", True),
        (Reference("theme"), "Risk", False),
        (PartialDate(), "2020-07", True),
        (PartialDate(), 2020, True),
        (PartialDate(), "July", False),
        (Year(), "2020", True),
        (Year(), 2020, True),
        (Year(), 20200, False),
        (Year(), "20", False),
        (WholeNumber(), 3, True),
        (WholeNumber(), "3", True),
        (WholeNumber(), -3, False),
        (WebAddress(), "https://example.org", True),
        (WebAddress(), "javascript:x", False),
        (ListOf(Words(3)), ["a", "b"], True),
        (ListOf(Words(3)), ["a", "a"], False),
        (ListOf(Words(3), most=1), ["a", "b"], False),
        (PERSON, {"name": "A", "since": "2020"}, True),
        (PERSON, {"name": "A", "since": "2020", "role": None}, True),
        (PERSON, {"name": None, "since": "2020"}, False),
        (PERSON, {"name": "A"}, False),
        (PERSON, {"name": "A", "since": "2020", "age": "3"}, False),
    ],
)
def test_the_schema_says_the_same_as_the_check(
    kind: FieldType,
    value: object,
    fits: bool,  # noqa: FBT001
) -> None:
    assert Draft202012Validator(kind.json_schema()).is_valid(value) is fits


def test_samples_have_the_shape_of_the_field() -> None:
    assert sample(Words(9), "a") == "a"
    assert sample(ListOf(Words(9)), "a") == ["a"]
    assert sample(ListOf(PERSON), "") == [{"name": "A.", "role": "Chair", "since": "2020"}]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22/11/2026", "2026-11-22"),
        ("5.1.2026", "2026-01-05"),
        ("2026-1-5", "2026-01-05"),
        ("5th  January 2026", "2026-01-05"),
        ("5 Sept 2026", "2026-09-05"),
        ("July 2020", ""),
        ("31/02/2026", ""),
        ("11/22/2026", ""),
        ("soon 2026", ""),
        ("last week", ""),
    ],
)
def test_a_day_as_people_write_it_is_offered_in_the_form_needed(typed: str, meant: str) -> None:
    fix = only(Day(), typed).fix
    assert fix == (f'Did you mean "{meant}"?' if meant else "")


def test_only_the_names_of_months_are_taken_for_months() -> None:
    assert likely_date("Sept 2020", {2}) == "2020-09"
    assert not likely_date("Marketing 2020", {2})


def test_a_month_is_offered_where_it_will_do() -> None:
    assert only(PartialDate(), "July 2020").fix == 'Did you mean "2020-07"?'
    assert only(PartialDate(), "2020/7").fix == 'Did you mean "2020-07"?'


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2020/21", "2021"), ("1999-00", "2000"), ("2020-2021", "2021"), ("2020/25", ""), ("20", "")],
)
def test_a_financial_year_is_offered_by_its_end(typed: str, meant: str) -> None:
    assert only(Year(), typed).fix == (f'Did you mean "{meant}"?' if meant else "")
