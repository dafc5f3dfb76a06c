"""Papers: the texts of many pages on one, of which a reader prints all or the parts they choose.

Choosing needs no script. Each part has a box to tick and an id: once one part is ticked or led to,
the style sheet keeps the others off paper. So a link to a part prints that part alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_casebook.links.backlinks import Backlink
from mkdocs_casebook.links.crosslinks import Web, question_backlinks
from mkdocs_casebook.model import Entry, Section, Target
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import HEAD_FACTS, Fact, Link, facts, facts_below, owner_facts
from mkdocs_casebook.render.gathered import moved
from mkdocs_casebook.render.sections import divide

PAPERS: Mapping[str, str] = {
    "print-guide": "chapter",
    "print-case-studies": "case-study",
    "print-questions": "question-list",
}
"""The kind of entry that each index gathers."""

MOST_EVIDENCE = 3
"""Places below a question on paper: with the answers and room to write, they fill a sheet."""

_QUESTION = re.compile(
    r'<section class="cb-section cb-question">.*?(<div class="cb-section__body">)\s*'
    r'<h2[^>]*? id="([^"]+)".*?</h2>(.*?)</section>',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper."""

    id: str
    title: str
    entry: Entry
    text: Markup
    target: Target
    label: str = ""
    facts: tuple[Fact, ...] = ()
    stated: tuple[Fact, ...] = ()
    evidence: tuple[Backlink, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper is on the web; both are written on it."""

    address: str
    """The address of the page from the root of the site."""

    site_url: str = ""


def printed_kinds(casebook: Casebook) -> frozenset[str]:
    """Return the kinds whose texts some page of the site gathers, and which must be kept."""
    return frozenset(kind for index, kind in PAPERS.items() if casebook.index_page(index))


def draw_paper(entry: Entry, web: Web, texts: Mapping[str, str], link: Link, place: Place) -> str:
    """Return the parts that a page gathers. ``texts`` are those of whole pages by path."""
    kind = PAPERS[str(entry["index"])]
    of_kind = [one for one in web.casebook.of_kind(kind) if one.path in texts]
    parts = [part for one in of_kind for part in _parts(one, texts[one.path], web, link, place)]
    site = place.site_url.partition("://")[2].rstrip("/")
    base = f"{site}/" if site else ""
    return render("paper.html", parts=parts, link=link, base=base, kind=kind).html


def _parts(entry: Entry, text: str, web: Web, link: Link, place: Place) -> Iterator[Part]:
    # Here the whole part has the id of its question, so links to questions stay as they are.
    titles: dict[str, Section] = {section.id: section for section in entry.sections}
    prefix = f"part-{entry.slug}"
    own = re.compile(rf'href="#{prefix}-({"|".join(titles)})"')

    def here(html: str) -> Markup:
        address = link.addresses[entry.path]
        there = moved(html, address=address, to=place.address, prefix=prefix)
        if entry.kind == "question-list":
            there = own.sub(r'href="#\1"', there)
        return Markup(there)  # noqa: S704 - the host has rendered it, like any page's text

    match entry.kind:
        case "question-list":
            for number, (start, ident, rest) in enumerate(
                _QUESTION.findall(divide(text, entry)), 1
            ):
                yield Part(
                    ident,
                    titles[ident].title,
                    entry,
                    here(start + rest),
                    Target(entry.path, ident),
                    f"{entry.title}, {number} ({ident})",
                    evidence=question_backlinks(ident, web).shown[:MOST_EVIDENCE],
                )
        case "case-study":
            yield _case_study(entry, here(divide(text, entry)), web.casebook)
        case _:
            label = str(entry["label"] or "")
            shown = label if label != entry.title else ""
            yield Part(
                entry.slug, entry.title, entry, here(divide(text, entry)), Target(entry.path), shown
            )


def _case_study(entry: Entry, text: Markup, casebook: Casebook) -> Part:
    owner = casebook.entry("organisation", str(entry["organisation"]))
    return Part(
        entry.slug,
        entry.title,
        entry,
        text,
        Target(entry.path),
        str(owner["short-name"] or owner.title) if owner else "",
        (*owner_facts(entry, casebook), *facts(entry, HEAD_FACTS)),
        facts_below(entry),
    )
