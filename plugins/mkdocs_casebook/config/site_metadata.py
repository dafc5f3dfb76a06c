"""Read what a site says of who publishes it: declared once, as the fields of entries are.

``mkdocs.yml`` holds it in one block at its top: the host's own settings where the host knows the
thing, and ours under ``extra`` where it does not. Templates, structured data and the marks in pages
take all of it from :class:`Imprint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_casebook.config.colours import Colours, are_written, read_colours
from mkdocs_casebook.config.licences import LICENCES, Licence
from mkdocs_casebook.config.setting_types import TYPES
from mkdocs_casebook.content.configuration import group_at
from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.field_declarations import declared_fields
from mkdocs_casebook.schema.fields import Reading


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


SETTINGS = declared_fields("mkdocs_casebook.config", "site_metadata.yml", TYPES)["extra"]
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
    colours = group_at(extra, "colours")
    if not are_written(colours, reading):
        ours = [(name, node) for name, node in ours if node is not colours]
    found = SETTINGS.read_group(Group(tuple(ours), extra.line), "extra", reading, frozenset())
    organisation = found.get("organisation")
    return Imprint(
        site_name=str(values.get("site_name", "")),
        description=_text(values, "site_description"),
        address=_text(values, "site_url"),
        repository=_text(values, "repo_url"),
        edit_address=_text(values, "edit_uri"),
        copyright=_text(values, "copyright"),
        organisation=Organisation(**{name: str(text) for name, text in organisation.items()})
        if isinstance(organisation, Mapping) and "name" in organisation
        else None,
        contact=_text(found, "contact"),
        accessibility_contact=_text(found, "accessibility_contact"),
        licence=LICENCES.get(str(found.get("licence", ""))),
        colours=read_colours(colours, found.get("colours"), reading),
    )


def _text(values: Mapping[str, Value], name: str) -> str | None:
    value = values.get(name)
    return value.strip() or None if isinstance(value, str) else None
