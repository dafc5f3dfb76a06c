"""Turn a document into an entry: hold every field and every heading against its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from sys import intern

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.core.model import Entry, Source, Value
from mkdocs_casebook.core.problems import Problem, Severity, quote
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.marks import check_marks
from mkdocs_casebook.schema.section_checks import file_stem, read_sections
from mkdocs_casebook.schema.vocabulary import Vocabulary

_KNOWN_TO_HOSTS = frozenset({"title", "summary", "added", "reviewed"})
"""Fields that a page may have for another's sake than ours."""

_OF_HEADINGS = frozenset({"bad-braces", "bad-id", "duplicate-id", "unknown-attribute"})
"""What is told of headings, and what other sites may do with them."""

STILL_TO_WRITE = "Write here:"
"""How the blank files start each paragraph that their author is to replace."""


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
    values = _read_fields(document, kind, reading, lets_through=schema.lets_through)
    sections, questions = read_sections(document, kind, schema.taxonomy, reading)
    _check_body(document, kind, reading, has_questions=questions > 0)
    if kind.is_open and not schema.has_other_marks:
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
    told = map(_of_page, reading.problems) if kind.is_open else reading.problems
    return entry, tuple(told)


def _of_page(problem: Problem) -> Problem:
    """Return a problem as it is told of a page of no collection, which the host would build.

    Such pages were there before Casebook was. An error is what they get wrong of that alone.
    """
    is_theirs = problem.where.field in _KNOWN_TO_HOSTS and problem.code != "html-in-field"
    if is_theirs or problem.code in _OF_HEADINGS:
        return replace(problem, severity=Severity.NOTICE)
    return problem


def _read_fields(
    document: Document, kind: Kind, reading: Reading, *, lets_through: bool
) -> Mapping[str, Value]:
    """Return the values of the front matter; a kind that is open leaves other fields alone.

    So does every kind of a site that ``lets_through`` what is not declared.
    """
    if kind.is_open or (lets_through and document.has_front_matter):
        known = tuple(
            (name, node)
            for name, node in document.fields.fields
            if name.value in kind.fields.by_name
        )
        group = type(document.fields)(known, document.fields.line)
    elif not document.has_front_matter:
        reading.report_line(
            1,
            "front-matter-missing",
            f"the file is in the folder of {kind.plural.lower()} and has no fields at its top",
            fix="Start it with a line of ---, the fields, and another line of ---.",
            expected=f"It needs: {', '.join(f.name for f in kind.fields.fields if f.required)}.",
        )
        return {}
    else:
        group = document.fields
    return kind.fields.read_group(group, "", reading, document.unreadable)


def _check_body(document: Document, kind: Kind, reading: Reading, *, has_questions: bool) -> None:
    """Report a page that should say something and is blank, and a list without a question."""
    if STILL_TO_WRITE in document.body and not kind.is_open:
        _report_still_to_write(document, reading)
    # A file without a single field that could be read has a mistake that comes first.
    if kind.needs_text and document.fields.fields and not document.body.strip():
        reading.report_line(
            document.body_line,
            "empty-page",
            "there is no text below the second line of ---",
            fix="Write the text for readers there.",
            expected="It can start with a heading, for example: ## Context {#context}.",
        )
    elif kind.has_questions and not has_questions and document.fields.fields:
        reading.report_line(
            document.body_line,
            "no-questions",
            "the list has no question in it",
            fix="Start each question with ##.",
            expected=f"For example: ## Who decides? {{#{file_stem(reading)}-1}}.",
        )


def _report_still_to_write(document: Document, reading: Reading) -> None:
    """Report each paragraph that is still the template's own."""
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if line.lstrip("# ").startswith(STILL_TO_WRITE):
            reading.report_line(
                number,
                "still-to-write",
                f"{quote(line.lstrip('# '))} is still from the blank file",
                fix="Write your own text in its place, or delete it with the heading above it.",
            )
