"""Links in the text of a pack's page, made to lead where its files are on this site.

A pack's page is written where its own site keeps it. Here its neighbours may be in other folders,
replaced by pages of the site's own, or left out. A link to what is left out becomes plain text: its
author could not know, and whoever left it out cannot mend it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import leads_to

_LINKS = {"a": "href", "img": "src"}


def relocate(
    root: Element, entry: Entry, homes: Mapping[str, str], entries: Mapping[str, Entry]
) -> None:
    """Change the links of a pack's page in place.

    ``homes`` gives the path on this site of each file of the pack, and ``entries`` all entries by
    their path on this site.
    """
    if entry.origin is None:
        return
    here = posixpath.dirname(entry.path)
    for element in root.iter():
        name = _LINKS.get(element.tag)
        link = element.get(name, "") if name else ""
        if not name or not link or link[0] in "#/?" or ":" in link:
            continue
        path, mark, fragment = link.partition("#")
        home = homes.get(leads_to(entry.origin.path, path))
        if home is None:
            _unlink(element, name)
            continue
        if mark and _is_gone(fragment, entries.get(home)):
            mark = fragment = ""
        element.set(name, f"{posixpath.relpath(home, here or '.')}{mark}{fragment}")


def _is_gone(fragment: str, target: Entry | None) -> bool:
    """Return whether a page of the site's own, in the place of the pack's, lacks a heading."""
    if target is None or target.origin is not None:
        return False
    return all(section.id != fragment for section in target.sections)


def _unlink(element: Element, name: str) -> None:
    """Make plain text of a link; a picture leaves its description."""
    del element.attrib[name]
    element.attrib.pop("title", None)
    if element.tag == "img":
        element.text = element.attrib.pop("alt", "")
    element.tag = "span"
