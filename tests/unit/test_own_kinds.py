"""A kind of a site's own can do all that ours can, and so can a field of its own."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from mkdocs_casebook.cli.main import main
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.configuration import as_group
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.export.catalogue import write_files
from mkdocs_casebook.forms.inputs import CONFIRMATIONS
from mkdocs_casebook.graph.backlinks import Register
from mkdocs_casebook.graph.connections import connections, weave
from mkdocs_casebook.graph.related import Weights
from mkdocs_casebook.lists.listings import list_index
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.render.fragments import Link, facts_below
from mkdocs_casebook.render.heads import draw_head, head
from mkdocs_casebook.render.print_view import draw_paper
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.schema.kind_declarations import read_standard, standard
from mkdocs_casebook.schema.reading import Reading
from mkdocs_casebook.schema.vocabulary import Vocabulary

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
    made = dict(write_files(whole.result.casebook, Publication(settings.imprint, "", {})))
    catalogue = json.loads(made["catalogue.json"])["entries"]["pilot"]
    assert [record["team"] for record in catalogue] == ["Night team", "Night team"]
    rows = made["pilots.csv"].splitlines()
    assert {"scale", "team", "organisation-name", "region"} <= set(rows[0].split(","))
    assert "Night team" in rows[1]


def test_its_list_can_have_another_name_and_its_texts_can_be_printed(site: Path) -> None:
    config = site / "mkdocs.yml"
    words = "          paper: print-pilots\n          listed:\n            index: all-pilots\n"
    plural = "          plural: Pilots\n"
    text = config.read_text(encoding="utf-8").replace(plural, plural + words)
    config.write_text(text, encoding="utf-8")
    casebook = with_index(site, "all-pilots", "scale").result.casebook
    page = casebook.by_path["docs/index.md"]
    assert casebook.index_page("pilot") is page
    assert len(list_index(page, casebook).things) == 2
    paper = with_index(site, "print-pilots").result.casebook.by_path["docs/index.md"]
    web = weave(Register(casebook), Weights())
    texts = {f"docs/pilots/{name}-pilot.md": "<p>Text.</p>" for name in ("first", "second")}
    addresses = {path: path.removesuffix("md") for path in casebook.by_path}
    drawn = draw_paper(paper, web, texts, Link(addresses, "", "print/"), "")
    assert "First pilot" in drawn
    assert "Second pilot" in drawn


@pytest.mark.parts
def test_it_has_a_form_and_a_blank_file_and_can_be_started(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert main(["schema", "--write"]) == 0
    form = (site / ".github" / "ISSUE_TEMPLATE" / "pilot.yml").read_text(encoding="utf-8")
    assert "label: Team" in form
    assert "id: text" in form
    assert "team:" in (site / "templates" / "pilot.md").read_text(encoding="utf-8")
    stories = (site / ".github" / "ISSUE_TEMPLATE" / "case-study.yml").read_text(encoding="utf-8")
    assert "label: Supplier" in stories
    assert "\n#supplier:" in (site / "templates" / "case-study.md").read_text(encoding="utf-8")
    schema = json.loads((site / "docs/reference/schemas/pilot.json").read_text(encoding="utf-8"))
    assert schema["description"] == "The fields at the top of a pilot file."
    editor = yaml.safe_load((site / ".pages.yml").read_text(encoding="utf-8"))["content"]
    fields = {item["name"]: [field["name"] for field in item["fields"]] for item in editor}
    assert "team" in fields["pilot"]
    assert "supplier" in fields["case-study"]
    assert main(["schema", "--check"]) == 0
    arguments = ["new", "pilot", "--no-questions", "--title", "Third pilot", "--team", "Day team"]
    monkeypatch.setattr("sys.argv", ["casebook", *arguments])
    main(arguments)
    capsys.readouterr()
    started = (site / "docs" / "pilots" / "third-pilot.md").read_text(encoding="utf-8")
    assert "team: Day team" in started


FIELD = """      setting:
        type: choice
        label: Setting
        help: Where it happened.
        example: ward
        shown: yes
        options:
          ward: On a ward
          clinic: In a clinic
