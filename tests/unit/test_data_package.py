"""The links between entries as a table, and the description of every table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.export.catalogue import write_files
from mkdocs_casebook.export.data_package import DESCRIPTION, LINKS, export_data_package
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.pipeline.load_site import read_whole
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.render.structured import Publication

SITE = Path(__file__).parents[1] / "hosts" / "site"


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    settings, _problems = read_settings(SITE / "mkdocs.yml")
    assert settings is not None
    casebook = read_whole(settings).result.casebook
    imprint = Imprint(site_name="A casebook", licence=LICENCES["CC-BY-4.0"])
    site = Publication(imprint, "https://a.example/", {})
    export = Export(casebook=casebook, publication=site, rows=Rows(casebook))
    return dict(write_files(casebook, site)) | dict(export_data_package(export))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_table_is_described_column_by_column(written: dict[str, str]) -> None:
    described = json.loads(written[DESCRIPTION])
    assert described["name"] == "a-casebook"
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    paths = [resource["path"] for resource in described["resources"]]
    assert sorted(paths) == sorted(name for name in written if name.endswith(".csv"))
    for resource in described["resources"]:
        header = next(csv.reader(io.StringIO(written[resource["path"]].removeprefix("\ufeff"))))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])
        key = resource["schema"].get("primaryKey")
        values = [row[key] for row in rows(written[resource["path"]])] if key else []
        assert len(values) == len({*values})


def test_the_links_are_those_of_the_catalogue(written: dict[str, str]) -> None:
    links = rows(written[LINKS])
    catalogue = json.loads(written["catalogue.json"])["entries"]
    expected = {
        (record["id"], kind, part.get("id", ""), name, target)
        for kind, records in catalogue.items()
        for record in records
        for part in ({**record, "id": ""}, *record.get("sections", ()))
        for name in ("themes", "evidence-for", "answers", "broader", "related")
        for target in part.get(name, ())
    }
    found = {
        (row["from"], row["from-kind"], row["from-section"], row["relation"], row["to"])
        for row in links
        if row["relation"] != "organisation"
    }
    assert found >= expected
    assert expected
    owners = {row["from"]: row["to"] for row in links if row["relation"] == "organisation"}
    assert owners == {record["id"]: record["organisation"] for record in catalogue["case-study"]}


def test_the_same_content_gives_the_same_bytes(written: dict[str, str]) -> None:
    assert written[LINKS].startswith("\ufefffrom,from-kind,from-section,relation,to,to-kind\r\n")
    kinds = [row["to-kind"] for row in rows(written[LINKS])]
    assert {"theme", "organisation", "question"} >= {*kinds}
