"""Tell an author of something that was stopped on its way into a page."""

from __future__ import annotations

from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.safety import attributes as names
from mkdocs_casebook.safety.addresses import UNREADABLE, WHAT_IS_ALLOWED, fault
from mkdocs_casebook.safety.escaping import ADDRESSES, UNREADABLE_TEXT, Stopped
from mkdocs_casebook.safety.shown_pictures import DECORATIVE
from mkdocs_casebook.safety.tags import html_in, mend, shown


def describe(item: Stopped, where: Location) -> Problem:
    """Return what to tell of something that was stopped."""
    if item == UNREADABLE_TEXT:
        return Problem(
            where=where,
            code="unreadable-text",
            found="an extension of the site cannot read the signs that start here",
            fix="Put a backslash before each that is no mark, or a backtick on each side of them.",
        )
    if not item.name or (item.name == "title" and html_in(item.value)):
        return _tag(item, where)
    if item.name in ADDRESSES and (what := fault(item.value)):
        return _address(item, what, where)
    if item.name in {"id", "class"}:
        return _name(item, where)
    return Problem(
        where=where,
        code="unsafe-attribute",
        found=f"{quote(_as_written(item))} cannot stand in curly brackets",
        fix="Delete it.",
        expected=f"What may stand there: {', '.join(names.ATTRIBUTES)}.",
    )


def _address(item: Stopped, what: str, where: Location) -> Problem:
    found = f"the address {quote(item.value)} {what}"
    if what == UNREADABLE:
        return Problem(
            where=where,
            code="not-an-address",
            found=found,
            fix="Open the page in a browser, and copy the address from there.",
        )
    return Problem(
        where=where,
        code="unsafe-address",
        found=found,
        fix="Give the address of a page instead, or take the link away.",
        expected=WHAT_IS_ALLOWED,
    )


def _tag(item: Stopped, where: Location) -> Problem:
    html = html_in(item.text) or f"<{item.tag}>"
    if item.name:
        found = f"{shown(html)} is HTML, and some programs read titles as such"
        return Problem(where=where, code="raw-html", found=found, fix="Delete it.")
    return Problem(
        where=where,
        code="raw-html",
        found=f"{shown(html)} is HTML, which a contributed page cannot hold",
        fix=mend(item.tag),
        expected="If readers should see it as it is, put a backtick on each side of it.",
    )


def html_in_field(where: Location, html: str, expected: str = "") -> Problem:
    """Return what to tell of HTML in a field."""
    return Problem(
        where=where,
        code="html-in-field",
        found=f"{shown(html)} is HTML, and readers would see it as it is typed",
        fix="Delete it and keep the words.",
        expected=expected,
    )


def _name(item: Stopped, where: Location) -> Problem:
    what = "id" if item.name == "id" else "class"
    reserved = item.name == "id" and names.is_reserved(item.value)
    return Problem(
        where=where,
        code="reserved-name",
        found=f"{quote(_as_written(item))} is {'an' if what == 'id' else 'a'} {what} that "
        f"{'the page uses itself' if reserved else 'a text may not use'}",
        fix="Choose another." if reserved else "Delete it.",
        expected="An id has small letters, digits and single hyphens, such as #what-we-did."
        if what == "id"
        else f"The only classes are .{names.BARS}, behind the heading of a column, and "
        f".{DECORATIVE}, behind a picture that tells nothing.",
    )


def _as_written(item: Stopped) -> str:
    if item.name == "id":
        return f"#{item.value}"
    if item.name == "class":
        return "".join(f".{word}" for word in item.value.split()) or "class"
    return f"{item.name}={item.value}" if item.value else item.name
