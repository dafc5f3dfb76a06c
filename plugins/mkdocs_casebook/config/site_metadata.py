"""What a site says of who publishes it: declared once, as the fields of entries are.

``mkdocs.yml`` holds it in one block at its top: the host's own settings where the host knows the
thing, and ours under ``extra`` where it does not. Templates, structured data and the marks in pages
take all of it from :class:`Imprint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from mkdocs_casebook.config.contrast import Pair, is_colour, nearest_that_passes
from mkdocs_casebook.config.licences import LICENCES, Licence
from mkdocs_casebook.content.nodes import Group, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.field_declarations import declared_fields
from mkdocs_casebook.schema.fields import Reading, WebAddress

PAPER = ("#ffffff", "#121816")
"""The ground of pages, light and dark, as ``theme/assets/casebook.css`` has it."""

WASH = ("#f1f4f2", "#1c2421")
"""The ground of boxes on it."""

ON_ACCENT = ("#ffffff", "#0c1915")
"""What is written on the accent."""

_MODES = ("light", "dark")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who publishes a site."""

    name: str
    address: str | None = None
    """Its own website."""

    logo: str | None = None
    """A picture in the documents folder, by its path there."""

    copyright_holder: str | None = None

    @property
    def holder(self) -> str:
        """Who holds the copyright: the organisation, unless it says otherwise."""
        return self.copyright_holder or self.name


@dataclass(frozen=True, slots=True)
class Colours:
    """The one colour of a site, as ink on light and on dark pages."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """The rules that give pages the colours; they win over a style sheet that follows them."""
        plain = f"html:root{{--cb-accent:{self.light}}}"
        return (
            f"{plain}@supports (color:light-dark(#000,#fff)){{"
            f"html:root{{--cb-accent:light-dark({self.light},{self.dark})}}}}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a site says of itself and its publisher; ``None`` for what is not stated."""

    site_name: str
    description: str | None = None
    address: str | None = None
    """The address of the home page."""

    repository: str | None = None
    edit_address: str | None = None
    """What precedes a file's path from the documents folder in the address to change it."""

    copyright: str | None = None
    """A line of the site's own about copyright, as HTML: the host's setting."""

    organisation: Organisation | None = None
    contact: str | None = None
    """Who answers questions: an email address, or the address of a page with a form."""

    accessibility_contact: str | None = None
    licence: Licence | None = None
    """The licence of the site's own text."""

    colours: Colours | None = None

    @property
    def access(self) -> str | None:
        """Whom to tell of a barrier: the contact for it, or the contact of the site."""
        return self.accessibility_contact or self.contact

    @property
    def credit(self) -> str | None:
        """The line that who reuses the site's text should give."""
        if self.licence is None:
            return None
        holder = self.organisation.holder if self.organisation else self.site_name
        return self.licence.credit(self.site_name, holder)


def link_to(contact: str) -> str:
    """Return the address that a contact is a link to.

    >>> link_to("hello@trust.example"), link_to("https://trust.example/ask")
    ('mailto:hello@trust.example', 'https://trust.example/ask')
    """
    return contact if "/" in contact else f"mailto:{contact}"


