"""Take entries out of a site, and out of the other files that name them.

What can only be meant in one way is put right: a link becomes its words, a name goes from a list.
What an author must decide, such as whose story it is now, stays and is told by the check.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from mkdocs_casebook.content.nodes import Items, Text, texts_in
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import visible
from mkdocs_casebook.graph.page_links import page_links
from mkdocs_casebook.graph.prose import Link
from mkdocs_casebook.pipeline.fixes import lines_of
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.sections import headings

_ATTRIBUTE = re.compile(r' (?P<name>themes|evidence-for|answers)="(?P<names>[^"]*)"')
_AFTER_A_LINK = re.compile(r"\{:?[ ]*[#.][^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Gone:
    """What is taken out, by each name that other files have for it."""

    paths: frozenset[str]
    slugs: Mapping[str, frozenset[str]]
    """By kind."""

    in_headings: Mapping[str, frozenset[str]]
    """By the attribute of a heading that may name it: slugs of themes, names of questions."""

    @classmethod
    def of(cls, files: SiteFiles, paths: Iterable[str]) -> Gone:
        """Return what is at some paths of a site."""
        gone = [source for source in files.sources if source.path in set(paths)]
        slugs = {
            kind: frozenset(source.slug for source in gone if source.kind == kind)
            for kind in files.schema.kinds
        }
        questions = frozenset(name for source in gone for name in _questions(source, files.schema))
        in_headings = {
            "themes": slugs[files.schema.taxonomy],
            "answers": questions,
            "evidence-for": questions,
        }
        return cls(frozenset(source.path for source in gone), slugs, in_headings)


def without(files: SiteFiles, gone: Gone) -> list[Source]:
    """Return the site's own files that name what has gone, as they are without it."""
    left = (s for s in files.sources if s.origin is None and s.path not in gone.paths)
    pairs = ((source, _without(source, files.schema[source.kind], gone)) for source in left)
    return [after for before, after in pairs if after.content != before.content]


def without_lines(text: str, nav: Iterable[tuple[str, str, int]], paths: Collection[str]) -> str:
    """Return a configuration without the lines of its menu that lead to one of the paths.

    ``nav`` are the texts of the menu: each with its place and its line.
    """
    lines = text.splitlines(keepends=True)
    for _place, page, line in nav:
        if page in paths and page in lines[line - 1]:
            lines[line - 1] = ""
    return "".join(lines)


def owners(source: Source, schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield whose story a file tells: the kind and the slug of the organisation."""
    kind = schema[source.kind]
    document = parse_source(source).document
    for place, name, _line in texts_in(document.fields) if document and kind.owner else ():
        if place == kind.owner:
            yield kind.refers_to[kind.owner], name.strip()


def changed_lines(before: Source, after: Source) -> Iterator[str]:
    """Yield each line that is another now, or gone, as a person reads it in a terminal."""
    old, new = lines_of(before.content)[0], lines_of(after.content)[0]
    for how, start, end, at, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for number in range(start, end) if how != "equal" else ():
            same = end - start == to - at
            now = f"is now “{new[at + number - start].strip()}”" if same else "was taken out"
            yield visible(f"{before.path}:{number + 1}: “{old[number].strip()}” {now}")


def _questions(source: Source, schema: Schema) -> set[str]:
    """Return the names of the questions in a file."""
    document = parse_source(source).document
    if document is None or not schema[source.kind].has_questions:
        return set()
    found = headings(document.body, document.body_line)
    return {heading.attributes.get("id", "") for heading in found} - {""}


def _without(source: Source, kind: Kind, gone: Gone) -> Source:
    """Return a file without what has gone."""
    document = parse_source(source).document
    text = source.content.decode("utf-8", "surrogateescape")
    if document is None or not text.endswith(document.body):
        return source
    fields = text[: len(text) - len(document.body)].split("\n")
    for name, node in document.fields.fields:
        field = kind.fields.by_name.get(name.value)
        names = gone.slugs.get(field.refers_to, ()) if field else ()
        for item in node.items if isinstance(node, Items) else ():
            if isinstance(item, Text) and item.value.strip() in names:
                fields[item.line - 1] = _without_item(fields[item.line - 1], item.value.strip())
    body = document.body
    for link, target in sorted(page_links(source.path, body), reverse=True):
        body = _unlinked(body, link) if target in gone.paths else body
    lines = body.split("\n")
    for heading in headings(body, 1):
        lines[heading.line - 1] = _ATTRIBUTE.sub(
            lambda match: _shorter(match, gone.in_headings[match["name"]]), lines[heading.line - 1]
        )
    after = "\n".join(line for line in fields if line != _GONE) + "\n".join(lines)
    return replace(source, content=after.encode("utf-8", "surrogateescape"))


_GONE = "\0"
"""Stands for a line that is taken out; no file holds it."""


def _without_item(line: str, name: str) -> str:
    """Return a line of a list without a name; lists are written in two ways."""
    if re.fullmatch(rf"\s*-\s+[\"']?{re.escape(name)}[\"']?\s*(?:#.*)?", line):
        return _GONE
    inside = re.compile(rf"(?<=[\[, ])[\"']?{re.escape(name)}[\"']?(?:,\s*|(?=\s*\]))")
    return re.sub(r",\s*\]", "]", inside.sub("", line))


def _shorter(match: re.Match[str], gone: Collection[str]) -> str:
    """Return an attribute of a heading without some names; nothing where none is left."""
    left = [name for name in match["names"].split() if name not in gone]
    if len(left) == len(match["names"].split()):
        return match[0]
    return f' {match["name"]}="{" ".join(left)}"' if left else ""


def _unlinked(body: str, link: Link) -> str:
    """Return a text with the words of a link in its place; as it is if that cannot be done."""
    start, end = link.start, link.end
    close = body.find(")", end)
    if body[start - 1 : start] != "[" or body[end : end + 2] != "](" or close < 0:
        return body
    after = close + 1
    if attributes := _AFTER_A_LINK.match(body, after):
        after = attributes.end()
    return body[: start - 1] + body[start:end] + body[after:]
