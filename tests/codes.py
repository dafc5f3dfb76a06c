"""The codes of problems: those that ``docs/reference/problems.md`` explains."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "problems.md"
TEXT = PAGE.read_text(encoding="utf-8")
CODES = frozenset(re.findall(r"^## ([\w-]+) \{#", TEXT, re.MULTILINE))
