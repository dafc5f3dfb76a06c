"""Choose which of a page's references are told as backlinks, and what each is to its target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.references import Reference


class Relation(IntEnum):
    """What one page is to another, in the order readers see them."""

    EVIDENCE = 1
    """A section that says it gives evidence for a question."""

    ANSWER = 2
    """A section that says it answers a question."""

    RELATED = 3
    """A link between two of the same kind, such as from question to question."""

    MENTION = 4
    """Any other link, or the name of a theme in the text."""

    @property
    def label(self) -> str:
        """The words that readers see."""
        return ("Gives evidence", "Answers", "Related", "Mentions")[self - 1]


_Chosen = dict[tuple[str, str, str], tuple[Relation, Reference]]
"""By the section that refers, and the path and fragment of what it refers to."""


def choose(
    entry: Entry, references: Iterable[Reference], casebook: Casebook
) -> list[tuple[Relation, Reference]]:
    """Return what a page refers to, each thing once a section; what is on the page itself is not.

    Where a section refers to the same thing several times, the author's own link is kept before a
    name that was found, and the first before the others: one sentence is enough to judge by.
    """
    chosen: _Chosen = {}
    for reference in (*_declared(entry, casebook), *references):
        place = reference.section, reference.target, reference.fragment
        if reference.target != entry.path:
            found = _relation(entry, reference, casebook), reference
            if place not in chosen or _rank(*found) < _rank(*chosen[place]):
                chosen[place] = found
    _give_words(chosen)
    return list(chosen.values())


def _give_words(chosen: _Chosen) -> None:
    """Show a declared reference with the author's own words for it, wherever on the page they are.

    A page may say in its last section why an earlier one bears on a question. That sentence is
    worth more than the first of the section that bears on it, and is not shown twice.
    """
    silent = {
        (target, fragment): (section, target, fragment)
        for (section, target, fragment), (relation, reference) in chosen.items()
        if relation <= Relation.ANSWER and not reference.has_words
    }
    if not silent:
        return
    for place, (_, spoken) in list(chosen.items()):
        where = silent.get(place[1:])
        if where is None or where == place or spoken.is_mention or not spoken.has_words:
            continue
        relation, told = chosen[where]
        if not told.has_words:
            words = told._replace(text=spoken.text, start=spoken.start, end=spoken.end)
            chosen[where] = relation, words
        del chosen[place]


def _declared(entry: Entry, casebook: Casebook) -> Iterator[Reference]:
    """Yield what sections declare: which questions they give evidence for or answer."""
    for section in entry.sections:
        for ident in (*section.evidence_for, *section.answers):
            question = casebook.questions.get(ident)
            if question is not None:
                yield Reference(
                    source=entry.path,
                    section=section.id,
                    heading=section.title,
                    target=question.entry.path,
                    fragment=ident,
                    text=section.excerpt,
                )


def _relation(entry: Entry, reference: Reference, casebook: Casebook) -> Relation:
    if reference.is_mention:
        return Relation.MENTION
    for section in entry.sections:
        if section.id == reference.section and reference.fragment in section.evidence_for:
            return Relation.EVIDENCE
        if section.id == reference.section and reference.fragment in section.answers:
            return Relation.ANSWER
    target = casebook.by_path.get(reference.target)
    return Relation.RELATED if target and target.kind == entry.kind else Relation.MENTION


def _rank(relation: Relation, reference: Reference) -> tuple[int, bool, bool]:
    """Return how good a reference is for its place; a sentence with a link in it is best."""
    return relation, not reference.has_words, reference.is_mention