"""


def test_a_field_that_only_the_file_of_kinds_has_shows_and_filters(site: Path) -> None:
    """Whoever adds a field for everybody touches ``kinds.yml`` and no code."""
    text = (PLUGINS / "schema" / "kinds.yml").read_text(encoding="utf-8")
    text = text.replace("      status:\n", f"{FIELD}      status:\n", 1)
    text = text.replace("region, year, system, from]", "region, year, setting]", 1)
    schema = read_standard(as_group(text, "kinds.yml"), Reading("kinds.yml", Vocabulary(), []))
    story = site / STORY
    told = story.read_text(encoding="utf-8").replace("title:", "setting: ward\ntitle:", 1)
    story.write_text(told, encoding="utf-8")
    (site / "docs" / "index.md").write_text("---\ntitle: A\nindex: case-study\n---\n", "utf-8")
    folders = {"case_studies": "case-study", "docs/themes": "theme"}
    folders |= {"docs/organisations": "organisation"}
    collections = [Collection(folder, kind) for folder, kind in folders.items()]
    sources, _problems = find_sources(site, "docs", collections)
    result = build(sources, collections, schema)
    assert [str(found) for found in result.problems if found.where.path == STORY] == []
    casebook = result.casebook
    facets = list_index(casebook.by_path["docs/index.md"], casebook).facets
    (setting,) = (found for found in facets if found.facet.name == "setting")
    assert (setting.facet.label, [item.value.label for item in setting.values]) == (
        "Setting",
        ["On a ward"],
    )
    below = facts_below(casebook.by_path[STORY], casebook)
    assert ("Setting", ("On a ward",)) in [(fact.label, fact.texts) for fact in below]


@pytest.mark.parts
def test_its_form_becomes_a_file_and_its_help_says_what_it_is(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    headings = {"Title": "Third pilot", "Summary": "What came of it.", "Scale": "One ward"}
    headings |= {"Team": "Day team", "Text": "# Why\n\nBecause."}
    body = "".join(f"### {label}\n\n{answer}\n\n" for label, answer in headings.items())
    body += "### Before you send it\n\n" + "".join(f"- [x] {text}\n" for text in CONFIRMATIONS)
    event = {"issue": {"body": body, "labels": [{"name": "pilot"}]}}
    (site / "event.json").write_text(json.dumps(event), encoding="utf-8")
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    assert main(["intake", "--write", "--event", "event.json"]) == 0, capsys.readouterr().out
    made = (site / "docs" / "pilots" / "third-pilot.md").read_text(encoding="utf-8")
    assert "scale: ward\nteam: Day team\n" in made
    assert made.endswith("---\n\n## Why\n\nBecause.\n")
    arguments = ["new", "--help"]
    monkeypatch.setattr("sys.argv", ["casebook", *arguments])
    with pytest.raises(SystemExit):
        main(arguments)
    helped = capsys.readouterr().out
    for name in ("a new pilot", "a new chapter", "a new question list"):
        assert name in helped


@pytest.mark.parts
def test_nothing_is_made_of_kinds_with_a_mistake(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("type: text", "type: txt", 1)
    config.write_text(text, encoding="utf-8")
    assert main(["schema", "--check", "--config", str(config)]) == 1
    assert "mkdocs.yml:" in capsys.readouterr().err


def test_the_engine_knows_no_kind_by_name() -> None:
    """Of what is declared, only the page that every site has may be named in code."""
    names = {kind.name for kind in standard().collected}
    named = re.compile(rf"[\"']({'|'.join(names)})[\"']")
    allowed = {
        "config/site_metadata.py",  # Who publishes a site is a setting of that name,
        "config/settings.py",  # and so here,
        "markdown/marks.py",  # and as a mark in a text,
        "schema/marks.py",
        "schema/declared_types.py",  # A type of field is called after it.
        "schema/field_declarations.py",  # Examples for authors,
        "schema/kind_traits.py",  # and here.
        "packs/upgrades.py",  # An old name of that setting.
        "config/unsafe.py",  # A setting of the host,
        "mkdocs_plugin/plain_pages.py",  # which pages for another host have too,
        "render/engine.py",  # and the folder of the theme's templates.
    }
    found = {
        f"{file.relative_to(PLUGINS).as_posix()}: {match[0]}"
        for file in PLUGINS.rglob("*.py")
        for match in named.finditer(file.read_text(encoding="utf-8"))
        if file.relative_to(PLUGINS).as_posix() not in allowed
    }
    assert found == set()
