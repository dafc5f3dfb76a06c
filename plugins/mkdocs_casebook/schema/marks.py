"""Check the marks in pages that stand for what the site's settings say.

What each shows is in :mod:`mkdocs_casebook.markdown.marks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.schema.fields import Reading

MARKS = (
    "site_name",
    "site_url",
    "repository",
    "organisation",
    "copyright_holder",
    "contact",
    "accessibility_contact",
    "licence",
    "credit",
)
"""The names that a mark can have."""

MARK = re.compile(r"\{\{ ?([a-z_]+) ?\}\}")

_CODE = re.compile(
    r"^[ ]{0,3}(`{3,}|~{3,})[^\n]*$.*?(?:^[ ]{0,3}\1|\Z)"
    r"|^(?: {4}|\t)[^\n]*$"
    r"|(`+)(?!`).*?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
"""Blocks of code, and code in a line: what they hold is shown as it is."""


def check_marks(document: Document, reading: Reading) -> None:
    """Report each mark in a page's text that stands for nothing; readers would see its braces."""
    if "{{" not in document.body:
        return
    for name, line in _marks(document):
        if name not in MARKS:
            meant = reading.vocabulary.nearest(name, MARKS)
            reading.report_line(
                line,
                "unknown-mark",
                f'"{{{{ {name} }}}}" stands for no setting',
                fix=f'Did you mean "{{{{ {meant} }}}}"?' if meant else "",
                expected="" if meant else f"The marks are: {', '.join(MARKS)}.",
            )


def _marks(document: Document) -> Iterator[tuple[str, int]]:
    text = _CODE.sub(lambda code: "\n" * code.group().count("\n"), document.body)
    for match in MARK.finditer(text):
        yield match[1], document.body_line + text.count("\n", 0, match.start())
