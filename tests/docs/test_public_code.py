"""What public bodies and catalogues read of this project is in its form, and true."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import Imprint

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("publiccode.schema.json").read_text("utf-8"))
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STANDARD = (ROOT / "docs/maintain/public-code.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| ((?:MUST|SHOULD|OPTIONAL)\b.+?) \| (\w+) \| (.+) \|$", STANDARD, re.MULTILINE
)
# Of each criterion of version 0.8.0: how many requirements say MUST, SHOULD and OPTIONAL.
REQUIREMENTS = {
    "code-in-the-open": (3, 1, 1),
    "bundle-policy-and-source-code": (2, 2, 0),
    "reusable": (2, 8, 0),
    "welcome-contributors": (3, 4, 1),
    "make-contributing-easy": (5, 0, 0),
    "maintain-version-control": (3, 4, 1),
    "require-review": (3, 5, 1),
    "document-objectives": (1, 1, 1),
    "document-the-code": (3, 5, 1),
    "use-plain-english": (5, 2, 1),
    "use-open-standards": (4, 3, 0),
    "use-continuous-integration": (4, 3, 3),
    "open-license": (4, 1, 1),
    "findable": (0, 8, 2),
    "coherent-style": (1, 2, 1),
    "document-maturity": (3, 2, 1),
}
CATEGORIES = {"links-refs", "nav-pages", "quality", "search-toc", "site-management"}
"""Of the categories that both catalogues have, those that could fit."""


def site() -> Imprint:
    settings, _problems = read_settings(ROOT / "mkdocs.yml")
    assert settings is not None
    return settings.imprint


def test_publiccode_has_the_keys_of_the_standard() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(PUBLIC, SCHEMA)


@pytest.mark.parametrize(
    ("key", "value"),
    [("colour", "green"), ("developmentStatus", "ready"), ("categories", ["casebook"])],
)
def test_what_the_standard_does_not_know_would_be_told(key: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(PUBLIC | {key: value}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({k: v for k, v in PUBLIC.items() if k != "legal"}, SCHEMA)


def test_publiccode_says_what_the_settings_and_the_package_say() -> None:
    imprint = site()
    assert imprint.organisation is not None
    owner = imprint.organisation.name
    assert PUBLIC["url"] == imprint.repository == PROJECT["urls"]["Source"]
    assert PUBLIC["landingURL"] == PUBLIC["organisation"]["uri"] == imprint.address
    assert PUBLIC["organisation"]["name"] == PUBLIC["legal"]["mainCopyrightOwner"] == owner
    assert PUBLIC["description"]["en"]["documentation"] == PROJECT["urls"]["Documentation"]
    assert PUBLIC["legal"]["license"] == PROJECT["license"]
    (python,) = PUBLIC["dependsOn"]["open"]
    assert PROJECT["requires-python"] == f">={python['versionMin']}"
    (status,) = (c for c in PROJECT["classifiers"] if c.startswith("Development Status"))
    assert status.casefold().endswith(PUBLIC["developmentStatus"])


def test_a_person_looks_after_what_is_published() -> None:
    host = urlsplit(site().address or "").hostname or ""
    (contact,) = PUBLIC["maintenance"]["contacts"]
    assert host.endswith(".example") or contact["name"] != PUBLIC["organisation"]["name"]


def test_the_file_for_citations_has_its_form() -> None:
    form = ["--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *form, ROOT / "CITATION.cff"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_table_has_each_requirement_of_the_standard() -> None:
    section = re.compile(r"^## [^\n]+ \{#([\w-]+)\}\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    words = ("MUST", "SHOULD", "OPTIONAL")
    found = {
        name: tuple(len(re.findall(rf"^\| {word}\b", text, re.MULTILINE)) for word in words)
        for name, text in section.findall(STANDARD)
        if name != "missing"
    }
    assert found == REQUIREMENTS
    assert len(ROWS) == sum(map(sum, REQUIREMENTS.values()))


def test_the_count_above_the_table_is_that_of_the_table() -> None:
    count = Counter(answer for _asked, answer, _shown in ROWS)
    assert count.keys() == {"yes", "partly", "no", "later"}
    said = " ".join(STANDARD.split())
    assert (
        f"Of its {len(ROWS)} requirements we meet {count['yes']}, {count['partly']} in part, and "
        f"{count['no']} not. Another {count['later']} can only be met"
    ) in said
    # Without every MUST there is no badge, and the page says so.
    unmet = [row for row in ROWS if row[0].startswith("MUST") and row[1] != "yes"]
    assert bool(unmet) == ("does not comply yet" in said)


def test_every_file_that_the_table_names_is_there() -> None:
    named = re.findall(r"`([\w./-]+\.(?:md|yml|txt|cff|py)|LICENSE[\w-]*|\.github/\w+)`", STANDARD)
    assert named
    for name in named:
        places = (ROOT / name, ROOT / ".github/workflows" / name)
        assert any(place.is_file() for place in places), name


def test_badges_are_made_by_the_code_host_and_lead_to_what_they_tell() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    badges = re.findall(r"\[!\[([^\]]+)\]\(([^)]+)\)\]\(([^)]+)\)", readme)
    assert badges
    assert len(badges) == readme.count("![")
    for title, picture, address in badges:
        start = f"{site().repository}/actions/workflows/"
        file = address.removeprefix(start)
        assert picture == f"{start}{file}/badge.svg?branch=main"
        workflow = yaml.safe_load((ROOT / ".github/workflows" / file).read_text("utf-8"))
        assert workflow["name"] == title


def test_the_entry_for_the_catalogues_passes_their_own_check() -> None:
    page = (ROOT / "docs/maintain/catalogues.md").read_text("utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (entry,) = yaml.safe_load(block)
    assert entry["pypi_id"] == PROJECT["name"]
    assert "_" not in entry["pypi_id"]
    assert entry["category"] in CATEGORIES
    assert f"the category `{entry['category']}`" in page
    # The label if and only if there is the plugin, and the package has it.
    assert entry["labels"] == ["plugin"]
    (plugin,) = entry_points(group="mkdocs.plugins", name=entry["mkdocs_plugin"])
    assert plugin.value == PROJECT["entry-points"]["mkdocs.plugins"]["casebook"]
    assert (site().repository or "").endswith(entry["github_id"].removeprefix("OWNER"))
