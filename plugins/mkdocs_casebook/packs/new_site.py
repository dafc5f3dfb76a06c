"""Ask what a new site must say, and fill in the templates of its files in ``starter/``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, StrictUndefined

from mkdocs_casebook.config.colours import PAPER, WASH, Colours, pairs
from mkdocs_casebook.config.contrast import nearest_that_passes
from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.setting_types import COLOUR, TYPES
from mkdocs_casebook.content.nodes import Text
from mkdocs_casebook.packs.installed import Pack
from mkdocs_casebook.packs.shared import shared_files
from mkdocs_casebook.packs.wheels import FOLDER, Wheel
from mkdocs_casebook.schema.field_declarations import declared_fields
from mkdocs_casebook.schema.fields import Field, Reading
from mkdocs_casebook.schema.vocabulary import Vocabulary

QUESTIONS = declared_fields("mkdocs_casebook.packs", "questions.yml", TYPES)["questions"].fields
"""What a new site is asked; each answer is read as the setting is that it becomes."""

STARTER = "mkdocs_casebook.packs.starter"


def default_of(question: Field) -> str:
    """Return what is taken if nothing is answered; nothing where it can stay unsaid."""
    return question.example if question.required else ""


def read_answer(question: Field, given: str) -> tuple[str, str]:
    """Return an answer as it is written, and what is wrong with it: one of the two is empty.

    A colour that could not be read on a page is wrong too.
    """
    reading = Reading("", Vocabulary(), [])
    value = question.type.read(Text(given, 1), question.name, reading)
    if reading.problems:
        return "", reading.problems[0].message
    text = str(value)
    if question.type is COLOUR:
        colours = Colours(text, _on_dark_pages(text))
        if any(mode == "light" and not pair.passes for mode, pair in pairs(colours)):
            near = nearest_that_passes(text, (PAPER[0], WASH[0]))
            return "", f'Text in {text} could not be read on a white page. The nearest is "{near}".'
    return text, ""


def interview(
    given: Mapping[str, str], ask: Callable[[str], str], say: Callable[[str], None]
) -> dict[str, str]:
    """Return the answers to what was not given, asking again while one cannot be used."""
    answers = dict(given)
    for question in QUESTIONS:
        default = default_of(question)
        while question.name not in answers:
            typed = ask(f"{question.help} [{default or 'leave out'}] ").strip()
            answer, wrong = read_answer(question, typed) if typed else (default, "")
            if wrong:
                say(wrong)
            else:
                answers[question.name] = answer
    return answers


def scaffold(
    answers: Mapping[str, str],
    pack: Pack | None,
    wheels: Sequence[Wheel],
    chapters: Sequence[str] = (),
    *,
    stories: bool = False,
) -> dict[str, bytes]:
    """Return the content of each file of a new site, by its path in it.

    ``wheels`` are the packages that build it. ``chapters`` are those taken from the pack, and all
    if there are none; ``stories`` is whether its case studies are taken too.
    """
    licence = LICENCES[answers["licence"]]
    values: dict[str, object] = {
        **answers,
        "site_name": answers["name"],
        "site_url": answers["address"],
        "repository": answers["repository"].rstrip("/"),
        "licence": licence.id,
        "licence_name": licence.name,
        "licence_address": licence.address,
        "colour_dark": _on_dark_pages(answers["colour"]),
        "wheels": wheels,
        "has_guide": pack is not None,
        "q": _quoted,
    }
    if pack is not None:
        values |= {
            "pack": pack.name,
            "pack_package": pack.package,
            "credit": pack.settings.imprint.credit or "",
            "without": tuple(_without(pack, chapters, stories=stories)),
        }
    templates = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - these are no web pages; what is quoted is quoted by q
    )
    found = dict(shared_files(licence.name))
    found |= {f"{FOLDER}/{wheel.file}": wheel.content for wheel in wheels}
    for path, text in _templates(files(STARTER), ""):
        if written := templates.from_string(text).render(values).strip():
            found[path] = f"{written}\n".encode()
    return found


def chapters_of(pack: Pack) -> tuple[str, ...]:
    """Return the chapters that a pack has."""
    schema = pack.settings.schema
    return tuple(s.slug for s in pack.sources if schema[s.kind].has_contents)


def _without(
    pack: Pack, chapters: Sequence[str], *, stories: bool
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what is left out of a pack, as the settings name it."""
    schema = pack.settings.schema
    if not stories:
        # Whose stories they are is for the site to say.
        yield "kinds", (*(kind.name for kind in schema.stories), *schema.owners)
    others = [slug for slug in chapters_of(pack) if chapters and slug not in chapters]
    if others:
        yield next(kind.without for kind in schema.kinds.values() if kind.has_contents), others


def _templates(folder: Traversable, place: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each template below a folder."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{place}{item.name}"
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _templates(item, f"{path}/")
        elif not item.name.endswith((".py", ".pyc")):
            yield path, item.read_text(encoding="utf-8")


def _on_dark_pages(colour: str) -> str:
    return nearest_that_passes(colour, (PAPER[1], WASH[1]))


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back: in quotation marks, with what they need."""
    return json.dumps(text, ensure_ascii=False)
