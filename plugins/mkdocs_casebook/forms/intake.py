"""Turn a filled-in issue form into files, or into a list of what its author should mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.answers import draft_entry
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.form_errors import FormError, as_reply, errors_of, missing_answers
from mkdocs_casebook.forms.inputs import Input, Shape, describing
from mkdocs_casebook.forms.issue import read_issue


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
