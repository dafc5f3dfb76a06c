"""The page on the checks says what waits for the night, and nothing else does."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/maintain/checks.md").read_text("utf-8")


def test_whatever_waits_for_the_night_is_on_the_page() -> None:
    waits = re.compile(r"\bis_all\b|mark\.slow\b")
    found = {
        file.relative_to(ROOT / "tests").as_posix()
        for file in (ROOT / "tests").rglob("*.py")
        if file != Path(__file__) and waits.search(file.read_text("utf-8"))
    }
    assert found == set(re.findall(r"^\|[^|]*\| `([\w/]+\.py)` \|", PAGE, re.MULTILINE))


def test_every_option_is_on_the_page() -> None:
    script = (ROOT / "scripts/check.py").read_text("utf-8")
    options = re.findall(r"^  python scripts/check\.py (--\w+)", script, re.MULTILINE)
    assert sorted(options) == sorted(
        re.findall(r"^\| `python scripts/check\.py (--\w+)`", PAGE, re.MULTILINE)
    )
