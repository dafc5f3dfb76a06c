"""Draw the guide to the fields of a kind, for those who write the file itself."""

from __future__ import annotations

from typing import Any

from mkdocs_casebook.api import Casebook, Fragment
from mkdocs_casebook.render.engine import render

_HEADINGS = (
    ("fields", "Fields that must be there"),
    ("optional-fields", "Fields that may be left out"),
    ("parts", "Parts of the text"),
)


def draw_guide(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return the guide to the fields of the first kind that has a form."""
    kind = next(kind for kind in casebook.schema.kinds.values() if kind.has_form)
    return render("index-contribute.html", _HEADINGS, guided=kind, **common)
