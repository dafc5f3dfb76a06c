"""From documents to entries: every field and every heading of one file held against its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_casebook.fields import Reading
from mkdocs_casebook.frontmatter import Document, Text
from mkdocs_casebook.kinds import Kind, SectionRule
from mkdocs_casebook.model import Entry, Section, Source, Value
from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.sections import Heading, excerpt, headings, plain_text
from mkdocs_casebook.vocabulary import Vocabulary

HEADING_ATTRIBUTES = ("id", "themes")
"""What a heading may carry in braces."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NEEDS_TEXT = frozenset({"case-study", "chapter", "question-list"})
_QUESTION_LEVEL = 2


def validate(
    source: Source, document: Document, kind: Kind, vocabulary: Vocabulary
) -> tuple[Entry, tuple[Problem, ...]]:
    """Return the entry that a file holds, and every problem in it.

    The entry is returned even where there are problems, with whatever could be read, so that
    checks across files do not blame one file for another's mistake.
    """
    reading = Reading(source.path, vocabulary, [])
    values = _read_fields(document, kind, reading)
    sections = _read_sections(document, kind, reading)
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
        lines={name.value: name.line for name, _node in document.fields.fields},
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


def _read_sections(document: Document, kind: Kind, reading: Reading) -> tuple[Section, ...]:
    """Return the headings that can be linked to, and report those that should be and cannot."""
    first_with_id: dict[str, int] = {}
    sections: list[Section] = []
    found = False
    for heading in headings(document.body, document.body_line):
        found = True
        if heading.level == 1 and not kind.is_open:
            _report_second_title(heading, reading)
        themes = _read_themes(heading, reading)
        _check_attributes(heading, reading)
        is_question = kind.sections is SectionRule.QUESTIONS and heading.level == _QUESTION_LEVEL
        ident = heading.attributes.get("id", "")
        if not ident:
            if is_question or themes:
                _report_missing_id(heading, reading, is_question=is_question)
            continue
        _check_id(ident, heading, reading, first_with_id)
        wants_excerpt = bool(themes) or is_question
        sections.append(
            Section(
                id=ident,
                title=plain_text(heading.text),
                line=heading.line,
                level=heading.level,
                themes=themes,
                excerpt=excerpt(document.body, heading.start) if wants_excerpt else "",
            )
        )
    _check_body(document, kind, reading, has_headings=found)
    return tuple(sections)


def _check_body(document: Document, kind: Kind, reading: Reading, *, has_headings: bool) -> None:
    """Report a page that should say something and is blank, and a list without a question."""
    at = Text("", document.body_line)
    if kind.name in _NEEDS_TEXT and document.has_front_matter and not document.body.strip():
        reading.report(
            at, "", "empty-page", "there is no text below the fields", fix="Write the text there."
        )
    elif kind.sections is SectionRule.QUESTIONS and not has_headings:
        reading.report(
            at,
            "",
            "no-questions",
            "the list has no question in it",
            fix="Write each question as a heading.",
            expected='For example: ## Who decides? {#first-1 themes="governance"}.',
        )


def _read_themes(heading: Heading, reading: Reading) -> tuple[str, ...]:
    """Return the themes a heading names that exist; report the others."""
    known: list[str] = []
    for number, slug in enumerate(heading.attributes.get("themes", "").split(), 1):
        if reading.vocabulary.has("theme", slug):
            if slug not in known:
                known.append(slug)
            continue
        where = Location(reading.path, heading.line, f"themes[{number}]")
        reading.problems.append(reading.vocabulary.unknown("theme", slug.strip(","), where))
    return tuple(known)


def _check_attributes(heading: Heading, reading: Reading) -> None:
    """Report what stands in a heading's braces and means nothing."""
    for name, value in heading.attributes.items():
        if name in HEADING_ATTRIBUTES:
            continue
        if reading.vocabulary.has("theme", name):
            fix = 'Put all themes inside one pair of quotation marks: themes="governance risk".'
        else:
            meant = reading.vocabulary.nearest(name, HEADING_ATTRIBUTES)
            fix = f'Did you mean {meant}="{value}"?' if meant else "Delete it."
        reading.report(
            Text("", heading.line),
            "",
            "unknown-attribute",
            f"{quote(name)} in the braces after the heading means nothing",
            fix=fix,
        )


def _check_id(
    ident: str, heading: Heading, reading: Reading, first_with_id: dict[str, int]
) -> None:
    """Report an id that is badly formed, or taken by an earlier heading of the page."""
    at = Text("", heading.line)
    if not _ID.fullmatch(ident):
        reading.report(
            at,
            "",
            "bad-id",
            f"{quote(ident)} cannot be part of an address",
            fix="Use small letters, digits and single hyphens, starting with a letter.",
            expected="For example: {#what-we-did}.",
        )
    if ident in first_with_id:
        reading.report(
            at,
            "",
            "duplicate-id",
            f"{quote(ident)} is already the id of the heading on line {first_with_id[ident]}",
            fix="Give one of them another id.",
        )
    first_with_id.setdefault(ident, heading.line)


def _report_second_title(heading: Heading, reading: Reading) -> None:
    reading.report(
        Text("", heading.line),
        "",
        "second-title",
        f"{quote(heading.text)} is a second title",
        fix="Delete the line, or make it a section by starting it with ##.",
        expected="The title of the page is the field title.",
    )


def _report_missing_id(heading: Heading, reading: Reading, *, is_question: bool) -> None:
    words = re.findall(r"[a-z0-9]+", heading.text.casefold())
    example = "first-1" if is_question else "-".join(words[:3]) or "context"
    reading.report(
        Text("", heading.line),
        "",
        "question-without-id" if is_question else "section-without-id",
        f"the {'question' if is_question else 'section'} has no id, so nothing can link to it",
        fix=f"Add one at the end of the heading: {{#{example}}}.",
    )
