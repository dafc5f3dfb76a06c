"""From a casebook to HTML fragments: what stands above and below the text of each page.

Counting and sorting happen here; the templates only lay out. Jinja escapes every value. Links are
made by a function that the host gives for each page, since only the host knows addresses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mkdocs_casebook.coverage import TYPES_COUNTED, cover
from mkdocs_casebook.crosslinks import (
    SHOWN_AT_MOST,
    SHOWN_UNFOLDED,
    Connections,
    Web,
    by_relation,
    connections,
    question_backlinks,
)
from mkdocs_casebook.fields import NOT_STATED, Choice, Field, ListOf
from mkdocs_casebook.gathered import moved
from mkdocs_casebook.kinds import CASE_STUDY, KINDS, ORGANISATION, TRUST_TYPES
from mkdocs_casebook.markup import PLACE_FOR_BACKLINKS
from mkdocs_casebook.model import Entry, Tagged, Target, Value
from mkdocs_casebook.problems import some
from mkdocs_casebook.relate import Casebook, questions


@dataclass(frozen=True, slots=True)
class Link:
    """Makes the links of one page."""

    addresses: Mapping[str, str]
    """The host's address of each file's page from the root of the site, by path."""

    to_root: str
    """The way from the page to the root: ``../../``."""

    def __call__(self, target: Target) -> str:
        """Return the address of a target, relative to the page."""
        address = f"{self.to_root}{self.addresses.get(target.path, '')}"
        return f"{address}#{target.fragment}" if target.fragment else address

    def to(self, entry: Entry) -> str:
        """Return the address of an entry's page."""
        return self(Target(entry.path))


NEWEST_SHOWN = 5
"""Case studies that the home page lists."""

_HEADING = re.compile(r'<h[2-4] id="([^"]+)".*?</h[2-4]>', re.DOTALL)
_CHECKBOX = re.compile(r'(<input [^>]*type="checkbox" id="__\w+") autocomplete="off"')
_SAYS_NOTHING = ("", "Also called", "Systems")
_LABELS = re.compile(r'(<div class="cb-section__label">|</div><div class="cb-section__body">)')
_UNWRAPPED = re.compile("<!--unwrapped (.*?)-->")
_SEARCH_WORDS = re.compile(r'<p class="cb-words">[^<]*</p>\n')
"""Words that search plugins read and readers do not see."""

