"""Papers: the texts of many pages on one, of which a reader prints all or the parts they choose.

Choosing needs no script. Each part has a box to tick and an id: once one part is ticked or led to,
the style sheet keeps the others off paper. So a link to a part prints that part alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_casebook.core.model import Entry, Section, Target
from mkdocs_casebook.graph.backlinks import Backlink
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.connections import Web, question_backlinks
from mkdocs_casebook.render.embed import moved
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fact, Link, facts_above, facts_below, short_name
from mkdocs_casebook.render.sections import divide

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


def printed_kinds(casebook: Casebook) -> frozenset[str]:
    """Return the kinds whose texts some page of the site gathers, and which must be kept."""
    papers = casebook.schema.papers.items()
    return frozenset(kind.name for index, kind in papers if casebook.index_page(index))


def draw_paper(entry: Entry, web: Web, texts: Mapping[str, str], link: Link, site_url: str) -> str:
    """Return the parts that a page gathers. ``texts`` are those of whole pages by path."""
    kind = web.casebook.schema.papers[str(entry["index"])]
    of_kind = [one for one in web.casebook.of_kind(kind.name) if one.path in texts]
    draw = _questions if kind.has_questions else _whole
    parts = [part for one in of_kind for part in draw(one, texts[one.path], web, link)]
    site = site_url.partition("://")[2].rstrip("/")
    base = f"{site}/" if site else ""
    return render("paper.html", parts=parts, link=link, base=base, kind=kind).html


def _here(html: str, entry: Entry, link: Link) -> str:
    """Return the text of an entry with its links and ids as they are on the paper."""
    address = link.addresses[entry.path]
    return moved(html, address=address, to=link.address, prefix=f"part-{entry.slug}")


def _questions(entry: Entry, text: str, web: Web, link: Link) -> Iterator[Part]:
    """Yield each question of a list as a part of its own."""
    titles: dict[str, Section] = {section.id: section for section in entry.sections}
    # The whole part has the id of its question, so links to questions stay as they are.
    own = re.compile(rf'href="#part-{entry.slug}-({"|".join(titles)})"')
    found = _QUESTION.findall(divide(text, has_questions=True))
    for number, (start, ident, rest) in enumerate(found, 1):
        there = own.sub(r'href="#\1"', _here(start + rest, entry, link))
        yield Part(
            ident,
            titles[ident].title,
            entry,
            Markup(there),  # noqa: S704 - the host has rendered it, like any page's text
            Target(entry.path, ident),
            f"{entry.title}, {number} ({ident})",
            evidence=question_backlinks(ident, web).shown[:MOST_EVIDENCE],
        )


def _whole(entry: Entry, text: str, web: Web, link: Link) -> Iterator[Part]:
    """Yield an entry as one part, with its facts."""
    casebook = web.casebook
    label = short_name(casebook.owner(entry)) or str(entry["label"] or "")
    there = _here(divide(text, has_questions=False), entry, link)
    yield Part(
        entry.slug,
        entry.title,
        entry,
        Markup(there),  # noqa: S704 - as above
        Target(entry.path),
        label if label != entry.title else "",
        facts_above(entry, casebook),
        facts_below(entry, casebook),
    )
