"""From a casebook to HTML fragments: what stands below the text of each page, and around it.

Counting and sorting happen here; the templates only lay out. What fragments are made of is in
:mod:`mkdocs_casebook.render.fragments`, and lists that can be narrowed are in
:mod:`mkdocs_casebook.render.indexes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from mkdocs_casebook.doors.guide import guide_to
from mkdocs_casebook.imprint.licences import LICENCES, Licence
from mkdocs_casebook.links.crosslinks import Connections, Web, connections, question_backlinks
from mkdocs_casebook.lists.coverage import TYPES_COUNTED, cover
from mkdocs_casebook.lists.facets import facets_of
from mkdocs_casebook.lists.listings import folder_of, list_index
from mkdocs_casebook.lists.newest import by_month, newest
from mkdocs_casebook.lists.thanks import find_thanked
from mkdocs_casebook.model import Entry, Tagged, Target
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.render.connected import draw_backlinks, draw_connections, draw_groups
from mkdocs_casebook.render.dictionary import data_dictionary
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Count, Fragment, Group, Link, facts_below
from mkdocs_casebook.render.indexes import draw_listing
from mkdocs_casebook.render.papers import PAPERS
from mkdocs_casebook.render.parts import anchor, fact_list, review
from mkdocs_casebook.render.sections import divide
from mkdocs_casebook.schema.kinds import (
    CASE_STUDY,
    LISTINGS,
    TRUST_TYPES,
    own_kinds,
)

NEWEST_SHOWN = 5
"""Case studies that the home page lists."""


def connected(entry: Entry, web: Web, link: Link) -> Fragment:
    """Return what connects a page to others: questions, what to read next, who refers to it."""
    shown = connections(entry, web)
    return Fragment(draw_connections(shown, link), tuple(_headings(entry, shown)))


def tail(entry: Entry, casebook: Casebook, link: Link, connecting: Fragment) -> Fragment:
    """Return what stands below the text: what is not known, what is filed here, where next."""
    common: dict[str, Any] = {
        "entry": entry,
        "link": link,
        "connected": Markup(connecting.html),  # noqa: S704 - drawn above
    }
    below = _own_tail(entry, casebook, common)
    headings = (*below.headings, *connecting.headings)
    return Fragment(f"{below.html}{credit_origin(entry)}", headings)


def credit_origin(entry: Entry) -> str:
    """Return the line that credits a content pack, or what a page was adapted from."""
    origin = entry.origin
    if origin is not None and origin.pack:
        licence = LICENCES.get(origin.licence)
        said = _credited(f"{origin.name}: {entry.title}", origin.holder, licence)
        address, version = origin.address, origin.version
    elif isinstance(adapted := entry["adapted-from"], Mapping) and "title" in adapted:
        licence = LICENCES.get(str(adapted.get("licence", "")))
        work = _credited(str(adapted["title"]), str(adapted.get("holder", "")), licence)
        said, version = f"Adapted from {work}", str(adapted.get("version", ""))
        address = str(adapted.get("url", ""))
    else:
        return ""
    return render("origin.html", address=address, version=version, said=said, licence=licence).html


def _credited(work: str, holder: str, licence: Licence | None) -> str:
    return licence.credit(work, holder) if licence else f"“{work}” by {holder}."


def _headings(entry: Entry, shown: Connections) -> Iterator[tuple[str, str]]:
    """Yield the headings of what connects a page to others, for the contents list."""
    if entry.kind == "page":
        return
    if entry.texts("related"):
        yield "other-themes", "Other themes"
    if shown.evidence:
        yield "evidence-for", "Bears on these questions"
    if shown.related:
        yield "read-next", "Read next"
    if shown.incoming.number:
        yield "what-links-here", "What links here"


def _own_tail(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return what only pages of this kind have below their text."""
    match entry.kind:
        case "case-study":
            return _case_study(entry, casebook, common)
        case "theme":
            return _theme(entry, casebook, common)
        case "organisation":
            studies = tuple(Tagged(study) for study in casebook.stories.get(entry.slug, ()))
            groups = (Group("case-studies", "Case studies", studies),) if studies else ()
            return _groups("organisation.html", groups, common)
        case "chapter" | "question-list":
            before, after = _neighbours(entry, casebook.of_kind(entry.kind))
            gathered = "print-guide" if entry.kind == "chapter" else "print-questions"
            paper = casebook.index_page(gathered)
            return render("chapter.html", previous=before, following=after, paper=paper, **common)
        case "page":
            name = str(entry["index"])
            index = _listing if name in LISTINGS.own else INDEXES.get(name)
            return index(casebook, common) if index else Fragment(review(entry))
        case _:
            return Fragment(f"{common['connected']}{review(entry)}")


