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
from mkdocs_casebook.forms.answers import draft_entry, likely, unused_answers, written
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.draft import Draft
from mkdocs_casebook.forms.form_errors import FormError, as_reply, errors_of, missing_answers
from mkdocs_casebook.forms.inputs import CONFIRMATIONS, CONSENT, Input, Shape, describing
from mkdocs_casebook.forms.texts import divide, say
from mkdocs_casebook.forms.words import left_out, text_pieces

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
        raise NotAnIssueError(say("event-too-large"))
    try:
        event = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAnIssueError(say("event-unreadable")) from error
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict) or not isinstance(body := issue.get("body"), str):
        raise NotAnIssueError(say("event-no-issue"))
    if len(body) > LONGEST_BODY:
        raise NotAnIssueError(say("event-too-long"))
    labels = issue.get("labels")
    named = (label.get("name") for label in labels or () if isinstance(label, dict))
    return body, frozenset(name for name in named if isinstance(name, str))


def read_issue(body: str, inputs: Sequence[Input]) -> tuple[dict[str, str], list[FormError]]:
    """Return the answers in an issue's body by input, and what is wrong with how it is filled in.

    Raises NotAnIssueError when not one heading of the form is there.
    """
    by_label = {one.label: one for one in inputs}
    labels = {*by_label, CONSENT}
    body = without_invisible(body)
    # Other headings are text.
    headings = [match for match in _HEADING.finditer(body) if match[1] in labels]
    pieces = [(match[1], said) for match, said in divide(body, headings) if match]
    pieces = [(label, "" if said.strip() in _NOTHING else said.strip()) for label, said in pieces]
    times = Counter(label for label, _answer in pieces)
    if not times.keys() & by_label:
        raise NotAnIssueError(say("event-no-form"))
    answers: dict[str, str] = {}
    errors: list[FormError] = []
    for label, answer in pieces:
        one = by_label.get(label)
        if one is None:
            continue
        if times[label] == 1:
            errors += _check(one, answer)
        elif one.id not in answers:
            text = say("repeated", label=quote(label), times=times[label])
            errors.append(FormError(label, text))
        answers[one.id] = answer
    agreed = "\n".join(answer for label, answer in pieces if label == CONSENT)
    return answers, [*errors, *_not_agreed(agreed)]


def _check(one: Input, answer: str) -> Iterator[FormError]:
    """Yield what no check of the file could tell: it would only see what became of the answer."""
    if len(answer) > LONGEST_ANSWER:
        values = {"length": len(answer), "over": len(answer) - LONGEST_ANSWER}
        yield FormError(one.label, say("too-long", **values, most=LONGEST_ANSWER))
    if _PICTURE.search(answer):
        yield FormError(one.label, say("picture"))
    if one.shape is Shape.LINE and "\n" in answer:
        yield FormError(one.label, say("several-lines"))


def _not_agreed(answer: str) -> Iterator[FormError]:
    """Yield what has not been ticked. Only the form's own words count as agreeing."""
    ticked = {match[1] for match in _TICKED.finditer(answer)}
    for text in CONFIRMATIONS:
        if text not in ticked:
            yield FormError(CONSENT, say("not-ticked", text=quote(text, 120)))


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
    drafts = draft_entry(kind, answers, context, today)
    checked = check_drafts(drafts, context)
    texts, problems = checked.texts, checked.errors
    rest = _left_out(body, inputs, answers, drafts, context)
    errors = [
        *missing_answers(inputs, answers),
        *_unknown_entries(inputs, answers, context),
        *_there_already(drafts[-1], inputs, context),
        *ill_formed,
    ]
    told = {error.label for error in errors}
    # A field that was left blank, and one that could not be read, need not be told twice.
    errors += [error for error in errors_of(problems, texts, inputs) if error.label not in told]
    said = "".join(f"- {for_markdown(found.message)}\n" for found in checked.details)
    details = say("personal", details=said) if said else ""
    if not errors:
        return Intake(texts, (), _thanks(texts, inputs, answers) + rest + details)
    order = {one.label: number for number, one in enumerate(inputs)}
    errors.sort(key=lambda error: order.get(error.label, len(order)))
    return Intake({}, tuple(errors), as_reply(errors) + details)


