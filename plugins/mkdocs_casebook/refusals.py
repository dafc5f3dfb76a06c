"""What the YAML parser's refusals mean to the person who typed the text."""

from __future__ import annotations

import re

import yaml

from mkdocs_casebook import limits
from mkdocs_casebook.problems import Location, Problem, quote

FIELD_NAME = re.compile(r"""(['"]?)([^'":\s][^'":]*?)\1\s*:(?:\s|$)""")
"""The start of a line that names a field; the name is group 2."""

_MISSING_COLON = "could not find expected ':'"
_UNCLOSED_QUOTE = "found unexpected end of stream"


def explain(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """Turn the refusal of the YAML parser into what its author should look for, and on which line.

    ``text`` is what the parser was given; its first line is line ``first_line`` of the file.
    """
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", "") or "")
    line_at = mark.line if mark is not None else 0
    lines = text.split("\n")
    if begun is not None and said in {_UNCLOSED_QUOTE, _MISSING_COLON}:
        line_at = begun.line
    line_at = min(line_at, len(lines) - 1)
    content = lines[line_at]
    found, fix = _in_words(said, content, mark.column if mark is not None else 0)
    name = FIELD_NAME.match(content)
    return Problem(
        where=Location(path, first_line + line_at, name.group(2) if name else ""),
        code="front-matter-syntax",
        found=found,
        fix=fix,
    )


def _in_words(said: str, content: str, column: int) -> tuple[str, str]:
    """Return what is wrong with a line and how to mend it, for the parser's own phrase."""
    char = content[column : column + 1]
    _name, _colon, value = content.partition(":")
    in_quotes = '"{}"'.format(value.strip().strip("\"'").replace('"', "'"))
    if "mapping values are not allowed" in said:
        return (
            "a colon followed by a space inside the text is read as a second field",
            f"Put the text in quotation marks: {_shown(in_quotes)}.",
        )
    if char == "\t" or content.startswith("\t"):
        return "the line is indented with a tab", "Use two spaces instead of the tab."
    if said == _MISSING_COLON:
        return (
            f"{quote(content.strip())} has no colon after the name of the field",
            "Write the name, a colon, a space and then the text. If the line goes on from the one "
            "above, start it with two spaces.",
        )
    if "cannot start any token" in said:
        return (
            f"text cannot start with {quote(char)} here",
            f"Put the text in quotation marks: {_shown(in_quotes)}.",
        )
    if said == _UNCLOSED_QUOTE:
        return (
            "a quotation mark is opened on this line and never closed",
            "Add the closing quotation mark at the end of the text.",
        )
    if "escape" in said:
        return (
            "a backslash inside double quotation marks has a special meaning",
            "Use single quotation marks around the text instead.",
        )
    if "',' or" in said:
        return (
            "a bracket is opened and not closed, or a comma is missing between two items",
            "Close the bracket, or write the list with one item to a line, each after a hyphen.",
        )
    if "'-' indicator" in said:
        return (
            "an item of the list does not start with a hyphen in line with the others",
            "Start each item with two spaces, a hyphen and a space.",
        )
    if "special characters" in said or "unacceptable" in said or "control characters" in said:
        return (
            "there is a character that cannot be shown",
            "Delete the line and type it again instead of pasting it.",
        )
    return (
        f"{quote(content.strip())} cannot be understood where it stands",
        "Check the spaces at the start of the line, which must line up with its neighbours, and "
        "that every quotation mark has a partner.",
    )


def _shown(example: str) -> str:
    """Return an example of right, cut where it is too long for a message."""
    return example if len(example) <= limits.LONGEST_EXAMPLE else f"{example[:40].rstrip()} …\""
