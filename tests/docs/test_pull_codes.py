"""What ``casebook pull`` tells is explained, and so is what can be set for a source."""

import re
from pathlib import Path

import pytest

from codes import CODES
from mkdocs_casebook.core.problems import Pulled
from mkdocs_casebook.federation import fetch, untrusted_json
from mkdocs_casebook.federation.sources import SOURCE, USUAL_LICENCES

PAGE = Path(__file__).parents[2] / "docs" / "fork" / "federation.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", Pulled)
def test_every_code_has_a_heading(code: str) -> None:
    assert f"\n### {code} {{#{code}}}\n" in TEXT
    assert code not in CODES


def test_no_heading_is_left_over() -> None:
    messages = TEXT.partition("{#messages}")[2].partition("\n## ")[0]
    assert set(re.findall(r"^### (\S+)", messages, re.MULTILINE)) == set(Pulled)


def test_every_setting_of_a_source_is_explained() -> None:
    for item in SOURCE.fields:
        assert f"`{item.name}`" in TEXT, item.name
    for licence in USUAL_LICENCES:
        assert licence in TEXT


def test_the_limits_are_those_of_the_program() -> None:
    assert f"larger than {untrusted_json.LARGEST // 1024 // 1024} MB" in TEXT
    assert f"At most {untrusted_json.DEEPEST} levels" in TEXT
    assert f"{untrusted_json.MOST_ENTRIES:,} entries" in TEXT
    assert untrusted_json.MOST_VALUES == 1_000_000
    assert fetch.LONGEST == 60