@dataclass(frozen=True, slots=True)
class Contact:
    """An email address, or the address of a page with a form."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the contact."""
        if isinstance(node, Text) and _EMAIL.fullmatch(node.value.strip()):
            return node.value.strip()
        if isinstance(node, Text) and "/" in node.value:
            return WebAddress().read(node, place, reading)
        found = quote(node.value) if isinstance(node, Text) else "this"
        reading.report(
            node,
            place,
            "not-an-address",
            f"{found} is neither an email address nor the address of a web page",
            expected=f"Write {self.describe()}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return "an email address, or the full address of a page with a form"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "string", "pattern": "^(?:https?://\\S+|[^\\s@]+@[^\\s@]+)$"}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as designers write it: ``#0a5846``."""

    example: ClassVar = "#0a5846"

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the colour in small letters."""
        if isinstance(node, Text) and is_colour(node.value.strip()):
            return node.value.strip().casefold()
        found = quote(node.value) if isinstance(node, Text) else "this"
        bare = f"#{node.value.strip()}" if isinstance(node, Text) else ""
        reading.report(
            node,
            place,
            "not-a-colour",
            f"{found} is not a colour",
            fix=f"Write '{bare}' in quotation marks." if is_colour(bare) else "",
            expected=f"Write {self.describe()}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return f'# and six digits or letters from a to f, in quotation marks: "{self.example}"'

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"}


@dataclass(frozen=True, slots=True)
class LicenceId:
    """The identifier of a licence that Casebook knows."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the identifier."""
        value = node.value.strip() if isinstance(node, Text) else ""
        if value in LICENCES:
            return value
        folded = {id_.casefold(): id_ for id_ in LICENCES}
        wanted = value.casefold().replace(" ", "-")
        starts = [id_ for id_ in folded if wanted and id_.startswith(wanted)]
        meant = starts[0] if starts else reading.vocabulary.nearest(wanted, folded)
        reading.report(
            node,
            place,
            "unknown-value",
            f"{quote(value)} is no licence that Casebook knows",
            fix=f'Did you mean "{folded[meant]}"?' if meant else "",
            expected=f"Write {self.describe()}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return f"one of: {', '.join(LICENCES)}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "string", "enum": list(LICENCES)}


SETTINGS = declared_fields(
    "mkdocs_casebook.config",
    "site_metadata.yml",
    {"contact": Contact(), "colour": Colour(), "licence": LicenceId()},
)["extra"]
"""Our settings under ``extra``."""


def read_imprint(values: Mapping[str, Value], extra: Group, reading: Reading) -> Imprint:
    """Return the imprint of a site, and report what is wrong with it.

    ``values`` are the host's own settings; ``extra`` is the group of that name, in which other
    settings than ours are left alone.
    """
    ours = []
    for name, node in extra.fields:
        if name.value in SETTINGS.by_name:
            ours.append((name, node))
        elif meant := reading.vocabulary.nearest(name.value, SETTINGS.by_name):
            reading.report(
                name,
                f"extra.{name.value[:40]}",
                "unknown-field",
                f"there is no setting called {quote(name.value)}",
                fix=f'Did you mean "{meant}"?',
            )
    found = SETTINGS.read_group(Group(tuple(ours), extra.line), "extra", reading, frozenset())
    return Imprint(
        site_name=str(values.get("site_name", "")),
        description=_text(values, "site_description"),
        address=_text(values, "site_url"),
        repository=_text(values, "repo_url"),
        edit_address=_text(values, "edit_uri"),
        copyright=_text(values, "copyright"),
        organisation=_organisation(found.get("organisation")),
        contact=_text(found, "contact"),
        accessibility_contact=_text(found, "accessibility_contact"),
        licence=LICENCES.get(str(found.get("licence", ""))),
        colours=_colours(_node(extra, "colours"), found.get("colours"), reading),
    )


def _text(values: Mapping[str, Value], name: str) -> str | None:
    value = values.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _organisation(value: object) -> Organisation | None:
    if not isinstance(value, Mapping) or "name" not in value:
        return None
    return Organisation(**{name: str(text) for name, text in value.items()})


def _node(group: Group, name: str) -> Node | None:
    return next((node for field, node in group.fields if field.value == name), None)


def _colours(node: Node | None, value: object, reading: Reading) -> Colours | None:
    """Return the colours, and report each pair that cannot be told apart."""
    if isinstance(node, Group):
        for name, inner in node.fields:
            if isinstance(inner, Text) and inner.is_empty:
                place = f"extra.colours.{name.value}"
                told = [p for p in reading.problems if p.where.field != place]
                reading.problems[:] = told
                reading.report(
                    inner,
                    place,
                    "text-after-hash",
                    "there is no colour here, because what follows # is left out",
                    fix=f'Put it in quotation marks: {name.value}: "{Colour.example}".',
                )
    if not isinstance(value, Mapping) or "accent" not in value:
        return None
    light = str(value["accent"])
    dark = str(value.get("accent_dark", "")) or nearest_that_passes(light, (PAPER[1], WASH[1]))
    colours = Colours(light, dark)
    given = {"light": ("accent", light), "dark": ("accent_dark", dark)}
    for mode, failing in _failing(colours):
        setting, colour = given[mode]
        at = _node(node, setting) if isinstance(node, Group) else None
        grounds = [PAPER[_MODES.index(mode)], WASH[_MODES.index(mode)]]
        reading.report(
            at or Text("", 1),
            f"extra.colours.{setting}",
            "low-contrast",
            f"{failing.use} would have a contrast of {failing.ratio:.2f}: {quote(colour)} on "
            f"{quote(failing.ground)}",
            fix=f'The nearest that can be read is "{nearest_that_passes(colour, grounds)}".',
            expected="Text needs 4.5 (WCAG 2.2, criterion 1.4.3).",
        )
    return colours


def pairs(colours: Colours) -> Iterator[tuple[str, Pair]]:
    """Yield each pair of colours that readers must be able to tell apart, with its mode."""
    for place, (mode, accent) in enumerate(zip(_MODES, (colours.light, colours.dark), strict=True)):
        yield mode, Pair(accent, PAPER[place], f"a link on a {mode} page")
        yield mode, Pair(accent, WASH[place], f"a link in a box on a {mode} page")
        yield mode, Pair(ON_ACCENT[place], accent, f"the text of a button on a {mode} page")


def _failing(colours: Colours) -> Iterator[tuple[str, Pair]]:
    """Yield the worst pair of each mode, if it fails: mending it mends the others."""
    for mode in _MODES:
        worst = min((pair for m, pair in pairs(colours) if m == mode), key=lambda pair: pair.ratio)
        if not worst.passes:
            yield mode, worst
