"""The whole of the core: files in, a casebook and the problems out."""

from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Source, Tagged, Target
from mkdocs_casebook.core.problems import Severity
from mkdocs_casebook.pipeline.build import Build, build
from mkdocs_casebook.schema.kind_declarations import standard

BASE = Path(__file__).parents[1] / "golden" / "_base"
STUDY = "case_studies/example-trust.md"


@pytest.fixture
def sources() -> dict[str, Source]:
    found, problems = find_sources(BASE, "docs", collections())
    assert problems == []
    return {source.path: source for source in found}


def collections() -> tuple:  # type: ignore[type-arg]
    settings, _problems = read_settings(BASE / "mkdocs.yml")
    assert settings is not None
    return settings.collections


def made(sources: dict[str, Source]) -> Build:
    return build(list(sources.values()), collections(), schema=standard())


def test_a_sound_site_becomes_a_casebook(sources: dict[str, Source]) -> None:
    result = made(sources)
    assert result.problems == ()
    assert result.files_checked == 7
    casebook = result.casebook
    assert {kind: len(entries) for kind, entries in casebook.by_kind.items()} == {
        "case-study": 1,
        "chapter": 1,
        "organisation": 1,
        "page": 1,
        "question-list": 1,
        "theme": 2,
    }
    filed = [(thing.title, thing.target.fragment) for thing in casebook.filed["risk"]]
    assert filed == [("One record for the whole hospital", ""), ("What could go wrong?", "first-2")]


def test_a_file_that_is_no_text_hides_no_mistake_in_others(sources: dict[str, Source]) -> None:
    theme = sources["docs/themes/risk.md"]
    study = sources[STUDY]
    sources[theme.path] = replace(theme, content=b"\xff")
    sources[STUDY] = replace(study, content=study.content.replace(b"2020\n", b"20\n"))
    result = made(sources)
    assert [(problem.code, problem.where.path) for problem in result.problems] == [
        ("not-a-year", STUDY),
        ("not-utf-8", theme.path),
    ]


def test_a_theme_with_a_mistake_in_it_is_still_a_theme(sources: dict[str, Source]) -> None:
    theme = sources["docs/themes/risk.md"]
    sources[theme.path] = replace(theme, content=b"---\ntitle: Risk: a theme\n---\n")
    codes = {(problem.code, problem.where.path) for problem in made(sources).problems}
    assert codes == {("front-matter-syntax", theme.path), ("missing-field", theme.path)}


def test_a_question_list_without_an_id_offers_no_name(sources: dict[str, Source]) -> None:
    questions = sources["docs/questions/first.md"]
    text = questions.content.replace(b"{#first-1 ", b"{")
    sources[questions.path] = replace(questions, content=text)
    assert [problem.code for problem in made(sources).problems] == ["question-without-id"]


def test_problems_come_sorted_by_place(sources: dict[str, Source]) -> None:
    for path, source in sources.items():
        sources[path] = replace(source, content=source.content + b"\n## A {#A}\n\n## A {#A}\n")
    problems = made(sources).problems
    assert list(problems) == sorted(problems)
    assert len({problem.where.path for problem in problems}) == 7


def test_a_renamed_theme_is_followed_and_told(sources: dict[str, Source]) -> None:
    theme = sources["docs/themes/risk.md"]
    text = theme.content.replace(b"summary:", b"formerly: [danger]\nsummary:")
    sources[theme.path] = replace(theme, content=text)
    study = sources[STUDY]
    sources[STUDY] = replace(study, content=study.content.replace(b"- risk", b"- danger"))
    result = made(sources)
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("moved-theme", Severity.NOTICE)
    assert result.casebook.by_path[STUDY].themes == ("governance", "risk")
    assert [(move.old_address, move.new_path) for move in result.moves] == [
        ("themes/danger/", theme.path)
    ]


def test_a_renamed_story_keeps_its_old_address(sources: dict[str, Source]) -> None:
    study, organisation = sources[STUDY], sources["docs/organisations/example-trust.md"]
    text = study.content.replace(b"year:", b"formerly: [first-try, example-trust]\nyear:")
    sources[STUDY] = replace(study, content=text)
    text = organisation.content.replace(b"---\n", b"---\nformerly: [old-trust]\n", 1)
    sources[organisation.path] = replace(organisation, content=text)
    result = made(sources)
    assert result.problems == ()
    # A page that is there under the name keeps it.
    assert [(move.old_path, move.old_address, move.new_path) for move in result.moves] == [
        ("case_studies/first-try.md", "case-studies/first-try/", STUDY),
        ("docs/organisations/old-trust.md", "organisations/old-trust/", organisation.path),
    ]


def test_a_thing_under_a_theme_is_an_entry_or_a_section_of_it(sources: dict[str, Source]) -> None:
    entry = made(sources).casebook.by_path["docs/questions/first.md"]
    whole, part = Tagged(entry), Tagged(entry, entry.sections[0])
    assert (whole.title, whole.summary) == (entry.title, entry.summary)
    assert (part.title, part.summary) == ("Who decides?", "Ask for a name.")
    assert whole.target == Target(entry.path)
    assert part.target == Target(entry.path, "first-1")
    assert entry.texts("title") == ()
