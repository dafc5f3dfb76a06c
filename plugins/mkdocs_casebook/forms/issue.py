"""From the body of an issue that a form has made to answers. The body is hostile until proven dull.

A code host writes an issue form as third-level headings, each the label of an input, with the
answer below it; ``_No response_`` where there is none. Anybody may then edit the text, and an
answer may itself hold such headings. So only labels of the form divide it, an answer that holds one
is told and never guessed at, and what is too long is not looked at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.forms.form_errors import Remark
from mkdocs_casebook.forms.inputs import Confirmation, Input, Shape

LARGEST_EVENT = 1024 * 1024
"""Bytes of the file that records what happened; with an issue of the longest body it has 300 KB."""

LONGEST_BODY = 65_536
"""Characters: as many as GitHub lets a body have."""

LONGEST_ANSWER = 20_000
"""Characters of one answer. The longest part of a story on the site has 2,500."""

CONSENT = "Before you send it"
"""The heading above what contributors agree to."""

_HEADING = re.compile(r"^###[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_NOTHING = frozenset({"", "_No response_", "None"})
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(|<img\b", re.IGNORECASE)
_TICKED = re.compile(r"^\s*[-*]\s+\[[xX]\]\s+(.+?)\s*$", re.MULTILINE)


class NotAnIssueError(Exception):
    """An event that holds no answers to the form. Its text is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What somebody has filled in."""

    answers: dict[str, str]
    """What was typed or chosen, by the id of the input; nothing for what was left blank."""

    remarks: tuple[Remark, ...]
    """What is wrong with the way in which it was filled in."""


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
    body = issue.get("body") if isinstance(issue, dict) else None
    if not isinstance(body, str):
        raise NotAnIssueError("The event is not about an issue with a text.")
    if len(body) > LONGEST_BODY:
        raise NotAnIssueError("The text of the issue is too long to be read.")
    labels = issue.get("labels") if isinstance(issue, dict) else None
    named = (label.get("name") for label in labels or () if isinstance(label, dict))
    return body, frozenset(name for name in named if isinstance(name, str))


def read_issue(
    body: str, inputs: Sequence[Input], confirmations: Sequence[Confirmation] = ()
) -> Issue:
    """Return the answers in an issue's body, and what is wrong with how it was filled in.

    Raises NotAnIssueError when not one heading of the form is there.
    """
    labels = {one.label: one for one in inputs}
    pieces = list(_divide(without_invisible(body), {*labels, CONSENT}))
    if not any(label in labels for label, _answer in pieces):
        raise NotAnIssueError("The issue was not made with the form, so there is nothing to read.")
    times = Counter(label for label, _answer in pieces)
    answers: dict[str, str] = {}
    remarks: list[Remark] = []
    for label, answer in pieces:
        if label not in labels:
            continue
        one = labels[label]
        if times[label] > 1:
            if one.id not in answers:
                remarks.append(
                    Remark(
                        label,
                        f"the heading {quote(label)} is there {times[label]} times, so it is not "
                        "clear where the answer starts. Delete ### in front of every one but the "
                        "first, or write it another way.",
                    )
                )
            answers[one.id] = answer
            continue
        answers[one.id] = answer
        remarks += _look_at(one, answer)
    return Issue(answers, (*remarks, *_not_agreed(pieces, confirmations)))


def _divide(body: str, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each heading of the form with the answer below it; other headings are text."""
    found = [match for match in _HEADING.finditer(body) if match[1] in labels]
    ends = [*(match.start() for match in found[1:]), len(body)]
    for match, end in zip(found, ends, strict=False):
        answer = body[match.end() : end].strip()
        yield match[1], "" if answer in _NOTHING else answer


def _look_at(one: Input, answer: str) -> Iterator[Remark]:
    """Yield what no check of the file could tell: it would only see what became of the answer."""
    if len(answer) > LONGEST_ANSWER:
        over = len(answer) - LONGEST_ANSWER
        yield Remark(
            one.label,
            f"the answer has {len(answer):,} characters. Make it {over:,} shorter. It may have up "
            f"to {LONGEST_ANSWER:,}.",
        )
    if _PICTURE.search(answer):
        yield Remark(
            one.label,
            "a picture cannot be taken over from the form. Delete it here, and say in a comment "
            "that you have one: whoever looks after the site will ask you for it.",
        )
    if one.shape is Shape.LINE and "\n" in answer:
        yield Remark(one.label, "there is more than one line here. Write it in one line.")


def _not_agreed(
    pieces: Sequence[tuple[str, str]], confirmations: Sequence[Confirmation]
) -> Iterator[Remark]:
    """Yield what has not been ticked. Only the form's own words count as agreeing."""
    under = "\n".join(answer for label, answer in pieces if label == CONSENT)
    ticked = {match[1] for match in _TICKED.finditer(under)}
    for item in confirmations:
        if item.text not in ticked:
            yield Remark(
                CONSENT,
                f"{quote(item.text, 120)} is not ticked. If you can say so, edit the text and put "
                "an x between the square brackets in front of it, like this: [x].",
            )
