"""What people who filled in a form are told: by the labels of the form, not by lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.core.problems import Problem, quote, some
from mkdocs_casebook.core.summary import for_markdown
from mkdocs_casebook.forms.inputs import Input, Shape

_PLACE = re.compile(r"([\w-]+)(?:\[(\d+)\])?(?:\.([\w-]+))?")
_PART = re.compile(r"^## .*\{#([\w-]+)\}$")

_HOW_TO_MEND = (
    "To mend them, open the menu “…” at the top right of your first text and choose Edit. Your "
    "answers stand there under the headings of the form. When you have saved it, write a comment "
    "here, and it is looked at again."
)


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to mend in a form."""

    label: str
    """The label of the input, as the form shows it."""

    text: str
    """What is wrong, how to mend it and an example, as sentences; it starts in small letters."""

    def __str__(self) -> str:
        """Return the remark on one line."""
        return f"{self.label}: {self.text}"


def missing(inputs: Iterable[Input], answers: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark for each input that must be answered and is not."""
    for one in inputs:
        if one.required and not answers.get(one.id, "").strip():
            yield Remark(one.label, f"nothing is {_how_it_is_filled(one)}. {what_to_write(one)}")


def _how_it_is_filled(one: Input) -> str:
    return "chosen" if one.shape in {Shape.CHOICE, Shape.CHOICES} else "filled in"


def what_to_write(one: Input) -> str:
    """Return what an input wants, as sentences with an example of right."""
    if one.options:
        return f"Choose from: {', '.join(one.options.values())}."
    example = f" For example: {one.example.removesuffix('.')}." if one.example else ""
    return f"{one.help}{example}"


def unknown_entry(one: Input, name: str, near: str, about: Sequence[Input]) -> Remark:
    """Return the remark on the name of an entry that is not there yet, and not described."""
    guess = f"Did you mean {quote(near)}? " if near else ""
    needed = " and ".join(quote(other.label) for other in about)
    return Remark(
        one.label,
        f"there is no page for {quote(name)} here yet. {guess}If it is new, fill in {needed} too, "
        "and its page is made.",
    )


def of_problems(
    problems: Iterable[Problem], files: Mapping[str, str], inputs: Sequence[Input]
) -> Iterator[Remark]:
    """Yield what the check has found in drafted files, in the words of the form.

    ``files`` gives their texts by path.
    """
    for problem in problems:
        one, item = _input_at(problem, files[problem.where.path], inputs)
        label = one.label if one else "Your story"
        which = f"line {item} of the list: " if item else ""
        text = problem.message
        if one and one.options and problem.code.startswith("unknown-"):
            text = f"{problem.found}. {what_to_write(one)}"
        elif one and one.columns and problem.code == "missing-field":
            column = problem.where.field.rpartition(".")[2]
            text = f"the {column} is missing. {what_to_write(one)}"
        yield Remark(label, which + text)


def _input_at(problem: Problem, text: str, inputs: Sequence[Input]) -> tuple[Input | None, str]:
    """Return the input whose answer has a problem, and the number of the item of its list."""
    lines = text.split("\n")
    part = next(
        (
            found[1]
            for line in reversed(lines[: problem.where.line])
            if (found := _PART.match(line))
        ),
        "",
    )
    match = _PLACE.match(problem.where.field)
    names = (part,) if part else ((match[1], match[3]) if match else ())
    for one in inputs:
        if names and (one.place == names or one.place == names[:1]):
            is_list = one.shape in {Shape.LINES, Shape.ROWS}
            return one, (match[2] or "") if match and is_list else ""
    return None, ""


def as_reply(remarks: Sequence[Remark]) -> str:
    """Return all remarks as a comment in the Markdown of a code host."""
    count = some(len(remarks), "thing needs", "things need")
    lines = [
        f"Thank you for your story. {count} mending before it can go on:",
        "",
        *(
            f"{number}. **{for_markdown(remark.label)}**: {for_markdown(remark.text)}"
            for number, remark in enumerate(remarks, 1)
        ),
        "",
        _HOW_TO_MEND,
        "",
    ]
    return "\n".join(lines)
