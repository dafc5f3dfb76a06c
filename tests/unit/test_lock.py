"""What the site's own files replace, and what became of it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.packs.lock import (
    Base,
    changes,
    read_lock,
    to_lock,
    write_lock,
)
from mkdocs_casebook.packs.site import SiteWithPacks, read_site

HERE = Path(__file__).parent
BASE = Base(pack="a", version="1", path="docs/a.md", text="One.\nTwo.\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a site over the example pack, two of whose files it replaces."""
    site = tmp_path / "site"
    shutil.copytree(HERE.parent / "golden/_base", site)
    shutil.copytree(HERE.parent / "packs/example", site / "pack")
    config = (HERE.parent / "golden/pack-laid-under/input/mkdocs.yml").read_text("utf-8")
    (site / "mkdocs.yml").write_text(config, "utf-8")
    return site


def now(root: Path) -> Mapping[str, Base]:
    return site_of(root).bases


def site_of(root: Path) -> SiteWithPacks:
    settings, _problems = read_settings(root / "mkdocs.yml")
    assert settings is not None
    return read_site(settings)


def test_what_is_written_is_read_back_and_in_order() -> None:
    bases = {"b.md": BASE, "a.md": BASE}
    text = write_lock(bases)
    assert read_lock(text) == bases
    assert text == write_lock(dict(reversed(bases.items())))
    assert list(json.loads(text)["files"]) == ["a.md", "b.md"]
    assert read_lock("") == {}


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"files": []}', '{"files": {"a.md": {}}}', '{"files": {"a.md": 1}}']
)
def test_what_is_no_lock_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"casebook\.lock"):
        read_lock(text)


def test_a_text_changed_by_hand_is_refused() -> None:
    with pytest.raises(ValueError, match=r"casebook\.lock"):
        read_lock(write_lock({"a.md": BASE}).replace("Two", "Three"))


def test_line_ends_make_no_difference() -> None:
    texts = ("a\r\nb\r\n", "a\nb\n", "a\nb")
    assert len({replace(BASE, text=text).digest for text in texts}) == 1


def test_nothing_has_changed_at_first(root: Path) -> None:
    bases = now(root)
    assert set(bases) == {"docs/guide/first-steps.md", "docs/themes/risk.md"}
    assert list(changes(bases, bases)) == []
    assert to_lock({}, bases) == bases


def test_a_change_upstream_is_shown_and_stays_until_it_was_looked_at(root: Path) -> None:
    before = now(root)
    file = root / "pack/docs/guide/first-steps.md"
    file.write_text(file.read_text("utf-8").replace("Say who", "Say in public who"), "utf-8")
    after = now(root)
    (change,) = changes(before, after)
    assert change.path == "docs/guide/first-steps.md"
    assert "-Say who decides." in change.difference()
    assert "+Say in public who decides." in change.difference()
    kept = to_lock(before, after)
    assert kept["docs/guide/first-steps.md"].text == before["docs/guide/first-steps.md"].text
    assert kept["docs/themes/risk.md"] == after["docs/themes/risk.md"]


def test_what_the_pack_has_no_more_is_told(root: Path) -> None:
    before = now(root)
    (root / "pack/docs/themes/risk.md").unlink()
    (change,) = changes(before, now(root))
    assert (change.path, change.new, change.difference()) == ("docs/themes/risk.md", None, "")
    assert to_lock(before, now(root)) == before


def test_what_the_site_has_no_more_is_forgotten(root: Path) -> None:
    (root / "casebook.lock").write_text(write_lock(now(root)), "utf-8")
    (root / "docs/themes/risk.md").unlink()
    site = site_of(root)
    assert list(changes(site.locked, site.bases)) == []
    assert set(to_lock(site.locked, site.bases)) == {"docs/guide/first-steps.md"}
