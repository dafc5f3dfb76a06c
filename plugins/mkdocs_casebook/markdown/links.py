"""Lead the links of a page's tree where they lead on this site, and say how large pictures are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.markdown.site import Markup
from mkdocs_casebook.safety.shown_pictures import path_of

_LINKS = {"a": "href", "img": "src"}


def size_pictures(root: Element, markup: Markup) -> None:
    """Say how large each picture is, so that nothing moves when it comes, and fetch it when near.

    This reads the author's own links, so it comes before they are turned into the host's.
    """
    for image in root.iter("img"):
        at = path_of(image.get("src", ""), markup.entry.path)
        picture = markup.site.look(at) if at is not None else None
        if picture is not None and picture.width and "width" not in image.attrib:
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
        image.set("loading", "lazy")


def links_to_files(root: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield each link or picture with the attribute that names a file, and what stands in it."""
    for element in root.iter():
        name = _LINKS.get(element.tag, "")
        link = element.get(name, "") if name else ""
        if link and link[0] not in "#/?" and ":" not in link:
            yield element, name, link


def rewrite_links(root: Element, markup: Markup) -> None:
    """Turn links that are right on disk into links that are right for the host.

    A collection outside the documents folder has another place on the site than on disk. Links to
    files that the host does not have are left as they are, so that its message shows the author's
    own words.
    """
    here, host_here = markup.entry.path, markup.site.host_path(markup.entry.path) or ""
    opened = markup.site.opened_elsewhere
    for element, name, link in links_to_files(root):
        path = re.split("[#?]", link, maxsplit=1)[0]
        target = leads_to(here, path)
        if name == "href" and target in opened:
            if opened[target]:
                element.set(name, opened[target])
            else:
                _unlink(element, name)
            continue
        host_target = markup.site.host_path(target)
        # What already leads there is left to the letter, and so is what leads nowhere.
        if host_target not in {None, leads_to(host_here, path)}:
            element.set(name, markup.link_to(target) + link[len(path) :])


def relocate(
    root: Element, entry: Entry, homes: Mapping[str, str], entries: Mapping[str, Entry]
) -> None:
    """Make links in the text of a content pack's page lead where its files are on this site.

    The page is written where its own site keeps it. Here its neighbours may be in other folders,
    replaced by pages of the site's own, or left out. A link to what is left out becomes plain text:
    its author could not know, and whoever left it out cannot mend it. ``homes`` gives the path on
    this site of each file of the pack, and ``entries`` all entries by their path on this site.
    """
    if entry.origin is None:
        return
    here = posixpath.dirname(entry.path)
    for element, name, link in links_to_files(root):
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
