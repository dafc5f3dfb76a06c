"""Advice on people: whoever is quoted or named is named with the role they had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mkdocs_casebook.advice.page_analysis import Reading
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, quote
from mkdocs_casebook.schema.kinds import Kind

_QUOTED = re.compile(r"^[ ]{0,3}>[ ]*[\u2014\u2013-]{1,2}[ ]+(?P<by>[^\n]+)$", re.MULTILINE)
"""The line below a quotation that says whose it is."""

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Baroness)"
_PERSON = re.compile(rf"{_TITLE}\.?[ \n](?:[A-Z][\w’'-]+[ ]){{0,2}}[A-Z][\w’'-]+")
_NAME = re.compile(rf"(?:{_TITLE}\.?[ ])?(?:[A-Z][\w.’'-]*[ ]){{1,3}}[A-Z][\w’'-]+")
_POSSESSIVE = re.compile(r"['’]s?$")


def nameless_roles(reading: Reading, kind: Kind) -> Iterator[Problem]:
    """Yield the people on a page of whom it does not say what they were.

    Names in the text are looked for only on pages of a kind that lists people with their roles.
    """
    has_field = "people" in kind.fields.by_name
    listed = " ".join(_listed(reading)).casefold()
    told: set[str] = set()
    for match in _QUOTED.finditer(reading.text) if "\n>" in reading.text else ():
        by = match["by"].strip(" .")
        surname = _surname(by)
        if _NAME.fullmatch(by) and surname not in listed and surname not in told:
            told.add(surname)
            yield _without_role(reading, match.start("by"), by, "is quoted", has_field=has_field)
    if not has_field:
        return
    for match in _PERSON.finditer(reading.text):
        name = _POSSESSIVE.sub("", " ".join(match[0].split()))
        surname = _surname(name)
        is_word = not reading.text[match.start() - 1 : match.start()].isalnum()
        if is_word and surname not in listed and surname not in told:
            told.add(surname)
            yield _without_role(reading, match.start(), name, "is named", has_field=has_field)


def _surname(name: str) -> str:
    """Return the last part of a name, by which people are told apart."""
    return name.rpartition(" ")[2].casefold()


def _listed(reading: Reading) -> Iterator[str]:
    """Yield the names under ``people``, each of which has a role."""
    people = reading.entry["people"]
    for person in people if isinstance(people, tuple) else ():
        if isinstance(person, Mapping):
            yield str(person.get("name", ""))


def _without_role(
    reading: Reading, start: int, name: str, what: str, *, has_field: bool
) -> Problem:
    if has_field:
        fix = "Add the name and the role to the field people."
    else:
        fix = "Add a comma and the role after the name."
    return Problem(
        where=Location(reading.entry.path, reading.line_of(start)),
        code=Suggestion.NAME_WITHOUT_ROLE,
        found=f"{quote(name)} {what} and nothing says in what role",
        fix=fix,
        severity=Severity.NOTICE,
    )
