"""What a page says about itself to machines."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Collection, Entry
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.pipeline.build import build
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.schema.kind_declarations import standard

SITE = Path(__file__).parents[1] / "hosts" / "site"
FOLDERS = {
    "case_studies": "case-study",
    "docs/guide": "chapter",
    "docs/questions": "question-list",
    "docs/themes": "theme",
    "docs/organisations": "organisation",
}
TYPES = {
    "chapter": "Article",
    "case-study": "Article",
    "theme": "DefinedTerm",
    "question-list": "ItemList",
    "organisation": "Organization",
}


@pytest.fixture(scope="module")
def casebook() -> Casebook:
    collections = [Collection(*item) for item in FOLDERS.items()]
    sources, _problems = find_sources(SITE, "docs", collections)
    return build(sources, collections, schema=standard()).casebook


def site(casebook: Casebook) -> Publication:
    addresses = {entry.path: entry.address for entry in casebook.by_path.values()}
    return Publication(Imprint(site_name="A site"), "https://site.example/", addresses)


def graph(entry: Entry, casebook: Casebook) -> dict[str, dict]:
    data = json.loads(structured_data(entry, casebook, site(casebook)))
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_every_kind_says_what_it_is(casebook: Casebook) -> None:
    for entry in casebook.by_path.values():
        found = graph(entry, casebook)
        kind = TYPES.get(entry.kind, "WebSite" if entry["index"] == "home" else "WebPage")
        assert found[kind]["url"] == f"https://site.example/{entry.address}"
        assert ("BreadcrumbList" in found) == (entry["index"] != "home")


def test_breadcrumbs_lead_from_home_by_the_list_to_the_page(casebook: Casebook) -> None:
    study = casebook.of_kind("case-study")[0]
    steps = graph(study, casebook)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["name"] for step in steps][::2] == ["A site", study.title]


def test_questions_have_the_addresses_of_their_own(casebook: Casebook) -> None:
    questions = graph(casebook.of_kind("question-list")[0], casebook)["ItemList"]
    first = questions["itemListElement"][0]["item"]
    assert first["@type"] == "Question"
    assert first["url"].endswith("#first-1")


def test_nothing_that_an_author_writes_ends_the_script(casebook: Casebook) -> None:
    study = casebook.of_kind("case-study")[0]
    nasty = "</script><script>alert(1)</script><!-- & \u2028"
    text = structured_data(replace(study, title=nasty, summary=nasty), casebook, site(casebook))
    assert not set("<>&") & set(text)
    assert json.loads(text)["@graph"][0]["headline"] == nasty
