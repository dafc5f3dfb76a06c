"""Links between a site's own pages, as their authors wrote them, each with its place in the text.

The host tells links that lead nowhere too, but only in a build, and not on which line they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mkdocs_casebook.content.nodes import Node, texts_in
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.graph.prose import Link, lines_of_code, prose

PAGE_ENDING = ".md"


def page_links(path: str, body: str) -> Iterator[tuple[Link, str]]:
    """Yield each link of a page to a page of the project, and the path that it leads to."""
    if PAGE_ENDING not in body:
        return
    code = lines_of_code(body)
    for link in prose(body)[1]:
        if body.count("\n", 0, link.start) in code:
            continue
        target = link.target.partition("#")[0].partition("?")[0]
        if target.endswith(PAGE_ENDING) and target[0] != "/" and ":" not in target:
            yield link, leads_to(path, target)


def broken_menu(
    name: str, nav: Node | None, docs: str, is_there: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield each line of the menu in the settings that leads to a page that is not there."""
    for _place, text, line in texts_in(nav) if nav is not None else ():
        if not text.endswith(PAGE_ENDING) or ":" in text:
            continue
        if not is_there(f"{docs}/{text}") and not is_there(text):
            yield Problem(
                where=Location(name, line, "nav"),
                code="broken-link",
                found=f"the menu leads to {quote(text)}, where no page is",
                fix="Delete the line, or write the page.",
            )
