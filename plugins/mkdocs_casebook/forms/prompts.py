"""Ask a person at a terminal, one question after another, until each answer will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.forms.answers import draft_entry, read_answer
from mkdocs_casebook.forms.context import FormContext, source_of
from mkdocs_casebook.forms.form_errors import errors_of, what_to_write
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.schema.validate import validate


def interview(
    kind: str,
    given: Mapping[str, str],
    context: FormContext,
    ask: Callable[[str], str],
    say: Callable[[str], None],
) -> Mapping[str, str]:
    """Return the answers to all that must be there, beside those that are given.

    ``ask`` shows a prompt and returns a line; ``say`` shows a text. A blank line leaves a question
    for later. Parts of the story are not asked for: nobody writes those at a prompt.
    """
    answers = dict(given)
    inputs = context.inputs(kind)
    for one in inputs:
        wanted = one.required and one.shape is not Shape.PART
        if one.describes:
            # What a new entry needs is asked where a name was given that is not there yet.
            names = [answers.get(o.id, "") for o in inputs if o.refers_to == one.describes]
            known = context.vocabulary.named
            wanted = any(name and not known(one.describes, name) for name in names)
        if one.id in answers or not wanted:
            continue
        say(f"\n{one.label}. {what_to_write(one)}")
        for number, label in enumerate(one.options.values(), 1):
            say(f"  {number:>2}  {label}")
        while answer := _answer(one, ask):
            errors = _errors_in(one, answer, kind, context)
            if not errors:
                answers[one.id] = answer
                break
            for text in errors:
                say(f"  That will not do: {text}")
    return answers


def _answer(one: Input, ask: Callable[[str], str]) -> str:
    """Return what was typed; numbers of options stand for their words."""
    lines: list[str] = []
    while line := ask("> (or Enter to go on) " if lines else "> ").strip():
        lines.append(_in_words(one, line))
        if one.options or not one.is_list:
            break
    return "\n".join(lines)


def _in_words(one: Input, line: str) -> str:
    """Return an answer with the words of each option that was given by its number."""
    labels = list(one.options.values())
    words = line.replace(",", " ").split()
    if labels and words and all(map(str.isdigit, words)):
        return ", ".join(_numbered(labels, word) for word in words)
    return ", ".join(_numbered(labels, word.strip()) for word in line.split(","))


def _numbered(labels: Sequence[str], word: str) -> str:
    """Return the option of a number; any other word as it is."""
    is_number = word.isdecimal() and 0 < int(word) <= len(labels)
    return labels[int(word) - 1] if is_number else word


def _errors_in(one: Input, answer: str, kind: str, context: FormContext) -> list[str]:
    """Return what is wrong with one answer, as sentences; nothing about those not yet given."""
    # A name that is not there yet may be a new one: what it needs is asked next.
    if one.names_entry:
        return []
    if one.options:
        read = read_answer(one, answer, context.vocabulary)
        unknown = [
            word for word in ([read] if isinstance(read, str) else read) if word not in one.options
        ]
        return [f"{quote(str(word))} is none of these. {what_to_write(one)}" for word in unknown]
    # Whatever day it is added on.
    draft = draft_entry(kind, {one.id: answer}, context, date.min)[-1]
    source = source_of(draft, context)
    text = source.content.decode()
    document, _unreadable = parse(source.path, text)
    _entry, problems = validate(source, document, context.files.schema, context.vocabulary)
    about = [item for item in problems if item.code not in {"missing-field", "still-to-write"}]
    errors = errors_of(about, {source.path: text}, context.inputs(kind))
    return [error.text for error in errors if error.label == one.label]
