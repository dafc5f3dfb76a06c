"""What a new site is asked: each answer read with the type of the setting that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mkdocs_casebook.config.contrast import nearest_that_passes
from mkdocs_casebook.config.site_metadata import (
    PAPER,
    SETTINGS,
    WASH,
    Colour,
    Colours,
    pairs,
)
from mkdocs_casebook.content.nodes import Text
from mkdocs_casebook.schema.fields import Field, Fields, FieldType, Reading, WebAddress, Words
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a new site must or may say."""

    name: str
    """The option without its hyphens, with underscores."""

    ask: str
    """The question, as a person is asked it."""

    type: FieldType
    default: str = ""
    """What is taken if nothing is answered; empty where it can stay unsaid."""


def _setting(*way: str) -> Field:
    """Return a setting of the block, by its way in it."""
    group = SETTINGS
    for name in way[:-1]:
        inner = group.by_name[name].type
        if not isinstance(inner, Fields):
            raise KeyError(name)
        group = inner
    return group.by_name[way[-1]]


QUESTIONS = (
    Question("name", "What is the site called?", Words(longest=80), "Our digital stories"),
    Question(
        "description",
        "What is it about, in one sentence?",
        Words(longest=300),
        "What our teams did with digital, what it took, and the questions that test it.",
    ),
    Question(
        "organisation",
        "Which organisation publishes it?",
        _setting("organisation", "name").type,
        "Our organisation",
    ),
    Question("organisation_address", "The organisation's website, if any?", WebAddress()),
    Question(
        "contact",
        "Who answers questions about it: an email address, or the address of a form?",
        _setting("contact").type,
        "hello@trust.example",
    ),
    Question(
        "accessibility_contact",
        "Whom to tell of a barrier, if it is somebody else?",
        _setting("accessibility_contact").type,
    ),
    Question("address", "At which address will it be published, if you know?", WebAddress()),
    Question("repository", "The address of its repository, if it has one?", WebAddress()),
    Question(
        "licence",
        "The licence of your text: OGL-UK-3.0 for public bodies, or CC-BY-4.0?",
        _setting("licence").type,
        "OGL-UK-3.0",
    ),
    Question("colour", "The colour of links and tabs, such as #005eb8?", Colour(), "#0a5846"),
)


def read_answer(question: Question, given: str) -> tuple[str, str]:
    """Return an answer as it is written, and what is wrong with it: one of the two is empty.

    A colour that could not be read on a page is wrong too.
    """
    reading = Reading("", Vocabulary(), [])
    value = question.type.read(Text(given, 1), question.name, reading)
    if reading.problems:
        return "", reading.problems[0].message
    text = str(value)
    if isinstance(question.type, Colour):
        grounds = (PAPER[0], WASH[0])
        near = nearest_that_passes(text, grounds)
        dark = nearest_that_passes(text, (PAPER[1], WASH[1]))
        if any(mode == "light" and not pair.passes for mode, pair in pairs(Colours(text, dark))):
            return "", f'Text in {text} could not be read on a white page. The nearest is "{near}".'
    return text, ""


def interview(
    given: Mapping[str, str], ask: Callable[[str], str], say: Callable[[str], None]
) -> dict[str, str]:
    """Return the answers to what was not given, asking again while one cannot be used."""
    answers = dict(given)
    for question in QUESTIONS:
        while question.name not in answers:
            hint = f" [{question.default}]" if question.default else " [leave out]"
            typed = ask(f"{question.ask}{hint} ").strip()
            if not typed:
                answers[question.name] = question.default
                break
            answer, wrong = read_answer(question, typed)
            if wrong:
                say(wrong)
            else:
                answers[question.name] = answer
    return answers
