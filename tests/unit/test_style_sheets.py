"""The style sheets are small, and written so that a site's own can win over them.

No file of the theme knows another theme.
"""

import gzip
import re
from pathlib import Path

import pytest

import mkdocs_casebook

THEME = Path(mkdocs_casebook.__file__).parent / "theme"
ASSETS = THEME / "assets"
FILES = sorted(path for path in THEME.rglob("*") if path.suffix in {".html", ".css", ".mjs"})
OTHERS = re.compile(
    r"\bmd-|data-md-|__search|__drawer|\.icons/|config\.theme\.(?!favicon)|material", re.IGNORECASE
)
"""Classes, hooks, icons and settings of Material, and its name."""

SHEETS = sorted(ASSETS.glob("*.css"))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_sheet_is_at_most_nine_kilobytes_compressed(file):
    assert len(gzip.compress(file.read_bytes())) <= 9_000


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_sheet_lets_a_sites_own_win_and_names_no_side(file):
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert "!important" not in text
    assert "@layer" not in text
    assert "@import" not in text
    assert "url(" not in text
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)\b", text) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_of_the_theme_reaches_into_another(file):
    assert OTHERS.findall(file.read_text("utf-8")) == []
