"""The Content-Security-Policy of a page: what a browser may run and fetch while it shows it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

_FIXED = (
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "form-action 'self'",
    # Style sheets may hold icons.
    "img-src 'self' data:",
    # Markdown writes the alignment of a table's columns into the cells.
    "style-src-attr 'unsafe-inline'",
    "worker-src 'self'",
)


def content_policy(theirs: str) -> str:
    """Return a policy under which files of the site work, and of inline code only what is given.

    ``theirs`` is HTML that holds the theme's own inline scripts and styles. It must never hold
    text of an author's: a script that somebody slips into a page has no hash, and does not run.

    >>> "'sha256-" in content_policy("<script>let a</script>").split("script-src")[1]
    True
    """
    sources = {"script": ["'self'"], "style": ["'self'"]}
    for tag, found in sources.items():
        for start in theirs.split(f"<{tag}>")[1:]:
            code = start.partition(f"</{tag}>")[0]
            source = code_source(code)
            if source not in found:
                found.append(source)
    return "; ".join([*_FIXED, *(f"{tag}-src {' '.join(found)}" for tag, found in sources.items())])


def code_source(code: str) -> str:
    """Return how a policy names inline code: by its hash."""
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
