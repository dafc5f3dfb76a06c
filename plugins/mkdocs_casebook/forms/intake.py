"""Turn a filled-in issue form into files, or into a list of what its author should mend.

A code host writes an issue form as third-level headings, each the label of an input, with the
answer below it; ``_No response_`` where there is none. Anybody may then edit the text, and an
answer may itself hold such headings, so the text is not to be trusted: only labels of the form
divide it, an answer that holds one is told and never guessed at, and what is too long is refused.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.answers import draft_entry
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.form_errors import FormError, as_reply, errors_of, missing_answers
from mkdocs_casebook.forms.inputs import CONFIRMATIONS, CONSENT, Input, Shape, describing

LARGEST_EVENT = 1024 * 1024
"""Bytes of the file that records what happened; with an issue of the longest body it has 300 KB."""

LONGEST_BODY = 65_536
"""Characters: as many as GitHub lets a body have."""

LONGEST_ANSWER = 20_000
"""Characters of one answer. The longest part of a story on the site has 2,500."""

_HEADING = re.compile(r"^###[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_NOTHING = frozenset({"", "_No response_", "None"})
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(|<img\b", re.IGNORECASE)
_TICKED = re.compile(r"^\s*[-*]\s+\[[xX]\]\s+(.+?)\s*$", re.MULTILINE)


class NotAnIssueError(Exception):
    """An event that holds no answers to the form. Its text is a plain sentence."""


def read_event(content: bytes) -> tuple[str, frozenset[str]]:
    """Return the body and the labels of the issue in a recorded event.

    Raises :class:`NotAnIssueError` if there is none.
    """
    if len(content) > LARGEST_EVENT:
        raise NotAnIssueError("The event is too large to be read.")
    try:
        event = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAnIssueError("The event cannot be read.") from error
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict) or not isinstance(body := issue.get("body"), str):
        raise NotAnIssueError("The event is not about an issue with a text.")
    if len(body) > LONGEST_BODY:
        raise NotAnIssueError("The text of the issue is too long to be read.")
    labels = issue.get("labels")
    named = (label.get("name") for label in labels or () if isinstance(label, dict))
    return body, frozenset(name for name in named if isinstance(name, str))


def read_issue(body: str, inputs: Sequence[Input]) -> tuple[dict[str, str], list[FormError]]:
    """Return the answers in an issue's body by input, and what is wrong with how it is filled in.

    Raises NotAnIssueError when not one heading of the form is there.
    """
    by_label = {one.label: one for one in inputs}
    pieces = list(_divide(without_invisible(body), {*by_label, CONSENT}))
    times = Counter(label for label, _answer in pieces)
    if not times.keys() & by_label:
        raise NotAnIssueError("The issue was not made with the form, so there is nothing to read.")
    answers: dict[str, str] = {}
    errors: list[FormError] = []
    for label, answer in pieces:
        one = by_label.get(label)
        if one is None:
            continue
        if times[label] == 1:
            errors += _check(one, answer)
        elif one.id not in answers:
            text = (
                f"the heading {quote(label)} is there {times[label]} times, so it is not clear "
                "where the answer starts. Delete ### in front of every one but the first, or write "
                "it another way."
            )
            errors.append(FormError(label, text))
        answers[one.id] = answer
    agreed = "\n".join(answer for label, answer in pieces if label == CONSENT)
    return answers, [*errors, *_not_agreed(agreed)]


def _divide(body: str, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each heading of the form with the answer below it; other headings are text."""
    found = [match for match in _HEADING.finditer(body) if match[1] in labels]
    ends = [*(match.start() for match in found[1:]), len(body)]
    for match, end in zip(found, ends, strict=False):
        answer = body[match.end() : end].strip()
        yield match[1], "" if answer in _NOTHING else answer


