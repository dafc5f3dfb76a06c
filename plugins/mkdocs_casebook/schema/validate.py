"""From documents to entries: every field and every heading of one file held against its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from sys import intern

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.content.nodes import Text
from mkdocs_casebook.core.model import Entry, Section, Source, Value
from mkdocs_casebook.core.problems import Location, Problem, quote, visible
from mkdocs_casebook.safety.attributes import HEADING_ATTRIBUTES, is_reserved
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.marks import check_marks
from mkdocs_casebook.schema.sections import Heading, excerpt, headings, plain_text
from mkdocs_casebook.schema.vocabulary import QUESTION, Vocabulary

STILL_TO_WRITE = "Write here:"
"""How the blank files start each paragraph that their author is to replace."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_QUESTION_LEVEL = 2
_MARKS = ",;'\"“”\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
"""What authors put around a theme, or word processors make of quotation marks."""

_TWO = {"themes": '"governance risk"', "evidence-for": '"ten-1 ten-2"', "answers": '"ten-1 ten-2"'}
_BRACES = re.compile(r"\{:?\s*[#.]|\{[^}]*(?:themes|evidence-for|answers)=")
"""Braces that are still in the words of a heading, because the pattern for them did not fit."""


def validate(
    source: Source, document: Document, schema: Schema, vocabulary: Vocabulary
) -> tuple[Entry, tuple[Problem, ...]]:
    """Return the entry that a file holds, and every problem in it.

    The entry is returned even where there are problems, with whatever could be read, so that
    checks across files do not blame one file for another's mistake.
    """
    kind = schema[source.kind]
    is_packed = source.origin is not None and bool(source.origin.pack)
    reading = Reading(source.path, vocabulary, [], is_packed=is_packed)
    values = _read_fields(document, kind, reading)
    sections = _read_sections(document, kind, schema.taxonomy, reading)
    if kind.is_open:
        check_marks(document, reading)
    title = values.get("title", "")
    summary = values.get("summary", "")
    themes = values.get("themes", ())
    entry = Entry(
        kind=kind.name,
        slug=source.slug,
        path=source.path,
        address=source.address,
        title=str(title) or source.slug.replace("-", " ").capitalize(),
        summary=str(summary),
        themes=tuple(str(theme) for theme in themes) if isinstance(themes, tuple) else (),
        values=values,
        sections=sections,
        # Thousands of files have the same fields; one text for each name will do.
        lines={intern(name.value): name.line for name, _node in document.fields.fields},
        origin=source.origin,
    )
    return entry, tuple(reading.problems)


def _read_fields(document: Document, kind: Kind, reading: Reading) -> Mapping[str, Value]:
    """Return the values of the front matter; a kind that is open leaves other fields alone."""
    if kind.is_open:
        known = tuple(
            (name, node)
            for name, node in document.fields.fields
            if name.value in kind.fields.by_name
        )
        group = type(document.fields)(known, document.fields.line)
    elif not document.has_front_matter:
        reading.report(
            Text("", 1),
            "",
            "front-matter-missing",
            f"the file is in the folder of {kind.plural.lower()} and has no fields at its top",
            fix="Start it with a line of ---, the fields, and another line of ---.",
            expected=f"It needs: {', '.join(f.name for f in kind.fields.fields if f.required)}.",
        )
        return {}
    else:
        group = document.fields
    return kind.fields.read_group(group, "", reading, document.unreadable)


def _read_sections(
    document: Document, kind: Kind, taxonomy: str, reading: Reading
) -> tuple[Section, ...]:
    """Return the headings that can be linked to, and report those that should be and cannot."""
    first_with_id: dict[str, int] = {}
    sections: list[Section] = []
    questions = 0
    for heading in headings(document.body, document.body_line):
        if heading.level == 1 and not kind.is_open:
            _report_second_title(heading, reading)
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
                _report_missing_id(heading, reading, "question", f"{_stem(reading)}-{questions}")
            elif themes or evidence_for or answers:
                words = re.findall(r"[a-z0-9]+", heading.text.casefold())
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
    _check_body(document, kind, reading, has_questions=questions > 0)
    return tuple(sections)


