"""The kinds of entry and their fields, each declared once.

Validation, the JSON Schemas, the facts at the head of a page and the field guide all come from
these declarations. To add a field or an allowed value, change it here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from mkdocs_casebook.schema.declared import Declared
from mkdocs_casebook.schema.facet_lines import FacetLine
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FileName,
    ListOf,
    PartialDate,
    Reference,
    WebAddress,
    WholeNumber,
    Words,
    Year,
)


class SectionRule(StrEnum):
    """What the second-level headings of a kind's pages are."""

    PLAIN = "plain"
    """Headings. One with themes must have an id, so that it can be linked to."""

    QUESTIONS = "questions"
    """Each is a question, with a permanent id that no other question has."""


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
class Kind:
    """A kind of entry: what it is called and what its files hold."""

    name: str
    label: str
    plural: str
    fields: Fields
    sections: SectionRule = SectionRule.PLAIN
    is_open: bool = False
    """Whether fields that are not declared are left to the host instead of being refused."""

    parts: tuple[Part, ...] = ()
    """What the text below the fields usually tells, in order."""

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields readers see as facts, in order."""
        return tuple(item for item in self.fields.fields if item.shown)


TRUST_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "acute": "Acute",
        "specialist": "Specialist",
        "community": "Community",
        "mental-health": "Mental health",
        "learning-disability": "Learning disability",
        "ambulance": "Ambulance",
        "other": "Other",
    }
)
"""The types of service an organisation provides, as NHS Providers groups its members, and other."""

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "east-of-england": "East of England",
        "london": "London",
        "midlands": "Midlands",
        "north-east-and-yorkshire": "North East and Yorkshire",
        "north-west": "North West",
        "south-east": "South East",
        "south-west": "South West",
        "national": "National",
        "outside-england": "Outside England",
    }
)
"""The seven regions of NHS England, and two for organisations that are in none."""

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "planned": "Planned",
        "under-way": "Under way",
        "in-use": "In use",
        "stopped": "Stopped",
    }
)

COST_BANDS: Mapping[str, str] = MappingProxyType(
    {
        "under-100k": "Under £100,000",
        "100k-to-1m": "£100,000 to £1 million",
        "1m-to-10m": "£1 million to £10 million",
        "over-10m": "Over £10 million",
    }
)

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "own-account": "The organisation’s own account",
        "measured": "Measured before and after",
        "independent": "Evaluated independently",
    }
)

_TITLE = Field(
    name="title",
    type=Words(longest=110),
    label="Title",
    help="What happened, in a few words. It is the page’s heading and what search results show.",
    example="One record for the whole hospital, and what it took",
    required=True,
)


def _called(help_text: str, example: str) -> Field:
    """Return the title of a kind whose entries are called something, rather than telling it."""
    return Field(
        name="title",
        type=_TITLE.type,
        label=_TITLE.label,
        help=help_text,
        example=example,
        required=True,
    )


_SUMMARY = Field(
    name="summary",
    type=Words(longest=360),
    label="Summary",
    help="Two or three sentences that can be read alone. Lists and search results show them.",
    example="The trust replaced three systems with one. Staff led the design.",
    required=True,
)

_THEMES = Field(
    name="themes",
    type=ListOf(Reference("theme"), most=8),
    label="Themes",
    help="What the story is really about, most important first. Three to seven is usual.",
    example="governance",
    required=True,
)

_SOURCE = Field(
    name="source",
    type=Fields(
        (
            Field(
                name="title",
                type=Words(longest=200),
                label="Title of the source",
                help="What the account is called where it was first published.",
                example="A new era of digital leadership",
                required=True,
            ),
            Field(
                name="publisher",
                type=Words(longest=200),
                label="Publisher of the source",
                help="Who published it.",
                example="Example NHS Trust",
            ),
            Field(
                name="date",
                type=PartialDate(),
                label="Date of the source",
                help="When it was published, as exactly as is known.",
                example="2020-07",
            ),
            Field(
                name="url",
                type=WebAddress(),
                label="Address of the source",
                help="Where it can be read, if it is on the web.",
                example="https://www.example.org/report",
            ),
        )
    ),
    label="Source",
    help="Where the facts on the page come from.",
)

_ADAPTED = Field(
    name="adapted-from",
    type=Fields(
        (
            Field(
                name="title",
                type=Words(longest=240),
                label="Title of the original",
                help="What the text was adapted from.",
                example="Example guide: First steps",
                required=True,
            ),
            Field(
                name="holder",
                type=Words(longest=160),
                label="Holder",
                help="Who holds the copyright in the original.",
                example="Example Guide Makers",
                required=True,
            ),
            Field(
                name="licence",
                type=Words(longest=40),
                label="Licence",
                help="The licence of the original.",
                example="CC-BY-4.0",
            ),
            Field(
                name="version",
                type=Words(longest=40),
                label="Version",
                help="The version of the content pack.",
                example="2026.11.0",
            ),
            Field(
                name="url",
                type=WebAddress(),
                label="Address",
                help="Where the original can be read.",
                example="https://www.example.org/guide",
            ),
        )
    ),
    label="Adapted from",
    help="The text of somebody else that this one was made from. The command writes it.",
    asked=False,
)

_REVIEWED = Field(
    name="reviewed",
    type=Day(),
    label="Last reviewed",
    help="The day somebody last read the page through and found it true.",
    example="2026-11-22",
    asked=False,
)

_ADDED = Field(
    name="added",
    type=Day(),
    label="Added",
    help="The day the page was first published here.",
    example="2026-11-22",
    asked=False,
)

_ORDER = Field(
    name="order",
    type=WholeNumber(),
    label="Order",
    help="The place of the page among its neighbours, from 1.",
    example="1",
)

_ALIASES = Field(
    name="aliases",
    type=ListOf(Words(longest=60)),
    label="Also called",
    help="Other names people use. Abbreviations are written as they are used: EPR, PAS.",
    example="electronic patient record",
)

_THEME_LINKS = Field(
    name="theme-links",
    type=Choice(MappingProxyType({"on": "On", "off": "Off"})),
    label="Links to themes",
    help="Write off to keep the names of themes in the text from becoming links.",
    example="off",
    asked=False,
)

CASE_STUDY = Kind(
    name="case-study",
    label="Case study",
    plural="Case studies",
    fields=Fields(
        (
            _TITLE,
            _SUMMARY,
            Field(
                name="organisation",
                type=Reference("organisation"),
                label="Organisation",
                help="The trust whose story it is. Its type and region are said once, on its page.",
                example="example-trust",
                required=True,
            ),
            _THEMES,
            Field(
                name="systems",
                type=ListOf(Words(longest=80)),
                label="Systems and technologies",
                help="Systems, products and technologies that the account names.",
                example="Electronic patient record",
                shown=True,
            ),
            Field(
                name="people",
                type=ListOf(
                    Fields(
                        (
                            Field(
                                name="name",
                                type=Words(longest=100),
                                label="Name",
                                help="The person’s name, with their agreement.",
                                example="A. N. Example",
                                required=True,
                            ),
                            Field(
                                name="role",
                                type=Words(longest=120),
                                label="Role",
                                help="Their role at the time.",
                                example="Chief executive",
                                required=True,
                            ),
                        )
                    )
                ),
                label="People quoted",
                help="Everyone quoted, with the role they had at the time.",
                shown=True,
            ),
            Field(
                name="year",
                type=Year(),
                label="Year of the account",
                help="The year the account was written, or last brought up to date.",
                example="2020",
                required=True,
                shown=True,
            ),
            Field(
                name="status",
                type=Choice(STATUSES),
                label="Status at the time",
                help="How far the work had got when the account was written.",
                example="in-use",
                required=True,
                shown=True,
            ),
            Field(
                name="cost",
                type=Choice(COST_BANDS),
                label="Cost",
                help="The whole cost to the organisation, as a band. Leave out what is not public.",
                example="100k-to-1m",
                shown=True,
            ),
            Field(
                name="duration",
                type=Words(longest=160),
                label="How long it took",
                help="From decision to use, or whatever the account says of time.",
                example="Eighteen months from contract to first ward",
                shown=True,
            ),
            Field(
                name="evidence",
                type=Choice(EVIDENCE),
                label="Strength of evidence",
                help="What the results rest on.",
                example="own-account",
                shown=True,
            ),
            Field(
                name="did-not-work",
                type=ListOf(Words(longest=320)),
                label="What did not work",
                help="What went wrong, took longer or was given up, in the account’s own terms.",
                example="Training was given too early and had to be repeated",
                shown=True,
            ),
            Field(
                name="source",
                type=_SOURCE.type,
                label=_SOURCE.label,
                help=_SOURCE.help,
                required=True,
            ),
            Field(
                name="contributors",
                type=ListOf(Words(longest=100), most=20),
                label="Thanks to",
                help="Who helped to write the page, and agreed to be thanked by name.",
                example="A. N. Example",
            ),
            _THEME_LINKS,
            _ADDED,
            _REVIEWED,
        )
    ),
    parts=(
        Part(
            id="context",
            title="Context",
            help="What kind of trust this is, and where it stood before.",
            required=True,
        ),
        Part(
            id="challenge",
            title="Challenge",
            help="What was hard, and for whom.",
            required=True,
        ),
        Part(
            id="what-the-board-did",
            title="What the board did",
            help="What was decided and done, by whom, and in what order.",
            required=True,
        ),
        Part(
            id="impact",
            title="Impact",
            help="What changed for patients and staff, and how that is known. Say what did not.",
            required=True,
        ),
        Part(
            id="takeaways",
            title="What other boards can take from it",
            help="Two to five points for a board that faces the same.",
        ),
    ),
)

CHAPTER = Kind(
    name="chapter",
    label="Guide",
    plural="Chapters",
    fields=Fields(
        (
            _called("What the chapter is about, in a few words.", "What helps and what hinders"),
            _SUMMARY,
            Field(
                name="order",
                type=WholeNumber(),
                label="Order",
                help="The place of the chapter in the guide, from 1.",
                example="1",
                required=True,
            ),
            Field(
                name="label",
                type=Words(longest=40),
                label="Label",
                help="What the chapter is called in its place, such as Chapter 5.",
                example="Chapter 5",
            ),
            Field(
                name="key-messages",
                type=ListOf(Words(longest=320), most=8),
                label="Key messages",
                help="The points a reader with one minute should take away.",
                example="Unblock the rules that slow teams down before adding people.",
            ),
            Field(
                name="themes",
                type=_THEMES.type,
                label=_THEMES.label,
                help="Themes of the chapter as a whole. Sections carry their own.",
                example=_THEMES.example,
            ),
            _SOURCE,
            _THEME_LINKS,
            _ADAPTED,
            _ADDED,
            _REVIEWED,
        )
    ),
)

QUESTION_LIST = Kind(
    name="question-list",
    label="Questions",
    plural="Question lists",
    fields=Fields(
        (
            _called("What the list is called.", "Ten questions to ask yourselves"),
            _SUMMARY,
            _ORDER,
            _SOURCE,
            _THEME_LINKS,
            _ADAPTED,
            _ADDED,
            _REVIEWED,
        )
    ),
    sections=SectionRule.QUESTIONS,
)

THEME = Kind(
    name="theme",
    label="Theme",
    plural="Themes",
    fields=Fields(
        (
            _called("What the theme is called, in a few words.", "Governance"),
            Field(
                name="summary",
                type=Words(longest=420),
                label="Definition",
                help="What the theme covers and where it ends, in two or three sentences.",
                example="How decisions about digital work are made, and by whom.",
                required=True,
            ),
            _ALIASES,
            Field(
                name="broader",
                type=ListOf(Reference("theme"), most=3),
                label="Broader themes",
                help="Themes that this one is a part of.",
                example="technology",
            ),
            Field(
                name="related",
                type=ListOf(Reference("theme"), most=8),
                label="Related themes",
                help="Themes a reader of this one should look at too.",
                example="risk",
            ),
            Field(
                name="formerly",
                type=ListOf(FileName(longest=60)),
                label="Former file names",
                help="File names, without .md, that this theme had before. Old addresses and tags "
                "still work.",
                example="buying",
                asked=False,
            ),
            Field(
                name="retired",
                type=Reference("theme"),
                label="Replaced by",
                help="The theme that has taken the place of this one. Its page leads there.",
                example="procurement",
                asked=False,
            ),
            Field(
                name="link",
                type=Choice(MappingProxyType({"on": "On", "off": "Off"})),
                label="Links from the text",
                help="Write off where the theme’s names are too common to become links.",
                example="off",
                asked=False,
            ),
            _ADAPTED,
            _ADDED,
            _REVIEWED,
        )
    ),
)

ORGANISATION = Kind(
    name="organisation",
    label="Organisation",
    plural="Organisations",
    fields=Fields(
        (
            _called("The full name of the organisation, as it writes it.", "Example NHS Trust"),
            Field(
                name="summary",
                type=_SUMMARY.type,
                label=_SUMMARY.label,
                help="One or two sentences on what the organisation does and where.",
                example="An acute trust with two hospitals.",
            ),
            Field(
                name="short-name",
                type=Words(longest=60),
                label="Short name",
                help="What lists call it.",
                example="Example Trust",
            ),
            Field(
                name="ods",
                type=Words(longest=12),
                label="ODS code",
                help="The code by which the Organisation Data Service knows it.",
                example="X26",
                shown=True,
            ),
            Field(
                name="type",
                type=ListOf(Choice(TRUST_TYPES)),
                label="Type of trust",
                help="The kinds of service it provides.",
                example="acute",
                required=True,
                shown=True,
            ),
            Field(
                name="region",
                type=Choice(REGIONS),
                label="Region",
                help="The NHS England region it is in.",
                example="midlands",
                required=True,
                shown=True,
            ),
            _ALIASES,
            Field(
                name="website",
                type=WebAddress(),
                label="Website",
                help="The address of its own website.",
                example="https://www.example.org",
            ),
            _ADDED,
            _REVIEWED,
        )
    ),
)

INDEXES: Declared[str] = Declared(
    {
        "home": "The lists of the home page",
        "case-study": "All case studies",
        "theme": "All themes",
        "question-list": "All questions",
        "organisation": "All organisations",
        "chapter": "All chapters of the guide",
        "coverage": "What the casebook covers and where it has gaps",
        "contribute": "The fields of a case study",
        "contributors": "Everybody who is thanked for a page",
        "section": "All sections of the guide",
        "everything": "All case studies, sections of the guide and questions",
        "new": "What was added and reviewed, by month",
        "print-guide": "The text of all chapters, to print whole or in part",
        "print-case-studies": "The text of all case studies, to print whole or in part",
        "print-questions": "All questions with what bears on each, to print whole or in part",
        "data": "The site’s content as data, and what each field means",
    }
)

LISTINGS: Declared[tuple[str, str]] = Declared(
    {
        "case-study": ("case study", "case studies"),
        "question-list": ("question", "questions"),
        "section": ("section of the guide", "sections of the guide"),
        "everything": ("page or question", "pages and questions"),
    }
)
"""The indexes that facets can narrow, and what one of their entries and several are called."""

_NAMED_FACETS = ("kind", "theme", "type", "region", "year", "system", "from", "list", "chapter")
"""Facets that :mod:`mkdocs_casebook.lists.facets` declares."""

_FACET_FIELDS = (
    "kind",
    "part",
    "origin",
    *("themes", "organisation", "systems", "year", "status", "cost", "evidence", "duration"),
    *("organisation.type", "organisation.region", "organisation.ods"),
)
"""Where the values of a facet may be: fields whose values several entries can share."""

PAGE = Kind(
    name="page",
    label="Page",
    plural="Pages",
    is_open=True,
    fields=Fields(
        (
            Field(
                name="title",
                type=_TITLE.type,
                label=_TITLE.label,
                help=_TITLE.help,
                example="About this site",
            ),
            Field(
                name="summary",
                type=_SUMMARY.type,
                label=_SUMMARY.label,
                help=_SUMMARY.help,
                example=_SUMMARY.example,
            ),
            Field(
                name="index",
                type=Choice(INDEXES),
                label="Index",
                help="The list that stands below the text of the page.",
                example="case-study",
            ),
            Field(
                name="facets",
                type=ListOf(FacetLine(frozenset(_FACET_FIELDS), frozenset(_NAMED_FACETS)), most=12),
                label="Facets",
                help="The ways to narrow the list, in order, one to a line: theme, type, region, "
                "year, system, from, list, chapter, kind, or any field. Without it there are "
                "the usual ones.",
                example="theme",
            ),
            _THEME_LINKS,
            _ADAPTED,
            _ADDED,
            _REVIEWED,
        )
    ),
)

KINDS: Declared[Kind] = Declared(
    {kind.name: kind for kind in (CASE_STUDY, CHAPTER, QUESTION_LIST, THEME, ORGANISATION, PAGE)}
)

COLLECTED = tuple(name for name in KINDS if name != PAGE.name)
"""The kinds that a folder can be declared to hold."""


def use_kinds(own: Mapping[str, Kind]) -> None:
    """Take the kinds of the site in hand, beside those that every site has, from now on."""
    KINDS.own = own
    new = {name: kind for name, kind in own.items() if name not in KINDS.fixed}
    INDEXES.own = {name: f"All {kind.plural.lower()}" for name, kind in new.items()}
    LISTINGS.own = {name: (k.label.lower(), k.plural.lower()) for name, k in new.items()}


def own_kinds() -> tuple[Kind, ...]:
    """Return the kinds that only the site in hand has."""
    return tuple(kind for name, kind in KINDS.own.items() if name not in KINDS.fixed)


def common_fields(own: tuple[Field, ...] = ()) -> tuple[Field, ...]:
    """Return the fields of a kind that a site declares: what every entry has, and its own."""
    themes = replace(_THEMES, required=False)
    return (_TITLE, _SUMMARY, themes, *own, _SOURCE, _THEME_LINKS, _ADDED, _REVIEWED)


def json_schema(kind: Kind) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a kind's front matter."""
    schema = kind.fields.json_schema() | {"additionalProperties": kind.is_open}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.label,
        "description": f"The fields at the top of a {kind.label.lower()} file.",
        **schema,
    }
