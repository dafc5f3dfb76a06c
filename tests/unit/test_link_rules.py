"""What must hold across the entries of a site: told as an error, as advice, or shown to readers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.render.engine import environment
from mkdocs_casebook.render.fragments import Link

BASE = Path(__file__).parents[1] / "golden" / "_base"
STORY = "case_studies/example-trust.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    story = root / STORY
    text = story.read_text("utf-8").replace("{#context}", '{#context evidence-for="first-1"}')
    story.write_text(text, "utf-8")
    (root / "docs/coverage.md").write_text("---\ntitle: Gaps\nindex: coverage\n---\n", "utf-8")
    return root


def whole(root: Path, *rules: str) -> Whole:
    listed = "".join(f"          - {{{rule}}}\n" for rule in rules)
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").partition("      upkeep:")[0]
    config.write_text(f"{text}      upkeep:\n        rules:\n{listed}", "utf-8")
    settings, problems = read_settings(config)
    assert settings is not None
    return read_whole(settings, problems)


def told(root: Path, *rules: str) -> list[str]:
    return [str(problem) for problem in whole(root, *rules).problems]


def test_a_question_needs_evidence(site: Path) -> None:
    (said,) = told(site, "each: question, has: 1, from: case-study, level: error")
    assert said.startswith(
        'docs/questions/first.md:10: "What could go wrong?" has 0. '
        "This site asks: Each question has at least 1 case study."
    )
    assert (
        told(site, "each: question, has: 1, from: case-study, level: error, unless: [first-2]")
        == []
    )
    assert len(told(site, "each: question, has: 2, level: error")) == 2
    assert len(told(site, "each: question, has: 1, from: chapter, level: error")) == 2


def test_an_entry_needs_a_field_and_advice_is_a_notice(site: Path) -> None:
    (said,) = told(site, "each: case-study, states: did-not-work, level: advice")
    assert said.startswith(f"{STORY}:1: notice: ")
    assert "states nothing of it. This site asks: Each case study states What did not work" in said
    assert told(site, "each: case-study, states: year, level: error") == []


def test_a_theme_needs_entries_and_an_organisation_stories(site: Path) -> None:
    assert told(site, "each: theme, has: 1, level: error") == []
    assert len(told(site, "each: theme, has: 9, level: error")) == 2
    assert told(site, "each: organisation, has: 1, from: case-study, level: error") == []


def test_what_is_shown_stands_on_the_page_of_gaps(site: Path) -> None:
    found = whole(
        site,
        "each: question, has: 1, level: shown, say: Each question has evidence",
        "each: case-study, states: year, level: shown",
    )
    assert found.problems == ()
    casebook = found.result.casebook
    link = Link({entry.path: entry.address for entry in casebook.by_path.values()}, "../")
    page = casebook.by_path["docs/coverage.md"]
    html = environment().get_template("rules-held.html").render(entry=page, link=link)
    assert " ".join(re.sub("<[^>]+>", " ", html).split()) == (
        "What we aim for Each question has evidence: 1 of 2. Not yet What could go wrong? "
        "Each case study states Year of the account: 1 of 1."
    )
    assert '<a href="../questions/first/#first-2">What could go wrong?</a>' in html


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("each: questoin, has: 1, level: error", 'Did you mean "question"?'),
        ("each: theme, has: 1, level: eror", 'Did you mean "error"?'),
        ("each: theme, level: error", "the rule asks for nothing, or for two things"),
        ("each: theme, has: 1, states: title, level: error", "for two things"),
        ("each: theme, states: colour, level: error", '"theme" has no field called "colour"'),
        ("each: question, states: title, level: error", '"question" has no field'),
        ("each: theme, has: some, level: error", '"some" is not a whole number'),
        ("each: theme, holds: 1, level: error", 'there is no field called "holds"'),
        ("has: 1, level: error", "upkeep.rules[1].each: the field is missing"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_with_its_line(site: Path, rule: str, said: str) -> None:
    found = told(site, rule)
    assert any(said in line and line.startswith("mkdocs.yml:12: ") for line in found), found


def test_rules_are_a_list(site: Path) -> None:
    config = site / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "      upkeep:\n        rules: all\n", "utf-8")
    settings, problems = read_settings(config)
    assert settings is not None
    assert "upkeep.rules: " in str(read_whole(settings, problems).problems[0])
