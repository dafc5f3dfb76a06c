"""Find links that lead nowhere before the host does, each with its line and the nearest target.

The host tells of them too, page by page and without a line, and a strict build then fails. This
goes by its rules: a link leads to a file, a part of a page has an id that its text gives it.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from markdown.extensions.toc import slugify

from mkdocs_casebook.config.settings import LINK_LEVELS
from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.schema.sections import headings, plain_text
from mkdocs_casebook.schema.vocabulary import Vocabulary

_FOUND = re.compile(
    # What shows no links; what starts one is passed over to its end.
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)"
    r"|\\."
    r"|(?<!!)\[(?P<words>[^\]\[]{0,500}+)\]\([ ]*(?P<at><[^>\n]{0,1000}>|[^)\s]{0,1000}+)"
    # The host does not look at these; whoever renames a page should.
    r"|<a\s[^<>]{0,500}?href=[\"']?(?P<href>[^\"'\s<>#?]{1,1000}\.md\b[^\"'\s<>]{0,200})"
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*<?(?P<defined>[^\s>]+)",
    re.DOTALL | re.MULTILINE,
)
_ID = re.compile(r"""\{[^}\n]*?\#([\w-]+)|\bid=["']?([\w-]+)""")
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+:]|\d+[.)])[ \t]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"(?:www\.|(?:[\w-]+\.)+(?:uk|org|com|net|eu|info|io|int)(?=[/?#]|$))[^@]*", re.IGNORECASE
)
_NEAR_ENOUGH = 0.6

_SEVERITY = {"warn": Severity.ERROR, "info": Severity.NOTICE}


class Link(NamedTuple):
    """A link of a text, as its author wrote it."""

    target: str
    line: int
    words: str
    """What readers read; nothing for an address that is defined by itself."""


class Text(NamedTuple):
    """The text of a file below its fields."""

    body: str
    line: int
    """The line of the file at which it starts."""


@dataclass(frozen=True)
class Targets:
    """What links of a site can lead to."""

    texts: Mapping[str, Text]
    """The text of each page by its path from the project root."""

    is_file: Callable[[str], bool]
    """Whether the host has the file at a path from the project root."""

    docs: str = "docs"
    """The documents folder, which the host counts from."""

    opened: Collection[str] = ()
    """Paths of files that the code host opens."""

    levels: Mapping[str, str] = field(default_factory=lambda: LINK_LEVELS)
    """How the host tells each sort of link that leads nowhere."""

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of each page."""
        return {path: frozenset(ids_of(text.body)) for path, text in self.texts.items()}

    def has(self, path: str) -> bool:
        """Return whether a link may lead to a path."""
        return path in self.texts or path in self.opened or self.is_file(path)

    def target_of(self, page: str, path: str) -> str:
        """Return the path that a link of a page leads to, on disk or else as the host counts it."""
        target = leads_to(page, path)
        hosted = leads_to(page.removeprefix(f"{self.docs}/"), path)
        docs = f"{self.docs}/"
        # The host counts from its documents, and knows what is outside them by its whole path.
        ways = [target, f"{docs}{hosted}", *([] if hosted.startswith(docs) else [hosted])]
        inside = (way for way in ways if "../" not in way)
        return next((way for way in inside if self.has(way)), target)


def links_in(text: Text) -> Iterator[Link]:
    """Yield the links of a text to files and within pages, in order; none in code or comments."""
    if not any(sign in text.body for sign in ("](", "]:", "<a ")):
        return
    body = _without_indented_code(text.body)
    for found in _FOUND.finditer(body):
        target = (found["at"] or found["defined"] or found["href"] or "").strip("<>")
        if target and not _SCHEME.match(target):
            line = text.line + body.count("\n", 0, found.start())
            yield Link(target, line, " ".join((found["words"] or "").split()))


def _without_indented_code(body: str) -> str:
    """Return a body in which lines of code are blank; what is indented in a list is no code."""
    lines: list[str] = []
    in_list = is_code = False
    was_blank = True
    for line in body.split("\n"):
        is_indented = line.startswith(("    ", "\t"))
        if line.strip():
            is_code = is_indented and not in_list and (was_blank or is_code)
            in_list = bool(_ITEM.match(line)) or (in_list and (line[0].isspace() or not was_blank))
            was_blank = False
        else:
            was_blank = True
        lines.append("" if is_code else line)
    return "\n".join(lines)


def ids_of(body: str) -> Iterator[str]:
    """Yield the ids that a text gives: its own, and those that headings get of their words."""
    for match in _ID.finditer(body):
        yield match[1] or match[2]
    seen: Counter[str] = Counter()
    for heading in headings(body, 1):
        name = heading.attributes.get("id") or slugify(plain_text(heading.text), "-")
        yield f"{name}_{seen[name]}" if seen[name] else name
        seen[name] += 1


def broken_links(targets: Targets) -> Iterator[Problem]:
    """Yield a problem for each link of a site's pages that leads nowhere."""
    for path, text in targets.texts.items():
        for link in links_in(text):
            if problem := _broken(path, link, targets):
                yield problem


