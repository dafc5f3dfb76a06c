"""A page's text divided into its sections, so that each can be laid out beside its heading.

Search plugins read a page before this: to them a section ends where the wrapper of its heading
does. So the tree processor only marks where sections begin, and they are wrapped here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mkdocs_casebook.markdown.processor import SECTION_MARK

_HEADING_END = "</h2>\n"
_ID = re.compile(r'<h2[^>]* id="([^"]*)"')

_CHOICES = "".join(
    f'<span class="cb-answer__box">{choice}</span>'
    for choice in ("Weak", "Somewhere between", "Strong")
)
_SPACE_TO_ANSWER = "".join(
    (
        '<div class="cb-answer" data-search-exclude=""><p class="cb-answer__line">',
        f'<span class="cb-answer__label">Our answer today</span>{_CHOICES}</p>',
        *(
            '<p class="cb-answer__line cb-answer__line--empty">'
            f'<span class="cb-answer__label">{label}</span></p>'
            for label in ("Because", "", "Next step, by whom")
        ),
        "</div>",
    )
)
"""Boxes to tick and lines to write on, which are shown on paper only."""


def divide(
    text: str, below: Callable[[str], str] = lambda _ident: "", *, has_questions: bool
) -> str:
    """Return a page's text with each second-level heading and what follows it in a section.

    What stands before the first heading is wrapped too. A question also gets its number, the id by
    which it can be cited, and on paper some space to answer it. ``below`` returns the HTML that
    stands below the question with an id.
    """
    return "".join(_divide(text, below, has_questions=has_questions)) if text else ""


def _divide(text: str, below: Callable[[str], str], *, has_questions: bool) -> Iterator[str]:
    opening, *sections = f"{text}\n".split(SECTION_MARK)
    if opening:
        yield f'<div class="cb-opening">{opening}</div>'
    if has_questions:
        for number, section in enumerate(sections, 1):
            yield _question(number, section, below)
        return
    for section in sections:
        heading, _end, rest = section.partition(_HEADING_END)
        yield (
            f'<section class="cb-section"><div class="cb-section__label">{heading}{_HEADING_END}'
            f'</div><div class="cb-section__body">{rest}</div></section>'
        )


def _question(number: int, section: str, below: Callable[[str], str]) -> str:
    found = _ID.match(section)
    ident = found[1] if found else ""
    return (
        '<section class="cb-section cb-question"><div class="cb-section__label">'
        f'<span aria-hidden="true" class="cb-question__number">{number}</span>'
        f'<a class="cb-question__id" href="#{ident}">{ident}</a></div>'
        f'<div class="cb-section__body">{section}</div>{below(ident)}{_SPACE_TO_ANSWER}</section>'
    )
