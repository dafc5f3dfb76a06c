"""Define kinds of entry as values: their names, the fields of their files, what they can do.

The kinds themselves are data, in ``kinds.yml`` and in a site's settings, which
:mod:`.kind_declarations` reads. A :class:`Schema` holds all kinds of one site. It is made once and
handed on.

The module is long because it says of each thing that a kind can do what that is, and does little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mkdocs_casebook.core.model import PAGE, Entry
from mkdocs_casebook.schema.facets import Facet
from mkdocs_casebook.schema.fields import Field, Fields

EVERYTHING = "everything"
"""The index of all that is filed under the terms of the taxonomy."""


class Holds(StrEnum):
    """What lists show of the entries of a kind, and what can be filed by itself."""

    ENTRIES = "entries"
    SECTIONS = "sections"
    """Each second-level heading with an id."""

    QUESTIONS = "questions"
    """Each second-level heading: a question, with a permanent id that no other question has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the text that authors are asked for, under a heading of its own."""

    id: str
    title: str
    help: str
    """What to tell there, as a sentence."""

    required: bool = False
    """Whether a form asks for it until something is there; a file may always leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What things of a kind are called where they are listed."""

    title: str
    """The heading above them."""

    one: str
    several: str

    @property
    def nouns(self) -> tuple[str, str]:
        """What one of the things is called, and several."""
        return self.one, self.several


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Called):
    """How a kind stands among what is filed under a term."""

    place: int = 0
    """Groups of a smaller number come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Called):
    """The index of a kind, which facets can narrow."""

    index: str
    """What a page writes after ``index:``."""

    facets: tuple[str, ...] = ()
    """Facets of an index whose page names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of entry. ``docs/reference/kinds.md`` explains each word for those who declare one."""

    name: str
    label: str
    plural: str
    fields: Fields
    parts: tuple[Part, ...] = ()
    """What the text below the fields usually tells, in order."""

    without: str = ""
    """What the setting ``without`` calls its entries."""

    is_open: bool = False
    """Whether fields that are not declared are left to the host instead of being refused."""

    is_taxonomy: bool = False
    """Whether its entries are the terms that others are filed under."""

    holds: Holds = Holds.ENTRIES
    filed: Filed | None = None
    listed: Listed | None = None
    owner: str = ""
    """The field that names the entry whose story it is."""

    grouped: str = ""
    """The field with choices by which its entries, and the stories they own, are counted."""

    beside: tuple[str, ...] = ()
    """Of entries that own stories: the facts that stand beside each story in a list."""

    needs_text: bool = False
    newest_first: bool = False
    in_order: bool = False
    """Whether each page leads to the one before and after it."""

    has_contents: bool = False
    """Whether each page shows the list of all of them, as the chapters of a book."""

    head: tuple[str, ...] | None = None
    """The facts above the text; ``None`` for all that are shown."""

    below: str = ""
    """The heading of the facts below the text, which are all others that are shown."""

    compared: tuple[str, ...] = ()
    """The fields that a table sets side by side."""

    data: str = "Article"
    """The type by which schema.org knows its entries."""

    paper: str = ""
    """The index that gathers the texts of all its entries to print."""

    has_form: bool = False

    @property
    def one(self) -> str:
        """What one entry is called in a sentence, whatever its short label is: question list."""
        return self.name.replace("-", " ")

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the fields that readers see as facts, in order."""
        return tuple(item.name for item in self.fields.fields if item.shown)

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts above the text."""
        return self.shown if self.head is None else self.head

    @property
    def facts_below(self) -> tuple[str, ...]:
        """The names of the facts below the text."""
        return tuple(name for name in self.shown if name not in self.facts)

    @property
    def searched(self) -> tuple[Field, ...]:
        """The fields whose words find an entry."""
        return tuple(item for item in self.fields.fields if item.searched)

    @property
    def has_questions(self) -> bool:
        """Whether its second-level headings are questions."""
        return self.holds is Holds.QUESTIONS

    @property
    def refers_to(self) -> Mapping[str, str]:
        """The kinds that its fields refer to, by the name of the field."""
        return {item.name: item.refers_to for item in self.fields.fields if item.refers_to}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The kinds that make up one family: stories, who owns them, and what they are filed under."""

    term: Kind
    owner: Kind
    story: Kind

    @property
    def all(self) -> tuple[Kind, Kind, Kind]:
        """All three, those first that others refer to."""
        return self.term, self.owner, self.story


@dataclass(frozen=True, slots=True)
class Schema:
    """All kinds of a site, and the ways to narrow its lists."""

    kinds: Mapping[str, Kind]
    facets: Mapping[str, Facet]
    indexes: Mapping[str, str]
    """What a page can list, each with its meaning."""

    everything: Listed
    shared: Mapping[str, Field] = field(default_factory=dict, repr=False)
    """Fields that several kinds have, for declarations to name."""

    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    """Lists of options, for declarations to name."""

    by_index: Mapping[str, Listed] = field(init=False, repr=False, compare=False)
    """The indexes that facets can narrow."""

    def __post_init__(self) -> None:
        """Index the listings by name, once."""
        listed = [kind.listed for kind in self.kinds.values() if kind.listed]
        by_index = {one.index: one for one in (*listed, self.everything)}
        object.__setattr__(self, "by_index", MappingProxyType(by_index))

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def of(self, entry: Entry) -> Kind:
        """Return the kind of an entry."""
        return self.kinds[entry.kind]

    @property
    def collected(self) -> tuple[Kind, ...]:
        """The kinds that a folder can be declared to hold: all but plain pages."""
        return tuple(kind for name, kind in self.kinds.items() if name != PAGE)

    @property
    def taxonomy(self) -> str:
        """The name of the kind whose entries are the terms of the taxonomy."""
        return next((name for name, kind in self.kinds.items() if kind.is_taxonomy), "")

    @property
    def filed(self) -> tuple[tuple[Kind, Filed], ...]:
        """The kinds whose entries are filed under terms, in readers' order."""
        found = [(kind, kind.filed) for kind in self.kinds.values() if kind.filed]
        return tuple(sorted(found, key=lambda one: one[1].place))

    @property
    def stories(self) -> tuple[Kind, ...]:
        """The kinds whose entries are somebody's own."""
        return tuple(kind for kind in self.kinds.values() if kind.owner)

    @property
    def shared_by_packs(self) -> tuple[Kind, ...]:
        """The kinds that a site takes from a content pack: all but stories and their owners."""
        own = {*self.owners, *(kind.name for kind in self.stories)}
        return tuple(kind for kind in self.collected if kind.name not in own)

    @property
    def roles(self) -> Roles:
        """The first kind of story with those it refers to: what sites exchange."""
        story = self.stories[0]
        owner = self.kinds[story.refers_to[story.owner]]
        return Roles(term=self.kinds[self.taxonomy], owner=owner, story=story)

    @property
    def owners(self) -> tuple[str, ...]:
        """The names of the kinds whose entries own stories."""
        fields = (kind.fields.by_name[kind.owner] for kind in self.stories)
        return tuple(dict.fromkeys(item.refers_to for item in fields))

    @property
    def grouping(self) -> Field | None:
        """The field with choices by which owners are counted, and so the stories they own."""
        owners = (self.kinds[name] for name in self.owners)
        return next((kind.fields.by_name[kind.grouped] for kind in owners if kind.grouped), None)

    @property
    def referred_to(self) -> frozenset[str]:
        """The names of the kinds that authors refer to by slug."""
        return frozenset(name for kind in self.kinds.values() for name in kind.refers_to.values())

    @property
    def papers(self) -> Mapping[str, Kind]:
        """The kinds whose texts can be printed together, by the index that gathers them."""
        return {kind.paper: kind for kind in self.kinds.values() if kind.paper}

    def things_of(self, index: str) -> Iterator[Kind]:
        """Yield the kinds whose entries an index lists."""
        for kind in self.kinds.values():
            is_there = kind.listed is not None and index == kind.listed.index
            if is_there or (index == EVERYTHING and kind.filed is not None):
                yield kind


def json_schema(kind: Kind) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a kind's front matter."""
    schema = kind.fields.json_schema() | {"additionalProperties": kind.is_open}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.label,
        "description": f"The fields at the top of a {kind.one} file.",
        **schema,
    }
