"""Keep what has changed in committed files, one for each day, from which the site tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

FOLDER = "changes"
"""Where records are, from the project root."""

LAST = f"{FOLDER}/edition.json"
"""What the site said when changes were last recorded."""

RECORD = "casebook-changes"


def record_path(day: date) -> str:
    """Return the path of the record of a day."""
    return f"{FOLDER}/{day.isoformat()}.json"


def as_record(day: date, changes: Sequence[Mapping[str, object]]) -> str:
    """Return the text of a record, with a line for each page."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in changes)
    head = json.dumps({"format": RECORD, "on": day.isoformat()}).removesuffix("}")
    return f'{head}, "pages": [\n{lines}\n]}}\n'
