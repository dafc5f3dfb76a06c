"""Limit what contributed front matter may hold.

The first is checked before any parser sees the text, the others as its events come in: nothing goes
on from there.
"""

from __future__ import annotations

LARGEST_FRONT_MATTER = 64 * 1024
"""Bytes. The longest case study on the site has under 3 KB of it."""

DEEPEST_NESTING = 20
"""Levels. No field that Casebook declares goes deeper than three."""

MOST_NODES = 2_000
"""Keys, texts, lists and groups together."""

LONGEST_EXAMPLE = 90
"""Characters of an example in a message; a longer one is cut."""


def is_too_long(front_matter: str) -> bool:
    """Return whether the text is larger than :data:`LARGEST_FRONT_MATTER` as UTF-8."""
    # A character takes at most four bytes, so most texts need not be encoded to be judged.
    at_most = len(front_matter) * 4
    return at_most > LARGEST_FRONT_MATTER < len(front_matter.encode("utf-8", "replace"))
