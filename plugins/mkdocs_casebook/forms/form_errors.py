"""Tell people who filled in a form what is wrong, by the labels of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.api import Problem
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.forms.texts import say

_PLACE = re.compile(r"([\w-]+)(?:\[(\d+)\])?(?:\.([\w-]+))?")
_PART = re.compile(r"^## .*\{#([\w-]+)\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FormError:
    """One thing to mend in a form."""

    label: str
    """The label of the input, as the form shows it."""

    text: str
    """What is wrong, how to mend it and an example, as sentences; it starts in small letters."""


def missing_answers(inputs: Iterable[Input], answers: Mapping[str, str]) -> Iterator[FormError]:
    """Yield an error for each input that must be answered and is not."""
    for one in inputs:
        if one.required and not answers.get(one.id, "").strip():
            done = "chosen" if one.shape in {Shape.CHOICE, Shape.CHOICES} else "filled in"
            yield FormError(one.label, say("missing", done=done, what=what_to_write(one)))


def what_to_write(one: Input) -> str:
    """Return what an input wants, as sentences with an example of right."""
    if one.options:
        return f"Choose from: {', '.join(one.options.values())}."
    example = f" For example: {one.example.removesuffix('.')}." if one.example else ""
    return f"{one.help}{example}"


def errors_of(
    problems: Iterable[Problem], texts: Mapping[str, str], inputs: Sequence[Input]
) -> Iterator[FormError]:
    """Yield the problems of drafted files in the words of the form; ``texts`` are by path."""
    for problem in problems:
        one, item = _input_at(problem, texts[problem.where.path], inputs)
        text = problem.message
        if one and one.options and problem.code.startswith("unknown-"):
            text = f"{problem.found}. {what_to_write(one)}"
        elif one and one.columns and problem.code == "missing-field":
            column = problem.where.field.rpartition(".")[2]
            text = f"the {column} is missing. {what_to_write(one)}"
        which = f"line {item} of the list: " if item else ""
        yield FormError(one.label if one else "Your story", which + text)


def _input_at(problem: Problem, text: str, inputs: Sequence[Input]) -> tuple[Input | None, str]:
    """Return the input whose answer has a problem, and the number of the item of its list."""
    above = "\n".join(text.split("\n")[: problem.where.line])
    part = _PART.findall(above)[-1:]
    match = _PLACE.match(problem.where.field)
    names = tuple(part) or (match.group(1, 3) if match else ())
    for one in inputs:
        if names and one.place in {names, names[:1]}:
            is_list = one.shape in {Shape.LINES, Shape.ROWS}
            return one, (match[2] or "") if match and is_list else ""
    return None, ""


def as_reply(errors: Sequence[FormError]) -> str:
    """Return all errors as a comment in the Markdown of a code host."""
    lines = [
        f"{number}. **{for_markdown(error.label)}**: {for_markdown(error.text)}"
        for number, error in enumerate(errors, 1)
    ]
    things = some(len(errors), "thing needs", "things need")
    return say("to-mend", things=things, errors="\n".join(lines))
