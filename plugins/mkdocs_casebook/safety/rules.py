"""Decide which files must be safe: what contributors send, and not what maintainers keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from mkdocs_casebook.core.model import Origin
from mkdocs_casebook.core.problems import Location, Problem, quote

PAGES = "pages"
"""The word in ``trusted`` for all pages that are in no collection's folder."""

NAME_FILES_OF_THE_THEME = frozenset({"icon", "template"})
"""Fields with which a page chooses a file of the theme: one of Material's runs another field."""

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
"""How the names of pictures end that browsers only draw. Not .svg: it can hold scripts."""

_DOCUMENTS = (".csv", ".docx", ".ico", ".json", ".txt")
"""What browsers show as plain text, hand to another program or only draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a site's settings say of safety."""

    trusted: tuple[str, ...] = (PAGES,)
    """Folders and files, from the project root, that only maintainers change; or :data:`PAGES`."""

    extensions: tuple[str, ...] = ()
    """Extensions of Python-Markdown that the site uses, as far as a check can use them too."""

    excluded: str = ""
    """What the host is told to leave out, and what not to: ``exclude_docs``."""

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

    def leave_out(self, place: str) -> bool:
        """Return whether the host does not publish a file; ``place`` is how the host knows it."""
        if self.excluded:
            return _left_out(self.excluded)(place)
        return place.startswith((".", "templates/")) or "/." in place

    def refusal(self, path: str, folders: Iterable[str]) -> Problem | None:
        """Return the problem of a file that must not be published, as contributors can change it.

        There is a list of what may be, for none of what browsers run would ever be complete.
        """
        harmless = () if _is_in(path, folders) else _DOCUMENTS
        is_allowed = path.lower().endswith((".md", *PICTURES, *harmless))
        if is_allowed or not self.apply_to(path, folders):
            return None
        return Problem(
            where=Location(path),
            code="file-that-runs",
            found="only Markdown and pictures can stand here, as other files can hold programs",
            fix="Delete it. A picture can be saved as .png, .jpg or .webp.",
            expected="If only maintainers change it, name it under trusted in mkdocs.yml.",
        )


def refuse_fields(path: str, fields: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    """Yield the fields of a page in no collection that it may not have if it must be safe.

    ``fields`` are their names, each with its line.
    """
    for name, line in fields:
        if name in NAME_FILES_OF_THE_THEME:
            yield Problem(
                where=Location(path, line, name),
                code="unsafe-field",
                found=f"{quote(name)} names a file of the theme, which a contributed page cannot "
                "choose",
                fix="Delete the line.",
            )


USUAL = Rules()
"""Every file in a collection's folder must be safe; other pages are the maintainers' own."""


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


@cache
def _left_out(excluded: str) -> Callable[[str], bool]:
    """Return what tells whether the host leaves a file out: its own patterns, and these."""
    # Few sites have patterns, and only they wait for it.
    from pathspec.gitignore import GitIgnoreSpec  # noqa: PLC0415

    with suppress(ValueError, re.error):
        return GitIgnoreSpec.from_lines([".*", "/templates/", *excluded.splitlines()]).match_file
    return lambda _place: False  # The host says what is wrong with them.
