"""The page "Settings" has every setting, with the type and the value that the program has."""

from __future__ import annotations

import dataclasses
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from mkdocs.config import config_options as c
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import SETTINGS
from mkdocs_casebook.core.problems import has_errors
from mkdocs_casebook.graph.related import Weights
from mkdocs_casebook.mkdocs_plugin.options import CasebookConfig
from mkdocs_casebook.schema.fields import Fields

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/golden/_base"
TEXT = (ROOT / "docs/reference/settings.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SECTION = re.compile(
    r"^### (?P<name>[\w.]+) \{#(?P<id>[\w-]+)\}\n\n(?P<text>.+?)\n\n"
    r"\| what it holds \| without it \| since \|\n\|---\|---\|---\|\n"
    r"\| (?P<type>[^\n]+?) \| (?P<default>[^|\n]+) \| (?P<since>[^|\n]+) \|\n\n"
    r"```yaml\n(?P<example>.+?)^```$",
    re.MULTILINE | re.DOTALL,
)
TYPES = {dict: "names, each with a value", list: "list", bool: "`true` or `false`"}
DERIVED = {
    "organisation.copyright_holder": "the organisation’s name",
    "accessibility_contact": "the contact",
    "colours.accent": "a dark green",
    "colours.accent_dark": "the nearest shade of `accent` that can be read",
}
"""What is taken for settings that are left out, where it is worked out."""

OF_TEMPLATES = {"footer": "none", "share_image": "`assets/images/share.png`"}
"""Settings under ``extra`` that only our templates read, with what they take otherwise."""


class Setting(NamedTuple):
    """What the page says of one setting."""

    name: str
    id: str
    text: str
    type: str
    default: str
    since: str
    example: str


def settings(part: str) -> list[Setting]:
    text = TEXT.partition(f"{{#{part}}}\n")[2].partition("\n## ")[0]
    found = [Setting(**match.groupdict()) for match in SECTION.finditer(text)]
    assert len(found) == text.count("\n### "), f"one of the settings under {part} has another form"
    return found


OF_PLUGIN, OF_EXTRA = settings("plugin"), settings("extra")
every = pytest.mark.parametrize("setting", OF_PLUGIN + OF_EXTRA, ids=lambda item: item.name)


def type_of(option: Any) -> str:
    """Return in words what an option of the host takes."""
    if isinstance(option, c.Choice):
        *first, last = (f"`{value}`" for value in option.choices)
        return f"{', '.join(first)} or {last}"
    if isinstance(option, c.DictOfItems):
        return "names, each with a number"
    return TYPES[option._type]


def default_of(name: str, option: Any) -> str:
    """Return in words what an option of the host is when it is left out."""
    if name == "related":
        weights = dataclasses.asdict(Weights())
        return ", ".join(f"`{key}: {value}`" for key, value in weights.items())
    if isinstance(option.default, list) and option.default:
        return ", ".join(f"`{value}`" for value in option.default)
    if isinstance(option.default, dict | list):
        return "none"
    return f"`{str(option.default).lower()}`"


def test_every_setting_of_the_plugin_is_there_with_its_type_and_value() -> None:
    told = {item.name: (item.type, item.default) for item in OF_PLUGIN}
    assert told == {
        name: (type_of(option), default_of(name, option)) for name, option in CasebookConfig._schema
    }


def fields() -> Iterator[tuple[str, str, bool]]:
    """Yield each of our settings under ``extra``: its place, its type, and if it is required."""
    for item in SETTINGS.fields:
        inner = item.type.fields if isinstance(item.type, Fields) else ()
        for field in inner or (item,):
            place = f"{item.name}.{field.name}" if inner else field.name
            yield place, field.type.describe(), field.required


OURS = {place: (kind, DERIVED.get(place, "none")) for place, kind, _required in fields()}


def test_every_setting_under_extra_is_there_with_its_type_and_value() -> None:
    assert {i.name: (i.type, i.default) for i in OF_EXTRA if i.name not in OF_TEMPLATES} == OURS
    for place, _kind, required in fields():
        (text,) = (item.text for item in OF_EXTRA if item.name == place)
        assert ("Required" in text) == required, place


def test_every_setting_that_only_templates_read_is_there() -> None:
    theme = ROOT / "plugins/mkdocs_casebook/theme"
    text = "\n".join(file.read_text("utf-8") for file in theme.rglob("*.html"))
    # "homepage" and "alternate" are Material's own.
    read = set(re.findall(r"config\.extra\.(\w+)", text)) - {"homepage", "alternate"}
    told = {item.name: item.default for item in OF_EXTRA if item.name not in OURS}
    assert told == OF_TEMPLATES
    assert read == set(OF_TEMPLATES)
    assert "config.extra.share_image or 'assets/images/share.png'" in text


@every
def test_it_is_said_since_when(setting: Setting) -> None:
    released = re.findall(
        r"^## ([\d.]+) - ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert setting.since in {*released, PROJECT["version"]}
    assert setting.id == re.sub(r"[._]", "-", setting.name)


@every
def test_the_example_sets_it_and_is_taken(setting: Setting, tmp_path: Path) -> None:
    site = Path(shutil.copytree(BASE, tmp_path / "site"))
    for name in ("pilots", "docs/assets"):
        (site / name).mkdir()
    (site / "docs/assets/logo.svg").write_text("<svg/>", "utf-8")
    example = yaml.safe_load(setting.example)
    holds = example["extra"] if "extra" in example else example["plugins"][0]["casebook"]
    for part in setting.name.split("."):
        holds = holds[part]
    assert f"`{str(holds).lower()}`" != setting.default
    text = f"site_name: Example\ntheme: {{name: material}}\n{setting.example}"
    if "allow_unsafe" in text:
        text += "markdown_extensions:\n  - pymdownx.snippets\n"
    (site / "mkdocs.yml").write_text(text, "utf-8")
    read, problems = read_settings(site / "mkdocs.yml")
    assert read is not None
    assert not has_errors(problems), problems
    # The host takes it too, or it would raise.
    taken = load_config(str(site / "mkdocs.yml"))
    assert "casebook" in taken.plugins or example["extra"].items() <= taken.extra.items()


def test_the_settings_of_the_host_that_we_read_are_named() -> None:
    named = set(re.findall(r"`(\w+)`", TEXT.partition("{#host}")[2]))
    folder = ROOT / "plugins/mkdocs_casebook/config"
    text = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    read = set(re.findall(r'(?:get|text_at|_host|_text)\(values, "(\w+)"', text))
    assert read - {"extra", "theme"} <= named
    assert named <= {name for name, _option in MkDocsConfig._schema}
