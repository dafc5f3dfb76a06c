"""Read which sites' case studies this site shows: ``sources`` under the plugin's settings.

sources:
  - name: Sample NHS Trust
    address: https://stories.sample.example/
    themes:
      buying: procurement
    leave-out:
      - a-story-we-tell-ourselves
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import SplitResult, urljoin, urlsplit

from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.core.spelling import slug_of
from mkdocs_casebook.export.catalogue_fields import CATALOGUE, Address, Identifier
from mkdocs_casebook.lists.facets import HERE
from mkdocs_casebook.schema.field_declarations import declared_fields
from mkdocs_casebook.schema.fields import Choice, ListOf, Reading

FOLDER = "sources"
"""Where snapshots are kept, and the first part of the addresses of what is in them."""

USUAL_LICENCES = ("CC-BY-4.0", "CC0-1.0", "OGL-UK-3.0")
"""Licences under which anybody may show a text elsewhere and shorten it, and name its origin."""

NO_THEME = "none"
"""Written for a theme of theirs that is to be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSite:
    """A site whose case studies this one shows."""

    name: str
    """What readers are told it is called; this site chooses it, not the other."""

    slug: str
    address: str
    """The address of its home page, with a slash at its end."""

    licences: tuple[str, ...] = USUAL_LICENCES
    themes: Mapping[str, str] = field(default_factory=dict)
    """Our theme for a theme of theirs, or :data:`NO_THEME`, by slug."""

    leave_out: tuple[str, ...] = ()
    """Ids of case studies that are not to be shown."""

    line: int = 1
    """The line in the configuration file."""

    @property
    def catalogue(self) -> str:
        """The address of its catalogue."""
        return f"{self.address}{CATALOGUE}"

    def whole(self, address: str) -> str | None:
        """Return the whole address of one of its pages, or ``None`` for any other.

        A site without an address of its own gives the way from its catalogue.
        """
        try:
            found = urljoin(self.address, address)
        except ValueError:
            return None
        return found if is_same_site(found, self.address) else None

    @property
    def snapshot(self) -> str:
        """The path of the file that holds what was last read, from the project root."""
        return f"{FOLDER}/{self.slug}.json"

    @property
    def is_on_this_machine(self) -> bool:
        """Whether it is served from this machine, to try things out."""
        return is_loopback(urlsplit(self.address))


def is_loopback(address: SplitResult) -> bool:
    """Return whether an address is one of this machine itself."""
    host = address.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split(address: str) -> SplitResult | None:
    """Return the parts of a whole https address, or ``None`` for any other text.

    On this machine itself http will do: that is how a source is tried out.
    """
    if not Address.fits(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts))
    return parts if is_safe and host and "@" not in parts.netloc else None


def is_same_site(one: str, other: str) -> bool:
    """Return whether two addresses are safe, and those of one host."""
    first, second = split(one), split(other)
    if first is None or second is None:
        return False
    return (first.scheme, first.netloc.casefold()) == (second.scheme, second.netloc.casefold())


class _Home(Address):
    """The address of a site's home page."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the address with a slash at its end."""
        value = node.value.strip() if isinstance(node, Text) else ""
        bare = value.removesuffix(CATALOGUE)
        parts = split(bare)
        if parts is not None and not parts.query and not parts.fragment:
            return f"{bare.rstrip('/')}/"
        secure = value.replace("http://", "https://", 1)
        reading.report(
            node,
            place,
            "not-an-address",
            f"{quote(value)} is not the address of a site that can be read safely",
            fix=f"Did you mean {quote(secure)}?" if secure != value and split(secure) else "",
            expected=f"Write {self.describe()}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return "the address of its home page, which starts with https://"


@dataclass(frozen=True, slots=True)
class _Renames:
    """Our theme for each theme of theirs that has another name here."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return ours by theirs; which ones there are is checked when both are known."""
        if isinstance(node, Group) and all(isinstance(ours, Text) for _, ours in node.fields):
            return MappingProxyType(
                {name.value: ours.value for name, ours in node.fields if isinstance(ours, Text)}
            )
        found = "these are not pairs of themes"
        reading.report(node, place, "wrong-type", found, expected=f"Write {self.describe()}.")
        return None

    def describe(self) -> str:
        """Return what to write."""
        return f"their theme, a colon and ours, or {NO_THEME}; one pair to a line"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "object", "additionalProperties": {"type": "string"}}


SOURCE = declared_fields(
    "mkdocs_casebook.federation",
    "source.yml",
    {
        "home": _Home(),
        "licences": ListOf(Choice(MappingProxyType({key: key for key in LICENCES}))),
        "renames": _Renames(),
        "identifiers": ListOf(Identifier()),
    },
)["source"]
"""The settings of one source."""


def read_sources(node: Node | None, reading: Reading) -> tuple[OtherSite, ...]:
    """Return the sources of a site, sorted by name, and report what is wrong in the settings."""
    if node is None or (isinstance(node, Text) and node.is_empty):
        return ()
    found: dict[str, OtherSite] = {}
    for number, group in enumerate(node.items if isinstance(node, Items) else (node,), 1):
        place = f"sources[{number}]"
        values: object = SOURCE.read(group, place, reading)
        if not isinstance(values, Mapping) or not {"name", "address"} <= values.keys():
            continue
        name = str(values["name"])
        slug = slug_of(name)
        if slug in found or slug == HERE:
            reading.report(
                group,
                f"{place}.name",
                "source-name-taken",
                f"{quote(name)} cannot be told from another source",
                fix="Give it another name.",
            )
        site = OtherSite(
            name=name,
            slug=slug,
            address=str(values["address"]),
            licences=values.get("licences", USUAL_LICENCES),
            themes=values.get("themes", MappingProxyType({})),
            leave_out=values.get("leave-out", ()),
            line=group.line,
        )
        found.setdefault(slug, site)
    return tuple(found[slug] for slug in sorted(found))