def _check_body(document: Document, kind: Kind, reading: Reading, *, has_questions: bool) -> None:
    """Report a page that should say something and is blank, and a list without a question."""
    at = Text("", document.body_line)
    if STILL_TO_WRITE in document.body and not kind.is_open:
        _report_still_to_write(document, reading)
    # A file without a single field that could be read has a mistake that comes first.
    if kind.needs_text and document.fields.fields and not document.body.strip():
        reading.report(
            at,
            "",
            "empty-page",
            "there is no text below the second line of ---",
            fix="Write the text for readers there.",
            expected="It can start with a heading, for example: ## Context {#context}.",
        )
    elif kind.has_questions and not has_questions and document.fields.fields:
        reading.report(
            at,
            "",
            "no-questions",
            "the list has no question in it",
            fix="Start each question with ##.",
            expected=f"For example: ## Who decides? {{#{_stem(reading)}-1}}.",
        )


def _report_still_to_write(document: Document, reading: Reading) -> None:
    """Report each paragraph that is still the template's own."""
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if line.lstrip("# ").startswith(STILL_TO_WRITE):
            reading.report(
                Text("", number),
                "",
                "still-to-write",
                f"{quote(line.lstrip('# '))} is still from the blank file",
                fix="Write your own text in its place, or delete it with the heading above it.",
            )


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
        reading.report(
            Text("", heading.line),
            "",
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
        reading.report(
            Text("", heading.line),
            "",
            "bad-id",
            f"the name {quote(ident)} at the end of the heading cannot be part of a web address",
            fix="Use small letters, digits and single hyphens, starting with a letter.",
            expected=f"For example: {{#{_mended(ident)}}}.",
        )
    if ident in first_with_id:
        reading.report(
            Text("", heading.line),
            "",
            "duplicate-id",
            f"the heading on line {first_with_id[ident]} ends in {{#{visible(ident)}}} as well",
            fix="Change one of the two, so that a link can lead to each.",
            expected=f"For example: {{#{_mended(ident)}-2}}.",
        )
    first_with_id.setdefault(ident, heading.line)


def _report_reserved(ident: str, heading: Heading, reading: Reading) -> None:
    reading.report(
        Text("", heading.line),
        "",
        "reserved-name",
        f"{quote(f'#{ident}')} is an id that the page uses itself",
        fix="Choose another.",
        expected=f"For example: {{#our-{ident.replace('cb-', '')}}}.",
    )


def _mended(ident: str) -> str:
    """Return an id as it could be, or an example where nothing of it is left."""
    better = "-".join(re.findall(r"[a-z0-9]+", ident.casefold()))
    return better if _ID.fullmatch(better) else "what-we-did"


def _report_second_title(heading: Heading, reading: Reading) -> None:
    reading.report(
        Text("", heading.line),
        "",
        "second-title",
        f"{quote(heading.text)} is a second title beside the one at the top of the file",
        fix="Delete the line, or start it with ## to make it a section.",
    )


def _report_missing_id(heading: Heading, reading: Reading, what: str, example: str) -> None:
    reading.report(
        Text("", heading.line),
        "",
        f"{what}-without-id",
        f"the {what} has no name of its own that a link could lead to",
        fix=f"Add one at the end of its heading, in small letters: {{#{example}}}.",
    )


def _report_braces(heading: Heading, reading: Reading) -> None:
    reading.report(
        Text("", heading.line),
        "",
        "bad-braces",
        f"the curly brackets in {quote(heading.text)} would be shown to readers",
        fix="Put a space before them, and nothing after them on the line.",
        expected="For example: ## What we did {#what-we-did}.",
    )


def _stem(reading: Reading) -> str:
    """Return the name of the file in hand without its ending, which starts a question's id."""
    return PurePosixPath(reading.path).stem
