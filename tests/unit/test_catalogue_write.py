"""What a site publishes of its content as data."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from jsonschema import Draft202012Validator

from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Entry, Origin
from mkdocs_casebook.export.catalogue import columns, write_files
from mkdocs_casebook.export.catalogue_fields import CATALOGUE, SCHEMA, json_schema, records
from mkdocs_casebook.export.data_dictionary import data_dictionary
from mkdocs_casebook.graph.casebook import Casebook, relate
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.kind_declarations import standard

PROJECT = Path(__file__).parents[2]
IMPRINT = Imprint(
    site_name="Example stories", address="https://site.example/", licence=LICENCES["CC-BY-4.0"]
)


@pytest.fixture(scope="module")
def casebook() -> Casebook:
    settings, _problems = read_settings(PROJECT / "mkdocs.yml")
    assert settings is not None
    sources, _unreadable = find_sources(settings.root, settings.docs_folder, settings.collections)
    return build(sources, settings.collections, schema=standard()).casebook


def files(casebook: Casebook, imprint: Imprint = IMPRINT) -> dict[str, str]:
    addresses = {entry.path: entry.address for entry in casebook.by_path.values()}
    site = Publication(imprint, imprint.address or "", addresses)
    return dict(write_files(casebook, site))


def catalogue(casebook: Casebook, imprint: Imprint = IMPRINT) -> dict:
    return json.loads(files(casebook, imprint)[CATALOGUE])


def everything(casebook: Casebook) -> list[Entry]:
    return list(casebook.by_path.values())


def test_the_catalogue_of_the_real_site_fits_its_schema(casebook):
    found = catalogue(casebook)
    Draft202012Validator.check_schema(json_schema(standard()))
    Draft202012Validator(json_schema(standard())).validate(found)
    assert json.loads(files(casebook)[SCHEMA]) == json_schema(standard())
    assert found["$schema"] == "https://site.example/catalogue.schema.json"


def closed(schema: object) -> object:
    """Return a schema that allows no field which is not declared."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {name: closed(part) for name, part in schema.items()}
    return rest | ({"additionalProperties": False} if "required" in schema else {})


def test_the_catalogue_has_no_field_that_is_not_declared(casebook):
    found = catalogue(casebook)
    del found["$schema"]
    Draft202012Validator(closed(json_schema(standard()))).validate(found)


def test_every_entry_of_every_kind_is_there_by_id(casebook):
    found = catalogue(casebook)["entries"]
    assert tuple(found) == tuple(kind.name for kind in standard().collected)
    for kind, entries in found.items():
        assert [entry["id"] for entry in entries] == sorted(
            entry.slug for entry in casebook.of_kind(kind)
        )
    study = casebook.of_kind("case-study")[0]
    said = next(item for item in found["case-study"] if item["id"] == study.slug)
    assert said["address"] == f"https://site.example/{study.address}"
    assert (said["title"], said["year"]) == (study.title, study["year"])
    added = study["added"]
    assert said.get("added") == (added.isoformat() if added else None)


def test_sections_have_themes_and_whole_addresses(casebook):
    lists = catalogue(casebook)["entries"]["question-list"]
    first = next(item for item in lists if item["id"] == "ten")["sections"][0]
    assert first["id"] == "ten-1"
    assert first["address"] == "https://site.example/questions/ten/#ten-1"
    assert first["themes"]


def test_the_order_of_files_makes_no_difference(casebook):
    assert files(relate(reversed(everything(casebook)), schema=standard())) == files(casebook)


def test_without_an_address_the_way_starts_from_the_catalogue(casebook):
    found = catalogue(casebook, Imprint(site_name="Example stories"))
    assert found["site"] == {"name": "Example stories", "language": "en-GB"}
    assert found["entries"]["case-study"][0]["address"].startswith("case-studies/")
    Draft202012Validator(json_schema(standard())).validate(found)


def test_what_came_from_elsewhere_names_its_origin_and_licence(casebook):
    study = casebook.of_kind("case-study")[0]
    origin = Origin(
        name="Sample NHS Trust",
        address="https://sample.example/story/",
        licence="OGL-UK-3.0",
        read_on=date(2026, 11, 25),
    )
    others = [entry for entry in everything(casebook) if entry is not study]
    site = relate([*others, replace(study, origin=origin)], schema=standard())
    entries = catalogue(site)["entries"]["case-study"]
    said = next(item for item in entries if item["id"] == study.slug)
    assert said["origin"] == {
        "name": "Sample NHS Trust",
        "address": "https://sample.example/story/",
        "licence": "OGL-UK-3.0",
        "read-on": "2026-11-25",
    }
    row = next(row for row in table(site) if row["id"] == study.slug)
    assert (row["licence"], row["origin"]) == ("OGL-UK-3.0", "Sample NHS Trust")
    assert row["original"] == "https://sample.example/story/"


def table(casebook: Casebook) -> list[dict[str, str]]:
    text = files(casebook)["case-studies.csv"]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_the_table_has_a_row_for_each_case_study(casebook):
    rows = table(casebook)
    assert [row["id"] for row in rows] == sorted(s.slug for s in casebook.of_kind("case-study"))
    assert list(rows[0]) == list(columns(standard()["case-study"], standard()))
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    for row in rows:
        study = casebook.entry("case-study", row["id"])
        assert row["themes"].split("; ") == list(study.themes)
        assert row["source-title"] == study["source"]["title"]
        assert row["organisation-name"]
        assert row["region"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_starts_a_formula(casebook, start):
    study = casebook.of_kind("case-study")[0]
    values = MappingProxyType({**study.values, "title": f"{start}HYPERLINK(1)"})
    others = [entry for entry in everything(casebook) if entry is not study]
    rows = table(
        relate(
            [*others, replace(study, title=str(values["title"]), values=values)], schema=standard()
        )
    )
    assert f"'{start}HYPERLINK(1)" in {row["title"] for row in rows}


def test_the_dictionary_tells_every_field_and_every_column(casebook):
    page = next(page for page in casebook.of_kind("page") if page["index"] == "data")
    html = data_dictionary(casebook, {"entry": page, "link": Link({}, "../../")}).html
    for fields in records(schema=standard()).values():
        for item in fields.fields:
            assert f"<code>{item.name}</code>" in html, item.name
            assert len(item.help.split()) > 2
    for name in columns(standard()["case-study"], standard()):
        assert f"<code>{name}</code>" in html
    for file in files(casebook):
        assert f'href="../../{file}"' in html
