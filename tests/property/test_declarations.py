"""A declaration of kinds is told what is wrong with it, or makes a schema that works."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_casebook.content.configuration import as_group, get
from mkdocs_casebook.content.nodes import Group, plain
from mkdocs_casebook.schema.fields import ListOf, Reading
from mkdocs_casebook.schema.kind_declarations import extend, joined, read_standard, standard
from mkdocs_casebook.schema.kinds import Schema, json_schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

OURS = files("mkdocs_casebook.schema").joinpath("kinds.yml").read_text(encoding="utf-8")
OWN = """
kinds:
  pilot:
    label: Pilot
    plural: Pilots
    text: required
    newest-first: yes
    owner: hospital
    head: [hospital, scale]
    below: What we learned
    compared: [scale, started]
    paper: print-pilots
    filed: {title: Pilots, one: pilot, several: pilots, place: 4}
    listed: {title: Pilots, one: pilot, several: pilots, index: pilots, facets: [theme, scale]}
    fields:
      hospital: {type: reference, to: hospital, label: Hospital, required: yes}
      scale: {type: choice, label: Scale, options: {ward: One ward, trust: All of it}}
      cost: {type: choice, label: Cost, options: cost-bands}
      started: {type: day, label: Started}
      tools: {type: texts, label: Tools, items: 5, searched: yes}
      people:
        type: groups
        label: People
        fields:
          names: {type: texts, label: Names, required: yes}
          since: {type: year, label: Since}
      aliases:
    parts:
      context: {title: Where we started, help: What made you try it., required: yes}
  hospital:
    label: Hospital
    plural: Hospitals
    holds: sections
    grouped: sort
    beside: [sort]
    fields:
      sort: {type: choices, label: Sort, options: trust-types}
      near: {type: references, to: hospital, label: Near}
  case-study:
    fields:
      supplier: {type: text, label: Supplier}
"""
WORDS = st.sampled_from(
    [
        "",
        "no",
        "0",
        "Other name",
        "page",
        "theme",
        "question",
        "home",
        "everything",
        "words",
        "pilot",
        "hospital",
        "organisation",
        "title",
        "themes",
        "sort",
        "scale",
        "group",
        "case-study",
        "yes",
        "10",
        "a b=c",
        "{}",
        "kind",
    ]
)


def places(value: object) -> list[tuple[Any, Any]]:
    """Return every container with each of its keys."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    return [pair for key in keys for pair in ((value, key), *places(value[key]))]  # type: ignore[index]


@st.composite
def spoilt(draw: st.DrawFn, declarations: str) -> Group:
    """Draw declarations of which one to three pieces are taken out, renamed or replaced."""
    found = plain(as_group(declarations, "kinds.yml"))
    for _ in range(draw(st.integers(1, 3))):
        at = places(found)
        if not at:
            break
        container, key = draw(st.sampled_from(at))
        match draw(st.sampled_from(("take out", "rename", "replace", "list", "group"))):
            case "take out":
                del container[key]
            case "rename" if isinstance(container, dict):
                container[draw(WORDS)] = container.pop(key)
            case "list":
                container[key] = [draw(WORDS)]
            case "group":
                container[key] = {draw(WORDS): draw(WORDS)}
            case _:
                container[key] = draw(WORDS)
    text = yaml.safe_dump(found, sort_keys=False, allow_unicode=True)
    return as_group(text, "kinds.yml")


def use(schema: Schema) -> None:
    """Ask a schema for all it can tell."""
    roles = schema.roles
    assert roles.story in schema.stories
    assert roles.owner.name in schema.owners
    assert schema[schema.taxonomy].is_taxonomy
    assert set(schema.owners) <= schema.referred_to <= set(schema.kinds)
    assert schema.grouping is None or isinstance(schema.grouping.type, ListOf)
    assert schema.filed
    assert schema.shared_by_packs
    for index in schema.indexes:
        assert all(kind.name in schema.kinds for kind in schema.things_of(index))
    for kind in schema.kinds.values():
        named = (*kind.facts, *kind.facts_below, *kind.compared, *kind.beside, *kind.searched)
        assert {getattr(item, "name", item) for item in named} <= set(kind.fields.by_name)
        assert json_schema(kind)["title"] == kind.label
        assert kind.fields.describe()
        for field in kind.fields.fields:
            assert field.as_typed().startswith((field.name, f'"{field.name}'))
            assert field.type.describe()
    assert set(joined(schema, [standard()]).kinds) >= set(schema.kinds)


@given(spoilt(OURS))
def test_a_fault_in_a_file_of_kinds_is_told_with_its_place(group: Group) -> None:
    reading = Reading("kinds.yml", Vocabulary(), [])
    try:
        schema = read_standard(group, reading)
    except ValueError:
        assert reading.problems
    else:
        assert not reading.problems
        assert {*schema.by_index, *schema.papers} <= set(schema.indexes)
        use(schema)


@given(spoilt(OWN))
def test_a_fault_in_the_kinds_of_a_site_is_told_and_spoils_nothing_else(group: Group) -> None:
    reading = Reading("mkdocs.yml", Vocabulary(), [])
    schema = extend(standard(), get(group, "kinds"), reading)
    use(schema)
    assert reading.problems or {*schema.by_index, *schema.papers} <= set(schema.indexes)
    for problem in reading.problems:
        assert problem.where.line >= 1
        assert problem.where.field.startswith("kinds")
        assert problem.fix or problem.expected


def test_both_are_right_before_anything_is_taken_out() -> None:
    reading = Reading("kinds.yml", Vocabulary(), [])
    use(read_standard(as_group(OURS, "kinds.yml"), reading))
    group = as_group(OWN, "kinds.yml")
    use(extend(standard(), get(group, "kinds"), reading))
    assert reading.problems == []