def _broken(page: str, link: Link, targets: Targets) -> Problem | None:
    path, _mark, fragment = link.target.partition("#")
    path = unquote(path.partition("?")[0])
    where = Location(page, link.line)
    if path.startswith(("/", "\\")):
        return None
    target = targets.target_of(page, path) if path else page
    if targets.has(target):
        ids = targets.ids.get(target)
        if not fragment or ids is None or unquote(fragment) in ids:
            return None
        return _unknown_anchor(where, link, fragment, target, targets)
    sort = "not_found" if posixpath.splitext(path)[1] else "unrecognized_links"
    if _WITHOUT_SCHEME.fullmatch(link.target):
        bare = Problem(
            where=where,
            code="link-without-scheme",
            found=f"the link {quote(link.target)} has no https:// in front, so it leads to a file "
            "here",
            fix=f'Write "https://{link.target}".',
        )
        return _as_grave(bare, targets.levels[sort])
    near = _nearest(target, targets)
    again = posixpath.relpath(near, posixpath.dirname(page) or ".") if near else ""
    mark = f"#{fragment}" if fragment else ""
    no_guess = f"Write {quote(link.words)} without the link." if link.words else "Delete the line."
    nowhere = Problem(
        where=where,
        code="broken-link",
        found=f"the link {quote(link.target)} leads to no file of this site",
        fix=f'Did you mean "{again}{mark}"?' if again else no_guess,
    )
    return _as_grave(nowhere, targets.levels[sort])


def _unknown_anchor(
    where: Location, link: Link, fragment: str, target: str, targets: Targets
) -> Problem | None:
    near = difflib.get_close_matches(fragment, sorted(targets.ids[target]), 1, _NEAR_ENOUGH)
    page = "this page" if target == where.path else target
    unknown = Problem(
        where=where,
        code="unknown-anchor",
        found=f"the link {quote(link.target)} leads to a part that {page} does not have",
        fix=f'Did you mean "#{near[0]}"?' if near else "Write the id of one of its headings.",
    )
    return _as_grave(unknown, targets.levels["anchors"])


def _as_grave(problem: Problem, level: str) -> Problem | None:
    """Return a problem as grave as the site's settings say, or none."""
    severity = _SEVERITY.get(level)
    return None if severity is None else replace(problem, severity=severity)


def _nearest(target: str, targets: Targets) -> str:
    """Return the page that is most likely meant by a path that leads nowhere; blank for none."""
    for ending in (".md", "/index.md", "/README.md"):
        if (guess := target.removesuffix(".html").rstrip("/") + ending) in targets.texts:
            return guess
    folder, name = posixpath.split(target.rstrip("/").removesuffix(".html").removesuffix(".md"))
    beside = {_stem(path): path for path in targets.texts if posixpath.dirname(path) == folder}
    if beside:
        # A story and its organisation may share a name, so no other folder is looked into.
        return beside.get(Vocabulary().nearest(name, beside) or "", "")
    same = [path for path in targets.texts if _stem(path) == name != "index"]
    return same[0] if len(same) == 1 else ""


def _stem(path: str) -> str:
    return posixpath.basename(path).removesuffix(".md")
