"""The kinds and their fields: complete, and the same in the check, the schema and the site."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import plain
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.schema.fields import Field, Fields, ListOf, sample
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.kinds import Kind, json_schema

PROJECT = Path(__file__).parents[2]
GOLDEN = PROJECT / "tests" / "golden"
CASE_STUDY = "case_studies/example-trust.md"

SCHEMA_SEES = (
    "missing-fields-all",
    "missing-field-of-a-person",
    "not-a-year",
    "not-an-address",
    "repeated-item",
    "text-after-hash",
    "too-long",
    "too-many",
    "unknown-field",
    "unknown-theme-by-its-alias",
    "unknown-theme-by-its-title",
    "unknown-value",
    "wrong-type-group-for-a-list",
    "wrong-type-group-for-text",
    "wrong-type-list-for-a-group",
    "wrong-type-list-for-text",
    "wrong-type-text-for-a-group",
    "wrong-type-text-for-a-list",
)
"""Golden folders with a mistake in the case study that an editor with the schema can show too."""


def site_sources() -> list[Source]:
    settings, problems = read_settings(PROJECT / "mkdocs.yml")
    assert settings is not None
    assert problems == ()
    sources, _problems = find_sources(settings.root, settings.docs_folder, settings.collections)
    return sources


def every_field(group: Fields) -> list[Field]:
    fields = []
    for item in group.fields:
        inner = item.type.item if isinstance(item.type, ListOf) else item.type
        fields += [item, *(every_field(inner) if isinstance(inner, Fields) else [])]
    return fields


@pytest.mark.parametrize("kind", standard().kinds.values(), ids=standard().kinds.keys())
def test_every_field_says_what_it_is_for(kind: Kind) -> None:
    for item in every_field(kind.fields):
        assert item.label
        assert item.help.endswith("."), item.name
        inner = item.type.item if isinstance(item.type, ListOf) else item.type
        assert bool(item.example) is not isinstance(inner, Fields), item.name


@pytest.mark.parametrize("kind", standard().kinds.values(), ids=standard().kinds.keys())
def test_every_schema_is_sound(kind: Kind) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("kind", standard().kinds.values(), ids=standard().kinds.keys())
def test_every_schema_takes_the_examples(kind: Kind) -> None:
    examples = {item.name: sample(item.type, item.example) for item in kind.fields.fields}
    Draft202012Validator(json_schema(kind)).validate(examples)


@pytest.mark.parametrize("source", site_sources(), ids=lambda source: source.path)
def test_every_schema_takes_the_real_entries(source: Source) -> None:
    document = parse_source(source).document
    assert document is not None
    Draft202012Validator(json_schema(standard().kinds[source.kind])).validate(
        plain(document.fields)
    )


@pytest.mark.parametrize("name", SCHEMA_SEES)
def test_the_schema_refuses_what_it_can_of_the_golden_inputs(name: str) -> None:
    text = (GOLDEN / name / "input" / CASE_STUDY).read_text(encoding="utf-8")
    document, _problems = parse(CASE_STUDY, text)
    fields = plain(document.fields)
    assert not Draft202012Validator(json_schema(standard().kinds["case-study"])).is_valid(fields)


def test_the_schema_takes_the_golden_input_in_which_text_stays_text() -> None:
    text = (GOLDEN / "text-stays-text" / "input" / CASE_STUDY).read_text(encoding="utf-8")
    document, _problems = parse(CASE_STUDY, text)
    fields = plain(document.fields)
    assert isinstance(fields, dict)
    assert fields.pop("cost") == ""
    Draft202012Validator(json_schema(standard().kinds["case-study"])).validate(fields)


def test_text_that_stays_text_reaches_the_entry() -> None:
    sources = [source for source in site_sources() if source.kind in {"theme", "organisation"}]
    text = (GOLDEN / "text-stays-text" / "input" / CASE_STUDY).read_bytes()
    study = Source(
        path=CASE_STUDY, kind="case-study", slug="a", address="case-studies/a/", content=text
    )
    casebook = build([*sources, study], [], schema=standard()).casebook
    entry = casebook.by_path[CASE_STUDY]
    assert entry.title == "no"
    assert entry.summary == "2024-02-30"
    assert entry["systems"] == ("010", "1.10", "yes", "0x1F", "1e3", "null")
    assert entry["duration"] == "12:30"
    assert entry["cost"] is None


def test_other_fields_are_refused_in_entries_and_left_alone_on_pages() -> None:
    for name, kind in standard().kinds.items():
        assert json_schema(kind)["additionalProperties"] is (name == "page")


def test_a_folder_may_hold_any_kind_but_plain_pages() -> None:
    assert {kind.name for kind in standard().collected} == {
        "case-study",
        "chapter",
        "question-list",
        "theme",
        "organisation",
    }


def test_case_studies_show_what_readers_choose_by_even_if_it_is_not_stated() -> None:
    shown = set(standard()["case-study"].shown)
    assert shown >= {"year", "status", "cost", "duration", "evidence", "did-not-work", "systems"}