_IN_THE_HEAD = ("year", "status", "systems")
_WORDS_A_MINUTE = 220
"""Reading speed of plain prose by adults (Brysbaert 2019: 238 for non-fiction), rounded down."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts about an entry."""

    label: str
    texts: tuple[str, ...]
    """What is stated, in readers' words; empty where the author left it out."""

    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A name with the number of things behind it."""

    label: str
    number: int
    target: Target


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind under a heading of their own."""

    id: str
    label: str
    things: tuple[Tagged, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML to put above or below a page's text, and its headings for the contents list."""

    html: str
    headings: tuple[tuple[str, str], ...] = ()
    """Pairs of id and title."""


@cache
def environment() -> Environment:
    """Return the template environment; undefined names are bugs, so they raise."""
    env = Environment(
        loader=PackageLoader("mkdocs_casebook", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= {
        "day": _day,
        "month": _partial_date,
        "some": some,
        "region_name": partial(_organisation_texts, "region"),
        "type_names": partial(_organisation_texts, "type"),
    }
    env.filters |= {"by_relation": by_relation}
    env.globals |= {
        "not_stated": NOT_STATED,
        "unfolded": SHOWN_UNFOLDED,
        "most": SHOWN_AT_MOST,
        "kinds": KINDS,
    }
    return env


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _partial_date(value: str) -> str:
    """Return a date of one to three parts as readers write it: ``July 2020`` for ``2020-07``."""
    year, *rest = (int(part) for part in value.split("-"))
    match rest:
        case [month, day]:
            return _day(date(year, month, day))
        case [month]:
            return f"{date(year, month, 1):%B} {year}"
        case _:
            return str(year)


def _organisation_texts(name: str, organisation: Entry) -> str:
    return ", ".join(_texts(ORGANISATION.fields.by_name[name], organisation[name]))


def _texts(declared: Field, value: Value | None) -> tuple[str, ...]:
    """Return a field's value in readers' words."""
    if value is None:
        return ()
    options = _options(declared)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(_text(item, options) for item in values)


def _options(declared: Field) -> Mapping[str, str]:
    kind = declared.type.item if isinstance(declared.type, ListOf) else declared.type
    return kind.options if isinstance(kind, Choice) else {}


def _text(value: Value, options: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values())
    return options.get(str(value), str(value))


def facts(entry: Entry, names: Iterable[str]) -> tuple[Fact, ...]:
    """Return facts of an entry in the order of the names; a fact left out is there, and empty."""
    declared = KINDS[entry.kind].fields.by_name
    return tuple(Fact(declared[name].label, _texts(declared[name], entry[name])) for name in names)


def head(entry: Entry, casebook: Casebook, link: Link, *, words: int = 0) -> Fragment:
    """Return what stands above the text: the kind, the title, the summary and the facts.

    ``words`` is the length of the text, from which the reading time of long pages is told.
    """
    return _render(
        "head.html",
        entry=entry,
        kind=KINDS[entry.kind],
        link=link,
        index=casebook.index_page(entry.kind),
        facts=_head_facts(entry, casebook),
        themes=casebook.themes(entry.themes),
        minutes=max(1, round(words / _WORDS_A_MINUTE)) if words else 0,
        broader=casebook.themes(entry.texts("broader")),
        key_messages=entry.texts("key-messages"),
        chapters=casebook.of_kind("chapter") if entry.kind == "chapter" else (),
        question=_opening_question(casebook) if entry["index"] == "home" else None,
    )


def _opening_question(casebook: Casebook) -> Tagged | None:
    """Return the first question of the first list, for the home page to ask."""
    lists = casebook.of_kind("question-list")
    return next((question for entry in lists for question in questions(entry)), None)


def add_search_words(text: str, entry: Entry, casebook: Casebook) -> str:
    """Return a page's text with the words by which it should be found, for search plugins to read.

    Before the text: words of the front matter and the names of the themes. Below each heading with
    themes of its own: their names. Headings lose their wrappers for the while: search plugins take
    a section to end where the wrapper of its heading does.
    """
    sections = {section.id: section for section in entry.sections if section.themes}

    def below(heading: re.Match[str]) -> str:
        section = sections.get(heading[1])
        return heading[0] + (_theme_words(section.themes, casebook) if section else "")

    above = (*_front_matter_words(entry, casebook), _theme_words(entry.themes, casebook))
    return "".join((*above, _LABELS.sub(r"<!--unwrapped \1-->", _HEADING.sub(below, text))))


def remove_search_words(text: str) -> str:
    """Return a page's text as readers see it."""
    return _UNWRAPPED.sub(r"\1", _SEARCH_WORDS.sub("", text))


def search_labels(entry: Entry, casebook: Casebook) -> tuple[str, ...]:
    """Return what a result of the search says of a page: its kind and its organisation."""
    if entry.kind == "page":
        return ()
    owner = casebook.entry("organisation", str(entry["organisation"]))
    name = str(owner["short-name"] or owner.title) if owner else str(entry["label"] or "")
    return tuple(filter(None, (KINDS[entry.kind].label, name)))


def _front_matter_words(entry: Entry, casebook: Casebook) -> Iterator[str]:
    """Yield a paragraph of each part: results show only those in which something was found."""
    owner = casebook.entry("organisation", str(entry["organisation"]))
    people = entry["people"]
    yield _words_for_search(entry.summary)
    yield _words_for_search("Also called", *entry.texts("aliases"))
    yield _words_for_search("Systems", *entry.texts("systems"))
    if owner:
        yield _words_for_search(
            owner.title, str(owner["short-name"] or ""), *owner.texts("aliases")
        )
    for person in people if isinstance(people, tuple) else ():
        yield _words_for_search(_text(person, {}))


def _theme_words(slugs: Iterable[str], casebook: Casebook) -> str:
    themes = casebook.themes(slugs)
    return "".join(_words_for_search(theme.title, *theme.texts("aliases")) for theme in themes)


def _words_for_search(first: str, *others: str) -> str:
    rest = ", ".join(word for word in others if word)
    said = f"{first}: {rest}." if rest else first
    return f'<p class="cb-words">{escape(said)}</p>\n' if said not in _SAYS_NOTHING else ""


def _head_facts(entry: Entry, casebook: Casebook) -> tuple[Fact, ...]:
    if entry.kind == "organisation":
        return facts(entry, (field.name for field in ORGANISATION.shown))
    if entry.kind != "case-study":
        return ()
    organisation = casebook.entry("organisation", str(entry["organisation"]))
    if organisation is None:
        return facts(entry, _IN_THE_HEAD)
    owner = Fact("Organisation", (organisation.title,), Target(organisation.path))
    return (owner, *facts(organisation, ("type", "region")), *facts(entry, _IN_THE_HEAD))


def tail(entry: Entry, web: Web, link: Link) -> Fragment:
    """Return what stands below the text: what is not known, what is filed here, where next."""
    shown = connections(entry, web)
    common: dict[str, Any] = {
        "entry": entry,
        "link": link,
        "source": entry["source"],
        "connections": shown,
    }
    below = _own_tail(entry, web.casebook, common)
    return Fragment(below.html, (*below.headings, *_connected(entry, shown)))


def _connected(entry: Entry, shown: Connections) -> Iterator[tuple[str, str]]:
    """Yield the headings of what connects a page to others, for the contents list."""
    if entry.kind == "page":
        return
    if entry.texts("related"):
        yield "other-themes", "Other themes"
    if shown.evidence:
        yield "evidence-for", "Bears on these questions"
    if shown.related:
        yield "read-next", "Read next"
    if shown.backlinks:
        yield "what-links-here", "What links here"


def _own_tail(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return what only pages of this kind have below their text."""
    match entry.kind:
        case "case-study":
            rest = (f.name for f in CASE_STUDY.shown if f.name not in _IN_THE_HEAD)
            return _render(
                "case-study.html",
                (("what-is-stated", "What it took"),),
                facts=facts(entry, rest),
                **common,
            )
        case "theme":
            return _theme(entry, casebook, common)
        case "organisation":
            studies = tuple(Tagged(study) for study in casebook.stories.get(entry.slug, ()))
            groups = (Group("case-studies", "Case studies", studies),) if studies else ()
            return _groups("organisation.html", groups, common)
        case "chapter" | "question-list":
            before, after = _neighbours(entry, casebook.of_kind(entry.kind))
            whole = casebook.index_page("print-guide") if entry.kind == "chapter" else None
            return _render("chapter.html", previous=before, following=after, whole=whole, **common)
        case _:
            index = entry["index"]
            return (
                INDEXES[str(index)](casebook, common) if index else _render("page.html", **common)
            )


def redirect(entry: Entry, link: Link) -> str:
    """Return a page that leads to an entry's page, without a script."""
    return _render("redirect.html", entry=entry, address=link.to(entry)).html


def mend_frame(html: str) -> str:
    """Return a page without an attribute that Material gives to its checkboxes, and HTML forbids.

    >>> mend_frame('<input type="checkbox" id="__search" autocomplete="off">')
    '<input type="checkbox" id="__search">'
    """
    return _CHECKBOX.sub(r"\1", html)


def fill_questions(text: str, entry: Entry, web: Web, link: Link) -> str:
    """Return a page's text with, below each question, who refers to it."""

    def fill(place: re.Match[str]) -> str:
        backlinks = question_backlinks(entry, place[1], web)
        return _render("question.html", backlinks=backlinks, link=link).html if backlinks else ""

    return PLACE_FOR_BACKLINKS.sub(fill, text)


def _theme(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    labels = {"chapter": "In the guide", "case-study": "Case studies", "question-list": "Questions"}
    filed = casebook.filed.get(entry.slug, ())
    groups = tuple(
        Group(f"filed-{kind}", label, things)
        for kind, label in labels.items()
        if (things := tuple(thing for thing in filed if thing.entry.kind == kind))
    )
    return _groups(
        "theme.html",
        groups,
        common,
        narrower=casebook.narrower.get(entry.slug, ()),
        related=casebook.themes(entry.texts("related")),
    )


def _groups(
    template: str, groups: tuple[Group, ...], common: dict[str, Any], **values: object
) -> Fragment:
    headings = tuple((group.id, group.label) for group in groups)
    return _render(template, headings, groups=groups, **common, **values)


def _neighbours(entry: Entry, entries: tuple[Entry, ...]) -> tuple[Entry | None, Entry | None]:
    at = entries.index(entry)
    before = entries[at - 1] if at else None
    return before, entries[at + 1] if at + 1 < len(entries) else None


def theme_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each theme with the number of things filed under it."""
    return tuple(
        Count(theme.title, len(casebook.filed.get(theme.slug, ())), Target(theme.path))
        for theme in casebook.of_kind("theme")
    )


def study_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each theme that case studies have, with the number of case studies."""
    used = Counter(slug for study in casebook.of_kind("case-study") for slug in study.themes)
    return tuple(
        Count(theme.title, used[theme.slug], Target(theme.path, "filed-case-study"))
        for theme in casebook.of_kind("theme")
        if used[theme.slug]
    )


def type_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each type of trust with the number of case studies by trusts of that type."""
    index = casebook.index_page("organisation")
    if index is None:
        return ()
    used: Counter[str] = Counter()
    for study in casebook.of_kind("case-study"):
        organisation = casebook.entry("organisation", str(study["organisation"]))
        used.update(organisation.texts("type") if organisation else ())
    return tuple(
        Count(label, used[slug], Target(index.path, f"type-{slug}"))
        for slug, label in TRUST_TYPES.items()
        if used[slug]
    )


def _home(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return _render(
        "home.html",
        (("themes", "Themes"), ("types-of-trust", "Types of trust"), ("newest", "Newest")),
        themes=theme_counts(casebook),
        types=type_counts(casebook),
        studies=_with_owners(casebook.of_kind("case-study")[:NEWEST_SHOWN], casebook),
        all_studies=casebook.index_page("case-study"),
        total=len(casebook.of_kind("case-study")),
        **common,
    )


def _study_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    studies = casebook.of_kind("case-study")
    return _render(
        "index-case-study.html",
        (("all", "All case studies"),),
        studies=_with_owners(studies, casebook),
        themes=study_counts(casebook),
        types=type_counts(casebook),
        **common,
    )


def _with_owners(
    studies: Iterable[Entry], casebook: Casebook
) -> tuple[tuple[Entry, Entry | None, tuple[Entry, ...]], ...]:
    """Return each case study with its organisation and its themes."""
    return tuple(
        (
            study,
            casebook.entry("organisation", str(study["organisation"])),
            casebook.themes(study.themes),
        )
        for study in studies
    )


def _theme_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    themes = [
        (theme, Counter(thing.entry.kind for thing in casebook.filed.get(theme.slug, ())))
        for theme in casebook.of_kind("theme")
    ]
    return _render("index-theme.html", themes=themes, **common)


def _question_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    groups = tuple((entry, questions(entry)) for entry in casebook.of_kind("question-list"))
    return _render(
        "index-question-list.html",
        tuple((entry.slug, entry.title) for entry, _questions in groups),
        groups=groups,
        themes=casebook.by_slug,
        **common,
    )


def _organisation_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    organisations = casebook.of_kind("organisation")
    groups = tuple(
        (f"type-{slug}", label, members)
        for slug, label in TRUST_TYPES.items()
        if (members := [item for item in organisations if slug in item.texts("type")])
    )
    return _render(
        "index-organisation.html",
        tuple((ident, label) for ident, label, _members in groups),
        groups=groups,
        stories=casebook.stories,
        **common,
    )


def _chapter_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return _render("index-chapter.html", chapters=casebook.of_kind("chapter"), **common)


def _coverage(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return _render(
        "index-coverage.html",
        (("by-kind", "Themes by kind"), ("by-type-of-trust", "Case studies by type of trust")),
        coverage=cover(casebook),
        kind_names=("Parts of the guide", "Case studies", "Questions"),
        types=TRUST_TYPES,
        type_slugs=TYPES_COUNTED,
        target=Target,
        contribute=casebook.index_page("contribute"),
        **common,
    )


def _contribute(_casebook: Casebook, common: dict[str, Any]) -> Fragment:
    fields = [
        {
            "name": item.name,
            "label": item.label,
            "help": item.help,
            "example": item.example,
            "required": item.required,
            "options": tuple(_options(item).items()),
        }
        for item in CASE_STUDY.fields.fields
    ]
    headings = (("fields", "The fields of a case study"),)
    return _render("index-contribute.html", headings, fields=fields, **common)


def _print_guide(_casebook: Casebook, _common: dict[str, Any]) -> Fragment:
    """Return nothing: :func:`print_guide` fills the page, once all chapters have been read."""
    return Fragment("")


def print_guide(casebook: Casebook, texts: Mapping[str, str], link: Link, place: str) -> str:
    """Return the texts of all chapters in order; ``place`` is the address of the page to be."""
    parts = [
        (
            chapter,
            Markup(  # noqa: S704 - the host has rendered it, like the text of any page
                moved(
                    texts[chapter.path],
                    address=link.addresses[chapter.path],
                    to=place,
                    prefix=chapter.slug,
                )
            ),
        )
        for chapter in casebook.of_kind("chapter")
        if chapter.path in texts
    ]
    return _render("print-guide.html", parts=parts, link=link).html


INDEXES: Mapping[str, Callable[[Casebook, dict[str, Any]], Fragment]] = {
    "home": _home,
    "case-study": _study_index,
    "theme": _theme_index,
    "question-list": _question_index,
    "organisation": _organisation_index,
    "chapter": _chapter_index,
    "coverage": _coverage,
    "contribute": _contribute,
    "print-guide": _print_guide,
}


def _render(
    template: str, headings: tuple[tuple[str, str], ...] = (), **values: object
) -> Fragment:
    return Fragment(environment().get_template(template).render(**values), headings)