def _check(one: Input, answer: str) -> Iterator[FormError]:
    """Yield what no check of the file could tell: it would only see what became of the answer."""
    if len(answer) > LONGEST_ANSWER:
        over = len(answer) - LONGEST_ANSWER
        yield FormError(
            one.label,
            f"the answer has {len(answer):,} characters. Make it {over:,} shorter. It may have up "
            f"to {LONGEST_ANSWER:,}.",
        )
    if _PICTURE.search(answer):
        yield FormError(
            one.label,
            "a picture cannot be taken over from the form. Delete it here, and say in a comment "
            "that you have one: whoever looks after the site will ask you for it.",
        )
    if one.shape is Shape.LINE and "\n" in answer:
        yield FormError(one.label, "there is more than one line here. Write it in one line.")


def _not_agreed(answer: str) -> Iterator[FormError]:
    """Yield what has not been ticked. Only the form's own words count as agreeing."""
    ticked = {match[1] for match in _TICKED.finditer(answer)}
    for text in CONFIRMATIONS:
        if text not in ticked:
            yield FormError(
                CONSENT,
                f"{quote(text, 120)} is not ticked. If you can say so, edit the text and put an x "
                "between the square brackets in front of it, like this: [x].",
            )


@dataclass(frozen=True, slots=True)
class Intake:
    """New files, or what has to be mended first."""

    files: Mapping[str, str]
    """Texts of the new files by path; none while anything has to be mended."""

    errors: tuple[FormError, ...]
    reply: str
    """A comment for its author, in the Markdown of a code host."""


def take_in(body: str, kind: str, context: FormContext, today: date) -> Intake:
    """Return the files of an issue, or its errors; raise NotAnIssueError if it holds no form.

    Nothing is written. The same body, site and day give the same files.
    """
    inputs = context.inputs(kind)
    answers, ill_formed = read_issue(body, inputs)
    texts, problems = check_drafts(draft_entry(kind, answers, context, today), context)
    errors = [
        *missing_answers(inputs, answers),
        *_unknown_entries(inputs, answers, context),
        *ill_formed,
    ]
    told = {error.label for error in errors}
    # A field that was left blank, and one that could not be read, need not be told twice.
    errors += [error for error in errors_of(problems, texts, inputs) if error.label not in told]
    if not errors:
        return Intake(texts, (), _thanks(texts, inputs, answers))
    order = {one.label: number for number, one in enumerate(inputs)}
    errors.sort(key=lambda error: order.get(error.label, len(order)))
    return Intake({}, tuple(errors), as_reply(errors))


def _unknown_entries(
    inputs: Sequence[Input], answers: Mapping[str, str], context: FormContext
) -> Iterator[FormError]:
    """Yield an error for each named entry that is neither there nor described."""
    for one in inputs:
        about = describing(one, inputs)
        name = " ".join(answers.get(one.id, "").split())
        if not about or not name or context.vocabulary.named(one.refers_to, name):
            continue
        if all(answers.get(other.id, "").strip() for other in about):
            continue
        titles = context.titles.get(one.refers_to, {}).values()
        by_name = {title.casefold(): title for title in titles}
        near = context.vocabulary.nearest(name, by_name)
        guess = f"Did you mean {quote(by_name[near])}? " if near else ""
        needed = " and ".join(quote(other.label) for other in about)
        yield FormError(
            one.label,
            f"there is no page for {quote(name)} here yet. {guess}If it is new, fill in {needed} "
            "too, and its page is made.",
        )


def _thanks(texts: Mapping[str, str], inputs: Sequence[Input], answers: Mapping[str, str]) -> str:
    """Return the comment for a form in which nothing has to be mended."""
    *others, own = texts
    lines = ["Thank you for your story. Nothing has to be mended.", "", f"- New file: `{own}`"]
    lines += [f"- And, for an organisation that is new here: `{path}`" for path in others]
    blank = [
        for_markdown(one.label)
        for one in inputs
        if not one.describes and not answers.get(one.id) and one.shape is not Shape.PART
    ]
    if blank:
        note = "Readers are shown “Not stated” for what is left out."
        lines += ["", f"You may still add: {', '.join(blank)}. {note}"]
    return "\n".join([*lines, ""])
