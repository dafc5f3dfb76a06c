"""Every code is explained, and every code in the program is one of those explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

import mkdocs_casebook
from codes import CODES, PAGE, TEXT
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Pulled, Suggestion
from mkdocs_casebook.schema.sections import headings

PACKAGE = Path(mkdocs_casebook.__file__).parent
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")

NAMED_WHEN_RUNNING = {
    "moved-theme",
    "question-without-id",
    "section-without-id",
    "unknown-organisation",
    "unknown-question",
    "unknown-theme",
}
"""Codes that are put together from the name of a kind."""


def explanation(code: str) -> str:
    """Return what stands under the heading of a code."""
    return TEXT.partition(f"\n## {code} {{#{code}}}\n")[2].partition("\n## ")[0]


def codes_in(module: Path) -> set[str]:
    """Return the codes that a module gives to problems.

    They are named, third to ``report``, or first where sentences are kept as data.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "problem":
            given += node.args[:1]
        found |= {str(value.value) for value in given if isinstance(value, ast.Constant)}
        if isinstance(node.func, ast.Attribute) and node.func.attr.startswith("report"):
            # What stands before a code is a node, and the place of a field.
            texts = [str(arg.value) for arg in node.args[:3] if isinstance(arg, ast.Constant)]
            found |= set([text for text in texts if CODE.fullmatch(text)][-1:])
    for match in re.finditer(
        r'^(?:[A-Z_]+ = "(?=front-matter)|    code = ")([\w-]+)"$',
        module.read_text("utf-8"),
        re.MULTILINE,
    ):
        found.add(match[1])
    return found


def test_every_code_has_a_heading_and_they_are_in_order() -> None:
    document, problems = parse(str(PAGE), TEXT)
    assert problems == ()
    found = [
        (heading.text, heading.attributes.get("id"))
        for heading in headings(document.body, document.body_line)
        if heading.level == 2
    ]
    assert found == [(code, code) for code in sorted(CODES)]
    assert len(found) == TEXT.count("\n## ")


def test_every_code_in_the_program_is_a_known_one() -> None:
    found = {code for module in PACKAGE.rglob("*.py") for code in codes_in(module)}
    assert sorted(found - CODES) == []
    assert sorted(CODES - found - NAMED_WHEN_RUNNING) == []


def test_sentences_that_are_kept_as_data_are_those_that_the_program_tells() -> None:
    for file in PACKAGE.rglob("messages.yml"):
        told = {code for module in file.parent.rglob("*.py") for code in codes_in(module)}
        kept = set(yaml.safe_load(file.read_text("utf-8")))
        assert kept - {*Suggestion, *Pulled} <= told


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained_with_an_example_of_wrong_and_right(code: str) -> None:
    text = explanation(code)
    opening = text.strip().partition("\n\n")[0]
    assert len(opening.split()) >= 5
    for label in ("Wrong", "Right"):
        assert re.search(rf"^{label}\b[^\n]*:\n\n(?: {{4}}\S)", text, re.MULTILINE), label


@pytest.mark.parametrize("code", sorted(CODES))
def test_explanations_are_in_plain_words(code: str) -> None:
    prose = "\n".join(line for line in explanation(code).splitlines() if line[:4] != "    ")
    assert not re.search(
        r"\b(?:schema|yaml|null|pars\w+|string|mapping|token|boolean)\b", prose, re.IGNORECASE
    )


def test_the_page_itself_is_sound() -> None:
    source = Source(
        path="docs/reference/problems.md",
        kind="page",
        slug="problems",
        address="reference/problems/",
        content=PAGE.read_bytes(),
    )
    problems = parse_source(source).problems
    assert problems == ()
