"""What a page is, in the words that search engines and reference managers read (schema.org).

Only what an entry states is said: no author, date or rating is made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.model import Entry, Tagged, Target
from mkdocs_casebook.graph.casebook import Casebook, questions
from mkdocs_casebook.render.elsewhere import elsewhere

_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))
"""No text of an author's can end the script element that holds the data."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A site as a whole."""

    imprint: Imprint
    url: str
    """The address of its home page, with the slash at its end."""

    addresses: Mapping[str, str]
    """The host's address of each file's page from the root of the site, by path."""

    language: str = "en-GB"

    @property
    def name(self) -> str:
        """What the site is called."""
        return self.imprint.site_name

    def address(self, target: Target) -> str:
        """Return the whole address of a target."""
        page = f"{self.url}{self.addresses.get(target.path, '')}"
        return f"{page}#{target.fragment}" if target.fragment else page


def publisher(site: Publication) -> dict[str, Any]:
    """Return who publishes a site and under which licence; nothing where it does not say."""
    imprint, organisation = site.imprint, site.imprint.organisation
    said: dict[str, Any] = {"license": imprint.licence.address if imprint.licence else None}
    if organisation is not None:
        logo = urljoin(site.url, organisation.logo) if organisation.logo else None
        known = {
            "@type": "Organization",
            "name": organisation.name,
            "url": organisation.address,
            "logo": logo,
        }
        said["publisher"] = {name: value for name, value in known.items() if value}
        said["copyrightHolder"] = {"@type": "Organization", "name": organisation.holder}
    return {name: value for name, value in said.items() if value}


def structured_data(entry: Entry, casebook: Casebook, site: Publication) -> str:
    """Return JSON-LD about an entry's page, safe to put into a script element as it is."""
    graph = [_thing(entry, casebook, site)]
    if entry["index"] != "home":
        graph.append(_breadcrumbs(entry, casebook, site))
    data = {"@context": "https://schema.org", "@graph": graph}
    text = _AS_JSON(data)
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


def _thing(entry: Entry, casebook: Casebook, site: Publication) -> dict[str, Any]:
    described: dict[str, Any] = {
        "url": site.address(Target(entry.path)),
        "description": entry.summary,
    }
    rest: dict[str, Any]
    if entry.elsewhere:
        return described | {"@type": "WebPage", "name": entry.title, "isBasedOn": _original(entry)}
    kind = casebook.kind_of(entry)
    match kind.data:
        case "Article":
            rest = {
                "@type": "Article",
                "headline": entry.title,
                "inLanguage": site.language,
                "about": [_term(theme, site) for theme in casebook.themes(entry.themes)],
                "isPartOf": {"@type": "WebSite", "name": site.name},
                **publisher(site),
                "datePublished": _day(entry["added"]),
                "dateModified": _day(entry["reviewed"]),
                "isBasedOn": _source(entry),
            }
        case "DefinedTerm":
            rest = _term(entry, site) | {"alternateName": list(entry.texts("aliases"))}
        case "ItemList":
            rest = {
                "@type": "ItemList",
                "name": entry.title,
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "item": _question(question, site)}
                    for number, question in enumerate(questions(entry, casebook.schema), 1)
                ],
            }
        case "Organization":
            rest = {
                "@type": "Organization",
                "name": entry.title,
                "alternateName": list(entry.texts("aliases")),
                "identifier": entry["ods"],
                "sameAs": entry["website"],
            }
        case _:
            is_home = entry["index"] == "home"
            type_ = "WebSite" if is_home else kind.data
            name = site.name if is_home else entry.title
            rest = {"@type": type_, "name": name, "inLanguage": site.language}
            if is_home:
                rest |= publisher(site)
    origin = _origin(entry)
    if origin and rest.get("isBasedOn"):
        origin["isBasedOn"] = [origin["isBasedOn"], rest["isBasedOn"]]
    return {name: value for name, value in (rest | described | origin).items() if value}


def _origin(entry: Entry) -> dict[str, Any]:
    """Return what an entry of a content pack says of itself: whose it is, not the site's."""
    origin, adapted = entry.origin, entry["adapted-from"]
    if origin is not None and origin.pack:
        work = (f"{origin.name}: {entry.title}", origin.address, origin.version)
        licence, holder = LICENCES.get(origin.licence), origin.holder
    elif isinstance(adapted, Mapping) and "title" in adapted:
        given = {name: str(value) for name, value in adapted.items()}
        work = (given["title"], given.get("url", ""), given.get("version", ""))
        # The text is the site's now, in part; whose the rest is stands with the original.
        licence, holder = LICENCES.get(given.get("licence", "")), ""
    else:
        return {}
    based_on = dict(zip(("name", "url", "version"), work, strict=True))
    known = {name: value for name, value in based_on.items() if value}
    return {
        "isBasedOn": {"@type": "CreativeWork", **known},
        "license": licence.address if licence else "",
        "copyrightHolder": {"@type": "Organization", "name": holder} if holder else "",
    }


def _original(entry: Entry) -> dict[str, Any]:
    """Return what a page is a summary of, that stands on another site."""
    there = elsewhere(entry)
    said = {
        "@type": "CreativeWork",
        "name": entry.title,
        "url": there.address if there else None,
        "publisher": {"@type": "Organization", "name": there.name} if there else None,
        "license": there.licence.address if there and there.licence else None,
    }
    return {name: value for name, value in said.items() if value}


def _term(theme: Entry, site: Publication) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm",
        "name": theme.title,
        "url": site.address(Target(theme.path)),
        "termCode": theme.slug,
    }


def _question(question: Tagged, site: Publication) -> dict[str, str]:
    return {"@type": "Question", "name": question.title, "url": site.address(question.target)}


def _source(entry: Entry) -> dict[str, str]:
    source = entry["source"]
    if not isinstance(source, Mapping) or not source.get("title"):
        return {}
    said = {"@type": "CreativeWork", "name": str(source["title"]), "url": source.get("url")}
    return {name: str(value) for name, value in said.items() if value}


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _breadcrumbs(entry: Entry, casebook: Casebook, site: Publication) -> dict[str, Any]:
    """Return the way to a page: home, the list of its kind, and the page itself."""
    way = [casebook.index_page("home")]
    if not casebook.kind_of(entry).is_open:
        way.append(casebook.index_page(entry.kind))
    steps = [*filter(None, way), entry]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": site.name if step["index"] == "home" else step.title,
                "item": site.address(Target(step.path)),
            }
            for number, step in enumerate(steps, 1)
        ],
    }
