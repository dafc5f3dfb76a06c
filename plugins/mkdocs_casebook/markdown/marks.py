"""Replace marks in a page's text by what the site's settings say: ``{{ organisation }}``.

So a page such as the accessibility statement names its publisher without holding the name, and a
trust changes it in one place. There are few marks and they hold no logic: what a contributor writes
can do no more than show a setting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from mkdocs_casebook.config.site_metadata import Imprint, link_to
from mkdocs_casebook.schema.fields import NOT_STATED
from mkdocs_casebook.schema.marks import MARK, MARKS

PRIORITY = 185
"""After code (190), in which nothing is replaced; before everything else."""

Shown = tuple[str, str]
"""The words, and the address that they link to; an empty one where they link nowhere."""


def _organisation(imprint: Imprint) -> Shown:
    owner = imprint.organisation
    return (owner.name, owner.address or "") if owner else (imprint.site_name, "")


def _contact(contact: str | None) -> Shown:
    return (contact, link_to(contact)) if contact else ("", "")


_SHOWN: Mapping[str, Callable[[Imprint], Shown]] = MappingProxyType(
    {
        "site_name": lambda imprint: (imprint.site_name, ""),
        "site_url": lambda imprint: (imprint.address or "", imprint.address or ""),
        "repository": lambda imprint: (imprint.repository or "", imprint.repository or ""),
        "organisation": _organisation,
        "copyright_holder": lambda imprint: (
            imprint.organisation.holder if imprint.organisation else imprint.site_name,
            "",
        ),
        "contact": lambda imprint: _contact(imprint.contact),
        "accessibility_contact": lambda imprint: _contact(imprint.access),
        "licence": lambda imprint: (
            (imprint.licence.name, imprint.licence.address) if imprint.licence else ("", "")
        ),
        "credit": lambda imprint: (imprint.credit or "", ""),
    }
)


def show(name: str, imprint: Imprint) -> Shown:
    """Return what a mark shows; "Not stated" where the settings do not say."""
    words, address = _SHOWN[name](imprint)
    return words or NOT_STATED, address


class Marks(InlineProcessor):
    """Puts what the settings say in the place of each mark."""

    def __init__(self, md: Markdown, imprint: Imprint) -> None:
        super().__init__(MARK.pattern, md)
        self.imprint = imprint

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the rest of the text
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the words, as a link if they have an address; nothing for an unknown mark."""
        if m[1] not in MARKS:
            return None, None, None
        said, address = show(m[1], self.imprint)
        # As HTML: in a text, what looks like an entity would be read as one.
        words = self.md.htmlStash.store(escape(said))
        if not address:
            return words, m.start(0), m.end(0)
        link = Element("a", {"href": address})
        link.text = AtomicString(words)
        return link, m.start(0), m.end(0)