def _case_study(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    link, there, paper = common["link"], elsewhere(entry), casebook.index_page("print-case-studies")
    covers = there is not None and bool(there.sections)
    covered = render("covers.html", elsewhere=there).html if covers else ""
    to_print = ""
    if paper:
        to_paper = anchor(
            "Print this case study, alone or with others", link(Target(paper.path, entry.slug))
        )
        to_print = f'<p class="cb-suggest" data-search-exclude>{to_paper}</p>\n'
    html = (
        f'{covered}<section class="cb-section">\n<div class="cb-section__label">'
        '<h2 id="what-is-stated">What it took</h2></div>\n<div class="cb-section__body">\n'
        f"{fact_list(facts_below(entry), link, 'cb-facts--stated')}</div>\n</section>\n"
        f"{common['connected']}{review(entry)}{to_print}"
    )
    covers_heading = (("what-it-covers", "What the case study covers"),) if covers else ()
    return Fragment(html, (*covers_heading, ("what-is-stated", "What it took")))


def body(text: str, entry: Entry, web: Web, link: Link) -> str:
    """Return a page's text in its sections; below each question, who refers to it and its paper."""
    paper = web.casebook.index_page("print-questions")

    def below(ident: str) -> str:
        incoming = question_backlinks(ident, web)
        on_paper = Target(paper.path, ident) if paper else None
        if not (incoming.number or paper):
            return ""
        drawn = draw_backlinks(incoming, link) if incoming.number else ""
        shown = render(
            "question.html", number=incoming.number, backlinks=drawn, on_paper=on_paper, link=link
        )
        return shown.html

    return divide(text, entry, below)


def _theme(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    labels = {"chapter": "In the guide", "case-study": "Case studies", "question-list": "Questions"}
    labels |= {kind.name: kind.plural for kind in own_kinds()}
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
        paper=casebook.index_page("print-questions"),
        asked=[
            thing.section.id
            for thing in filed
            if thing.section and thing.entry.kind == "question-list"
        ],
        narrower=casebook.narrower.get(entry.slug, ()),
        related=casebook.themes(entry.texts("related")),
    )


def _groups(
    template: str, groups: tuple[Group, ...], common: dict[str, Any], **values: object
) -> Fragment:
    headings = tuple((group.id, group.label) for group in groups)
    filed = draw_groups(groups, common["link"])
    return render(template, headings, filed=filed, **common, **values)


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


def type_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each type of trust with the number of case studies by trusts of that type."""
    index = casebook.index_page("case-study")
    if index is None or all(facet.name != "type" for facet in facets_of(index)):
        return ()
    used: Counter[str] = Counter()
    for study in casebook.of_kind("case-study"):
        organisation = casebook.entry("organisation", str(study["organisation"]))
        used.update(organisation.texts("type") if organisation else ())
    return tuple(
        Count(label, used[slug], Target(f"{folder_of(index)}/type/{slug}/index.md"))
        for slug, label in TRUST_TYPES.items()
        if used[slug]
    )


def _home(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return render(
        "home.html",
        (("themes", "Themes"), ("types-of-trust", "Types of trust"), ("newest", "Newest")),
        themes=theme_counts(casebook),
        types=type_counts(casebook),
        studies=_with_owners(casebook.of_kind("case-study")[:NEWEST_SHOWN], casebook),
        all_studies=casebook.index_page("case-study"),
        new=casebook.index_page("new"),
        total=len(casebook.of_kind("case-study")),
        **common,
    )


def _listing(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return a list that can be narrowed, by itself: a host that makes its pages draws them."""
    page = next(list_index(common["entry"], casebook).pages())
    return draw_listing(page, casebook, common["link"])


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
    return render("index-theme.html", themes=themes, **common)


def _organisation_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    organisations = casebook.of_kind("organisation")
    groups = tuple(
        (f"type-{slug}", label, members)
        for slug, label in TRUST_TYPES.items()
        if (members := [item for item in organisations if slug in item.texts("type")])
    )
    return render(
        "index-organisation.html",
        tuple((ident, label) for ident, label, _members in groups),
        groups=groups,
        stories=casebook.stories,
        **common,
    )


def _chapter_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return render("index-chapter.html", chapters=casebook.of_kind("chapter"), **common)


def _coverage(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    return render(
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
    headings = (
        ("fields", "Fields that must be there"),
        ("optional-fields", "Fields that may be left out"),
        ("parts", "Parts of the text"),
    )
    return render("index-contribute.html", headings, guide=guide_to(CASE_STUDY), **common)


def _contributors(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    thanked = find_thanked(casebook.by_path.values())
    headings = (("names", "Names"),) if thanked else ()
    return render("index-contributors.html", headings, thanked=thanked, **common)


def _new(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    months = by_month(newest(casebook))
    headings = tuple((f"{month:%Y-%m}", f"{month:%B %Y}") for month, _changes in months)
    return render("index-new.html", headings, months=months, **common)


def _paper(_casebook: Casebook, _common: dict[str, Any]) -> Fragment:
    """Return nothing: :func:`mkdocs_casebook.render.papers.draw_paper` fills the page later."""
    return Fragment("")


INDEXES: Mapping[str, Callable[[Casebook, dict[str, Any]], Fragment]] = {
    "home": _home,
    "case-study": _listing,
    "theme": _theme_index,
    "question-list": _listing,
    "organisation": _organisation_index,
    "chapter": _chapter_index,
    "coverage": _coverage,
    "contribute": _contribute,
    "contributors": _contributors,
    "section": _listing,
    "everything": _listing,
    "new": _new,
    **dict.fromkeys(PAPERS, _paper),
    "data": data_dictionary,
}