def _left_out(
    body: str,
    inputs: Sequence[Input],
    answers: Mapping[str, str],
    drafts: Sequence[Draft],
    context: FormContext,
) -> str:
    """Return what to say of words in the body that are in no file: blank where there are none."""
    about = [
        sentence for _one, sentence in unused_answers(inputs, answers, drafts, context.vocabulary)
    ]
    accounted = [
        *(one.label for one in inputs),
        CONSENT,
        *CONFIRMATIONS,
        *_NOTHING,
        *written(inputs, answers, drafts),
        *(answers.get(one.id, "") for one in inputs if one.describes),
    ]
    pieces = (piece for piece in text_pieces(without_invisible(body)) if piece.text not in _NOTHING)
    about += [
        say("left-out", place=one.place, text=one.text)
        for one in left_out(pieces, [*accounted, "x " * len(CONFIRMATIONS)])
    ]
    lines = "".join(f"- {for_markdown(sentence[0].upper() + sentence[1:])}\n" for sentence in about)
    near = _near(inputs, answers, context)
    said = "".join(f"\n{for_markdown(sentence)}\n" for sentence in near)
    return said + (say("thanks-left-out", lines=lines) if lines else "")


def _unknown_entries(
    inputs: Sequence[Input], answers: Mapping[str, str], context: FormContext
) -> Iterator[FormError]:
    """Yield an error for each named entry that is neither there nor described."""
    for one in inputs:
        about = describing(one, inputs)
        name = " ".join(answers.get(one.id, "").split())
        if not about or not name or context.vocabulary.named(one.refers_to, name):
            continue
        alike = likely(one.refers_to, name, context.vocabulary)
        if alike.same:
            same = quote(alike.same[0])
            yield FormError(one.label, say("same-entry", name=quote(name), same=same))
            continue
        if all(answers.get(other.id, "").strip() for other in about):
            continue
        titles = context.titles.get(one.refers_to, {}).values()
        by_name = {title.casefold(): title for title in titles}
        near = context.vocabulary.nearest(name, by_name)
        guesses = alike.near[:3] or ([by_name[near]] if near else [])
        guess = f"Did you mean {' or '.join(map(quote, guesses))}? " if guesses else ""
        needed = " and ".join(quote(other.label) for other in about)
        text = say("unknown-entry", name=quote(name), guess=guess, needed=needed)
        yield FormError(one.label, text)


def _there_already(
    draft: Draft, inputs: Sequence[Input], context: FormContext
) -> Iterator[FormError]:
    """Yield an error for a story that has the title of one that is there: it was sent twice."""
    path = context.with_title_of(draft)
    label = next((one.label for one in inputs if one.id == "title"), "")
    if path and label:
        yield FormError(label, say("same-title", path=path))


def _near(
    inputs: Sequence[Input], answers: Mapping[str, str], context: FormContext
) -> Iterator[str]:
    """Yield what to look at before a new entry is taken for one: others have nearly its name."""
    for one in inputs:
        name = " ".join(answers.get(one.id, "").split())
        if not describing(one, inputs) or context.vocabulary.named(one.refers_to, name):
            continue
        if near := likely(one.refers_to, name, context.vocabulary).near:
            yield say("near-entry", name=quote(name), near=" or ".join(map(quote, near[:3])))


def _thanks(texts: Mapping[str, str], inputs: Sequence[Input], answers: Mapping[str, str]) -> str:
    """Return the comment for a form in which nothing has to be mended."""
    *others, own = texts
    said = say("thanks", path=own)
    said += "".join(say("thanks-new", path=path) for path in others)
    blank = [
        for_markdown(one.label)
        for one in inputs
        if not one.describes and not answers.get(one.id) and one.shape is not Shape.PART
    ]
    return said + (say("thanks-blank", labels=", ".join(blank)) if blank else "")
