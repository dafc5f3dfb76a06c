"""Read the headings of a document as sections, and report what is wrong with them."""

from __future__ import annotations

import re
from sys import intern

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.core.model import Section
from mkdocs_casebook.core.places import slug_at
from mkdocs_casebook.core.problems import Location, Problem, quote, visible
from mkdocs_casebook.core.spelling import slug_words
from mkdocs_casebook.safety.attributes import HEADING_ATTRIBUTES, is_reserved
from mkdocs_casebook.schema.kinds import Kind
from mkdocs_casebook.schema.reading import Reading
from mkdocs_casebook.schema.sections import Heading, excerpt, headings, plain_text
from mkdocs_casebook.schema.vocabulary import QUESTION

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_QUESTION_LEVEL = 2
_MARKS = ",;'\"“”\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
"""What authors put around a theme, or word processors make of quotation marks."""

_TWO = {"themes": '"governance risk"', "evidence-for": '"ten-1 ten-2"', "answers": '"ten-1 ten-2"'}
_BRACES = re.compile(r"\{:?\s*[#.]|\{[^}]*(?:themes|evidence-for|answers)=")
"""Braces that are still in the words of a heading, because the pattern for them did not fit."""


def read_sections(
    document: Document, kind: Kind, taxonomy: str, reading: Reading
) -> tuple[tuple[Section, ...], int]:
    """Return the headings that can be linked to, and how many are questions.

    Report those that should have an id and have none, and what is wrong with the others.
    """
    first_with_id: dict[str, int] = {}
    sections: list[Section] = []
    questions = 0
    for heading in headings(document.body, document.body_line):
        if heading.level == 1 and not kind.is_open:
            found = f"{quote(heading.text)} is a second title beside the one at the top of the file"
            fix = "Delete the line, or start it with ## to make it a section."
            reading.report_line(heading.line, "second-title", found, fix=fix)
        themes = _read_names(heading, "themes", taxonomy, reading)
        evidence_for = _read_names(heading, "evidence-for", QUESTION, reading)
        answers = _read_names(heading, "answers", QUESTION, reading)
        _check_attributes(heading, taxonomy, reading)
        is_question = kind.has_questions and heading.level == _QUESTION_LEVEL
        questions += is_question
        if _BRACES.search(heading.text):
            _report_braces(heading, reading)
            continue
        ident = heading.attributes.get("id", "")
        if not ident:
            if is_question:
                _report_missing_id(
                    heading, reading, "question", f"{file_stem(reading)}-{questions}"
                )
            elif themes or evidence_for or answers:
                words = slug_words(heading.text)
                _report_missing_id(heading, reading, "section", "-".join(words[:3]) or "context")
            continue
        _check_id(ident, heading, reading, first_with_id)
        if is_reserved(ident, by_every_page=kind.is_open):
            _report_reserved(ident, heading, reading)
        wants_excerpt = bool(themes or evidence_for or answers) or is_question
        sections.append(
            Section(
                id=ident,
                title=plain_text(heading.text),
                line=heading.line,
                level=heading.level,
                themes=themes,
                evidence_for=evidence_for,
                answers=answers,
                excerpt=excerpt(document.body, heading.start) if wants_excerpt else "",
            )
        )
    return tuple(sections), questions


def _read_names(heading: Heading, attribute: str, kind: str, reading: Reading) -> tuple[str, ...]:
    """Return the themes or questions that a heading's attribute names; report unknown ones."""
    given = heading.attributes.get(attribute)
    if not given:
        return ()
    known: list[str] = []
    for number, slug in enumerate(given.split(), 1):
        if reading.is_packed and reading.vocabulary.is_gone(kind, slug):
            continue
        if reading.vocabulary.uses(kind, slug):
            known += [] if slug in known else [intern(slug)]
            continue
        where = Location(reading.path, heading.line, f"{attribute}[{number}]")
        bare = slug.strip(_MARKS)
        current, problem = reading.vocabulary.look_up(kind, slug, where)
        if current is not None:
            known += [] if current in known else [current]
            reading.problems += [problem] if problem else []
        elif bare != slug and reading.vocabulary.has(kind, bare):
            reading.problems.append(
                Problem(
                    where=where,
                    code=f"unknown-{kind}",
                    found=f"{quote(slug)} has a mark too many",
                    fix=f"Use straight quotation marks, and spaces between {kind}s, not commas.",
                    expected=f"For example: {attribute}={_TWO[attribute]}.",
                )
            )
        else:
            reading.problems.append(reading.vocabulary.unknown(kind, slug, where))
    return tuple(known)


def _check_attributes(heading: Heading, taxonomy: str, reading: Reading) -> None:
    """Report what stands in a heading's braces and means nothing."""
    for name, value in heading.attributes.items():
        if name in HEADING_ATTRIBUTES:
            continue
        if reading.vocabulary.has(taxonomy, name.strip(_MARKS)):
            fix = (
                f"Put all themes in one pair of straight quotation marks: themes={_TWO['themes']}."
            )
        else:
            meant = reading.vocabulary.nearest(name, HEADING_ATTRIBUTES)
            fix = f'Did you mean {meant}="{visible(value)}"?' if meant else "Delete it."
        reading.report_line(
            heading.line,
            "unknown-attribute",
            f"{quote(f'.{value}' if name == 'class' else name)} means nothing in the curly "
            "brackets of a heading",
            fix=fix,
        )


def _check_id(
    ident: str, heading: Heading, reading: Reading, first_with_id: dict[str, int]
) -> None:
    """Report an id that is badly formed, or taken by an earlier heading of the page."""
    if not _ID.fullmatch(ident):
        reading.report_line(
            heading.line,
            "bad-id",
            f"the name {quote(ident)} at the end of the heading is not in the form that links need",
            fix="Use small letters, digits and single hyphens, starting with a letter.",
            expected=f"For example: {{#{_mended(ident)}}}.",
        )
    if ident in first_with_id:
        reading.report_line(
            heading.line,
            "duplicate-id",
            f"the heading on line {first_with_id[ident]} ends in {{#{visible(ident)}}} as well",
            fix="Change one of the two, so that a link can lead to each.",
            expected=f"For example: {{#{_mended(ident)}-2}}.",
        )
    first_with_id.setdefault(ident, heading.line)


def _report_reserved(ident: str, heading: Heading, reading: Reading) -> None:
    reading.report_line(
        heading.line,
        "reserved-name",
        f"{quote(f'#{ident}')} is an id that the page uses itself",
        fix="Choose another.",
        expected=f"For example: {{#our-{ident.replace('cb-', '')}}}.",
    )


def _mended(ident: str) -> str:
    """Return an id as it could be, or an example where nothing of it is left."""
    better = "-".join(slug_words(ident.replace("_", "-")))
    return better if _ID.fullmatch(better) else "what-we-did"


def _report_missing_id(heading: Heading, reading: Reading, what: str, example: str) -> None:
    reading.report_line(
        heading.line,
        f"{what}-without-id",
        f"the {what} has no name of its own that a link could lead to",
        fix=f"Add one at the end of its heading, in small letters: {{#{example}}}.",
    )


def _report_braces(heading: Heading, reading: Reading) -> None:
    reading.report_line(
        heading.line,
        "bad-braces",
        f"the curly brackets in {quote(heading.text)} would be shown to readers",
        fix="Put a space before them, and nothing after them on the line.",
        expected="For example: ## What we did {#what-we-did}.",
    )


def file_stem(reading: Reading) -> str:
    """Return the name of the file in hand without its ending, which starts a question's id."""
    return slug_at(reading.path)
