"""Read a Word file as Markdown, with every word that is in it.

mammoth reads what the text of a Word file is (headings, lists, quotations) and leaves out how it
looks; markdownify writes that as Markdown. Both are in the extra ``word`` of the package. Pictures
are left out and told; nothing is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module

from mkdocs_casebook.core.problems import some
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.forms.word_parts import RefusedError, read_archive
from mkdocs_casebook.forms.words import Piece

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A story of 20 pages without pictures has about 40 KB."""

HINT = "Hint"
"""The style of paragraphs that only say what to write; they are passed over."""

CHAPTER = "Chapter"
"""The style of headings above several inputs; they are passed over too."""

_STYLES = f"""
p[style-name='{CHAPTER}'] => h1.form-chapter:fresh
p[style-name='{HINT}'] => p.form-hint:fresh
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
b => strong
i => em
"""


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a Word file."""

    markdown: str
    pieces: tuple[Piece, ...]
    """All its words, with where they stand, but for those that are the form's own."""

    told: tuple[str, ...]
    """What its author should know of how it was read."""

    pictures: int
    """How many pictures were left out."""


def read_word(content: bytes, own_words: Collection[str] = frozenset()) -> WordText:
    """Return the text of a Word file; ``own_words`` are those of the form, which are no answers.

    Raises RefusedError for what is no Word file, or one made to do harm.
    """
    file = read_archive(content)
    try:
        mammoth, _markdownify = import_module("mammoth"), import_module("markdownify")
    except ImportError as error:
        raise RefusedError(say("needs-packages")) from error
    written = import_module("mkdocs_casebook.forms.word_markdown")
    pictures: list[object] = []

    def leave_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    try:
        read = mammoth.convert_to_html(
            io.BytesIO(file.content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=leave_out,
            ignore_empty_paragraphs=True,
        )
    except Exception as error:
        raise RefusedError(say("word-unreadable")) from error
    converter = written.Converter(own_words)
    text: str = converter.convert(read.value)
    told = list(file.told)
    told += [
        say(f"word-{name}", texts=" · ".join(found))
        for name in ("greys", "struck", "unlinked")
        if (found := getattr(converter, name))
    ]
    signs = sum("w:sym" in message.message for message in read.messages)
    if signs:
        told.append(say("word-signs", signs=some(signs, "sign")))
    pieces = (Piece(one.place, converter.without_own(one.text)) for one in file.pieces)
    return WordText(
        text, tuple(piece for piece in pieces if piece.text), tuple(told), len(pictures)
    )
