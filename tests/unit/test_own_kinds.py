"""A kind of a site's own can do all that ours can, and so can a field of its own."""

import json
import re
import shutil
from pathlib import Path

import pytest

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.export.catalogue import write_files
from mkdocs_casebook.graph.backlinks import Register
from mkdocs_casebook.graph.connections import connections, weave
from mkdocs_casebook.graph.related import Weights
from mkdocs_casebook.lists.listings import list_index
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.render.fragments import Link
from mkdocs_casebook.render.heads import draw_head, head
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.schema.kind_declarations import standard

GOLDEN = Path(__file__).parents[1] / "golden"
PLUGINS = Path(__file__).parents[2] / "plugins" / "mkdocs_casebook"

STORY = "case_studies/example-trust.md"
PILOT = """---
title: {title}
summary: What came of it.
scale: ward
team: Night team
organisation: example-trust
themes:
  - governance
---

Governance came first.
"""
TEAM = """            team:
              type: text
              label: Team
            organisation:
              type: organisation
              label: Organisation
        case-study:
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with a kind of its own, of which there are two entries."""
    site = Path(shutil.copytree(GOLDEN / "_base", tmp_path / "site"))
    shutil.copytree(GOLDEN / "own-kinds" / "input", site, dirs_exist_ok=True)
    shutil.copy(GOLDEN / "_base" / STORY, site / STORY)
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("        case-study:\n", TEAM, 1), encoding="utf-8")
    for name in ("first-pilot", "second-pilot"):
        file = site / "docs" / "pilots" / f"{name}.md"
        title = name.replace("-", " ").capitalize()
        file.write_text(PILOT.format(title=title), encoding="utf-8")
    return site


def with_index(site: Path, index: str, *facets: str) -> Whole:
    lines = "".join(f"  - {facet}\n" for facet in facets)
    text = f"---\ntitle: A list\nindex: {index}\n{'facets:' if facets else ''}\n{lines}---\n"
    (site / "docs" / "index.md").write_text(text, encoding="utf-8")
    settings, problems = read_settings(site / "mkdocs.yml")
    assert settings is not None
    whole = read_whole(settings, problems)
    assert [str(problem) for problem in whole.problems] == []
    return whole


def values_of(whole: Whole) -> dict[str, list[str]]:
    casebook = whole.result.casebook
    page = casebook.by_path["docs/index.md"]
    return {
        found.facet.name: [item.value.slug for item in found.values]
        for found in list_index(page, casebook).facets
    }


@pytest.mark.parametrize("index", ["pilot", "everything"])
def test_it_is_listed_and_can_be_narrowed_by_kind_and_by_its_own_fields(
    site: Path, index: str
) -> None:
    found = values_of(with_index(site, index, "kind", "scale", "team", "type"))
    assert "pilot" in found["kind"]
    assert found["scale"] == ["ward"]
    assert found["team"] == ["night-team"]
    assert found["type"] == ["acute"]


def test_it_has_facets_without_being_asked(site: Path) -> None:
    assert list(values_of(with_index(site, "pilot"))) == ["theme", "scale"]


def test_a_field_added_to_case_studies_can_be_a_facet(site: Path) -> None:
    story = site / STORY
    text = story.read_text(encoding="utf-8").replace("title:", "supplier: Example Ltd\ntitle:", 1)
    story.write_text(text, encoding="utf-8")
    assert values_of(with_index(site, "case-study", "supplier"))["supplier"] == ["example-ltd"]


def test_it_is_related_filed_compared_and_told_to_machines(site: Path) -> None:
    whole = with_index(site, "pilot")
    casebook = whole.result.casebook
    first = casebook.by_path["docs/pilots/first-pilot.md"]
    web = weave(Register(casebook), Weights(least=1))
    related = [item.entry.slug for item in connections(first, web).related]
    assert "second-pilot" in related
    assert first in [thing.entry for thing in casebook.filed["governance"]]
    assert list_index(casebook.by_path["docs/index.md"], casebook).can_compare
    owner = casebook.by_path["docs/organisations/example-trust.md"]
    assert first in casebook.stories[owner.path]
    settings, _problems = read_settings(site / "mkdocs.yml")
    assert settings is not None
    publication = Publication(settings.imprint, "https://casebook.example/", {})
    assert '"@type":"Article"' in structured_data(first, casebook, publication)
    assert "Night team" in draw_head(head(first, casebook, Link({}, "")))


def test_its_entries_are_in_the_catalogue_and_in_a_table(site: Path) -> None:
    whole = with_index(site, "pilot")
    settings, _problems = read_settings(site / "mkdocs.yml")
    assert settings is not None
    made = dict(write_files(whole.result.casebook, settings.imprint, {}))
    catalogue = json.loads(made["catalogue.json"])["entries"]["pilot"]
    assert [record["team"] for record in catalogue] == ["Night team", "Night team"]
    rows = made["pilots.csv"].splitlines()
    assert {"scale", "team", "organisation-name", "region"} <= set(rows[0].split(","))
    assert "Night team" in rows[1]


@pytest.mark.parts
def test_it_has_a_form_and_a_blank_file_and_can_be_started(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert main(["schema", "--write"]) == 0
    form = (site / ".github" / "ISSUE_TEMPLATE" / "pilot.yml").read_text(encoding="utf-8")
    assert "label: Team" in form
    assert "team:" in (site / "templates" / "pilot.md").read_text(encoding="utf-8")
    arguments = ["new", "pilot", "--no-questions", "--title", "Third pilot", "--team", "Day team"]
    monkeypatch.setattr("sys.argv", ["casebook", *arguments])
    main(arguments)
    capsys.readouterr()
    started = (site / "docs" / "pilots" / "third-pilot.md").read_text(encoding="utf-8")
    assert "team: Day team" in started


def test_the_engine_knows_no_kind_by_name() -> None:
    """Of what is declared, only the page that every site has may be named in code."""
    names = {kind.name for kind in standard().collected}
    named = re.compile(rf"[\"']({'|'.join(names)})[\"']")
    allowed = {
        "config/site_metadata.py",  # Who publishes a site is a setting of that name,
        "config/settings.py",  # and so here,
        "markdown/marks.py",  # and as a mark in a text,
        "schema/marks.py",
        "schema/field_declarations.py",  # A type of field is called after it.
        "packs/upgrades.py",  # An old name of that setting.
        "schema/kind_declarations.py",  # Examples for authors.
        "config/unsafe.py",  # A setting of the host,
        "render/engine.py",  # and the folder of the theme's templates.
    }
    found = {
        f"{file.relative_to(PLUGINS).as_posix()}: {match[0]}"
        for file in PLUGINS.rglob("*.py")
        for match in named.finditer(file.read_text(encoding="utf-8"))
        if file.relative_to(PLUGINS).as_posix() not in allowed
    }
    assert found == set()
