"""From a filled-in issue form to files, or to the list of what its author should mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.answers import Answered, draft
from mkdocs_casebook.forms.context import Desk, check_drafts
from mkdocs_casebook.forms.form_errors import Remark, as_reply, missing, of_problems, unknown_entry
from mkdocs_casebook.forms.inputs import CONFIRMATIONS, Input, Shape
from mkdocs_casebook.forms.issue import read_issue


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of a form."""

    files: Mapping[str, str]
    """Texts of the new files by path; none while anything has to be mended."""

    remarks: tuple[Remark, ...]
    reply: str
    """A comment for its author, in the Markdown of a code host."""


def take_in(body: str, kind: str, desk: Desk, today: date) -> Intake:
    """Return what came of the body of an issue; raise NotAnIssueError if it holds no form.

    Nothing is written. The same body, site and day give the same files.
    """
    inputs = desk.inputs(kind)
    issue = read_issue(body, inputs, CONFIRMATIONS)
    drafts = draft(kind, Answered(inputs, issue.answers, desk.vocabulary, today))
    checked = check_drafts(drafts, desk)
    remarks = [
        *missing(inputs, issue.answers),
        *_not_there_yet(inputs, issue.answers, desk),
        *issue.remarks,
    ]
    told = {remark.label for remark in remarks}
    # A field that was left blank, and one that could not be read, need not be told twice.
    found = of_problems(checked.problems, checked.files, inputs)
    remarks += [remark for remark in found if remark.label not in told]
    if not remarks:
        return Intake(checked.files, (), _thanks(checked.files, inputs, issue.answers))
    order = [one.label for one in inputs]
    ordered = sorted(
        remarks, key=lambda r: order.index(r.label) if r.label in order else len(order)
    )
    return Intake({}, tuple(ordered), as_reply(ordered))


def _not_there_yet(inputs: Sequence[Input], answers: Mapping[str, str], desk: Desk) -> list[Remark]:
    """Return a remark for a named entry that is not there, unless what it needs is answered."""
    found = []
    for one in inputs:
        about = [other for other in inputs if other.describes == one.refers_to != ""]
        name = " ".join(answers.get(one.id, "").split())
        if not about or not name or desk.vocabulary.named(one.refers_to, name):
            continue
        if all(answers.get(other.id, "").strip() for other in about):
            continue
        known = desk.vocabulary.titles.get(one.refers_to, {})
        by_name = {title.casefold(): title for title in known.values()}
        near = desk.vocabulary.nearest(name, by_name)
        found.append(unknown_entry(one, name, by_name[near] if near else "", about))
    return found


def _thanks(files: Mapping[str, str], inputs: Sequence[Input], answers: Mapping[str, str]) -> str:
    """Return the comment for a form in which nothing has to be mended."""
    *others, own = files
    blank = [
        one.label
        for one in inputs
        if not one.describes and not answers.get(one.id) and one.shape is not Shape.PART
    ]
    lines = ["Thank you for your story. Nothing has to be mended.", "", f"- New file: `{own}`"]
    lines += [f"- And, for an organisation that is new here: `{path}`" for path in others]
    if blank:
        shown = ", ".join(for_markdown(label) for label in blank)
        lines += [
            "",
            f"You may still add: {shown}. Readers are shown “Not stated” for what is left out.",
        ]
    return "\n".join([*lines, ""])
