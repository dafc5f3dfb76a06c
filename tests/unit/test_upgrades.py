"""Versions in a list of requirements, and settings that have another name now."""

import pytest

from mkdocs_casebook.packs.upgrades import (
    folder_of_wheels,
    moved,
    pins,
    rename_settings,
    repin,
)

LIST = """# engine
mkdocs-casebook==0.1.0  # pinned
casebook_pack_example == 1.0 ; python_version > "3"
other==2.0
"""


def test_only_the_engine_and_packs_are_moved() -> None:
    assert pins(LIST) == {"mkdocs-casebook": "0.1.0", "casebook-pack-example": "1.0"}
    after = repin(LIST, {"mkdocs-casebook": "0.2.0", "casebook-pack-example": "1.1"})
    assert after == LIST.replace("0.1.0", "0.2.0").replace("== 1.0", "== 1.1")
    assert moved(pins(LIST), pins(after)) == [
        "mkdocs-casebook: 0.1.0 → 0.2.0",
        "casebook-pack-example: 1.0 → 1.1",
    ]
    assert repin(LIST, {}) == LIST


def test_a_hash_is_that_of_the_new_file() -> None:
    before = "--find-links wheels\nmkdocs-casebook==0.1.0 --hash=sha256:0a # engine\n"
    assert folder_of_wheels(before) == "wheels"
    assert folder_of_wheels(LIST) == ""
    after = repin(before, {"mkdocs-casebook": "0.2.0"}, {"mkdocs-casebook": "1b"})
    assert after == before.replace("0.1.0", "0.2.0").replace("0a", "1b")


CONFIG = """# old: a note that names old
extra:
  old: 1   # old
  other: {old: 2}
plugins:
  - search
  - casebook:
      old: [a]
"""


def test_names_change_and_nothing_else() -> None:
    text, done = rename_settings(CONFIG, {"extra.old": "new", "plugins.casebook.old": "newer"})
    assert text == CONFIG.replace("  old: 1 ", "  new: 1 ").replace(
        "      old: [", "      newer: ["
    )
    assert done == ((3, "extra.old", "new"), (8, "plugins.casebook.old", "newer"))
    only, _done = rename_settings(CONFIG, {"extra.old": "new"})
    assert "other: {old: 2}" in only


def test_a_setting_under_both_names_is_left() -> None:
    text = "extra:\n  old: 1\n  new: 2\n"
    assert rename_settings(text, {"extra.old": "new"}) == (text, ())


@pytest.mark.parametrize("written", ['"license": CC0-1.0', "license : CC0-1.0", "{license: a}"])
def test_names_are_found_however_they_are_written(written: str) -> None:
    text = f"extra:\n  {written}\n"
    after, done = rename_settings(text)
    assert after == text.replace("license", "licence")
    assert len(done) == 1
