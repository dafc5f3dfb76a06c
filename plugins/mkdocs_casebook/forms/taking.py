"""Take in a file that somebody sends, and tell every word of it that goes nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from mkdocs_casebook.core.problems import some
from mkdocs_casebook.forms.answers import draft_entry, unused_answers, written
from mkdocs_casebook.forms.context import FormContext
from mkdocs_casebook.forms.inputs import Input, inputs_of, own_words
from mkdocs_casebook.forms.prose import read_prose
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.forms.word import read_word
from mkdocs_casebook.forms.word_parts import RefusedError
from mkdocs_casebook.forms.words import left_out, text_pieces
from mkdocs_casebook.safety.size_limits import LARGEST_TEXT
from mkdocs_casebook.schema.kind_declarations import standard


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file answers."""

    answers: Mapping[str, str]
    told: tuple[str, ...]
    """What its author should know of how it was read."""

    left_out: tuple[str, ...]
    """Sentences about all that came in and went nowhere."""


def take_file(file: PurePath, content: bytes, kind: str, context: FormContext) -> Taken:
    """Return what a Word file or a text answers, and what of it answers nothing.

    Raises RefusedError for a file that cannot be taken in.
    """
    inputs = context.inputs(kind)
    pictures = 0
    if file.suffix.lower() == ".docx":
        # The file to fill in is made without the names that a site has.
        blank = inputs_of(context.files.schema[kind], context.files.schema)
        word = read_word(content, own_words([*inputs, *blank, *_standard_inputs()]))
        text, pieces, told, pictures = word.markdown, word.pieces, word.told, word.pictures
    else:
        text = _decoded(content)
        pieces, told = tuple(text_pieces(text)), ()
    if len(text) > 2 * LARGEST_TEXT:
        raise RefusedError(say("text-too-long", length=len(text), most=LARGEST_TEXT))
    prose = read_prose(text, inputs)
    drafts = draft_entry(kind, prose.answers, context, date.min)
    unused = [*unused_answers(inputs, prose.answers, drafts, context.vocabulary)]
    # What is told in a sentence of its own need not be told again.
    accounted = [
        *prose.headings,
        *written(inputs, prose.answers, drafts),
        *(prose.answers[one.id] for one in inputs if one.describes and one.id in prose.answers),
    ]
    missing = [
        say("left-out", place=one.place, text=one.text) for one in left_out(pieces, accounted)
    ]
    if pictures:
        shown = some(pictures, "picture was", "pictures were")
        missing.append(say("pictures-left-out", pictures=shown))
    sentences = (*(why for _one, why in unused), *missing)
    return Taken(prose.answers, (*told, *prose.told), sentences)


def _standard_inputs() -> Sequence[Input]:
    schema = standard()
    return inputs_of(schema.roles.story, schema)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(say("file-is-no-text")) from error
