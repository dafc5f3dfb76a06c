"""Which files the rules of safety are for: what contributors send, not what maintainers keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.core.model import Origin
from mkdocs_casebook.core.problems import Location, Problem, quote

PAGES = "pages"
"""The word in ``trusted`` for all pages that are in no collection's folder."""

NAME_FILES_OF_THE_THEME = frozenset({"icon", "template"})
"""Fields with which a page chooses a file of the theme: one of Material's runs another field."""

_RUN = frozenset(
    {".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".js", ".mjs", ".cjs"}
    | {".swf", ".xml", ".xsl", ".xslt"}
)
_PICTURES_THAT_RUN = frozenset({".svg", ".svgz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a site's settings say of safety."""

    trusted: tuple[str, ...] = (PAGES,)
    """Folders and files, from the project root, that only maintainers change; or :data:`PAGES`."""

    extensions: tuple[str, ...] = ()
    """Extensions of Python-Markdown that the site uses, as far as a check can use them too."""

    def apply_to(self, path: str, folders: Iterable[str], origin: Origin | None = None) -> bool:
        """Return whether a file must keep to the rules; ``folders`` are those of collections.

        What comes from elsewhere always must: nobody here has answered for it.
        """
        if origin is not None:
            return True
        for item in self.trusted:
            if item != PAGES and (path == item or path.startswith(f"{item}/")):
                return False
        return PAGES not in self.trusted or _is_in(path, folders)

    def keep_out(self, path: str, folders: Iterable[str]) -> bool:
        """Return whether a file is of a kind that browsers run, where contributors can put it."""
        ending = PurePosixPath(path).suffix.lower()
        if ending not in _RUN and not (ending in _PICTURES_THAT_RUN and _is_in(path, folders)):
            return False
        return self.apply_to(path, folders)


def refuse_fields(path: str, document: Document) -> Iterator[Problem]:
    """Yield the fields of a page in no collection that it may not have if it must be safe."""
    fields = [(name.value, name.line) for name, _value in document.fields.fields]
    if not document.has_front_matter:
        # The host takes the first lines of such a page for fields.
        first = enumerate(document.body.partition("\n\n")[0].split("\n"), document.body_line)
        fields = [(line.partition(":")[0].strip().lower(), number) for number, line in first]
    for name, number in fields:
        if name in NAME_FILES_OF_THE_THEME:
            yield Problem(
                where=Location(path, number, name),
                code="unsafe-field",
                found=f"{quote(name)} names a file of the theme, which a contributed page cannot "
                "choose",
                fix="Delete the line.",
            )


USUAL = Rules()
"""Every file in a collection's folder must be safe; other pages are the maintainers' own."""


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)
