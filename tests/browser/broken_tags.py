"""Texts with a broken tag in them, made from a grammar, and a site that has one in every field.

Each text starts with a word and its number, by which it is known again wherever it is shown. Each
tag has a name or an attribute with ``zq`` in it, which nothing else on a page has, and calls
``ran`` with its number if it can.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.schema.fields import Field, Fields, FieldType, FileName, ListOf, Words
from mkdocs_casebook.schema.kinds import Kind

WORD = "ZEBRA"
SEED = 14
"""Chooses the same texts in every run."""

NAMES = ("img", "image", "svg", "zq-x", "iframe", "video", "input", "details", "style", "script")
NAMES += ("a", "body", "math", "object", "/p", "!--", "?zq", "!doctype zq", "title", "textarea")
SEPARATORS = (" ", "/", " / ", " y=< ", ' y="<" ', " 'y'= ")
ATTRIBUTES = (
    "src=x onerror=RUN",
    "onload=RUN onbegin=RUN",
    "autofocus tabindex=0 onfocus=RUN open ontoggle=RUN",
    "href=javascript:RUN style=position:fixed;inset:0",
)
ENDS = (
    ">",
    "",
    "'><b zq onclick=RUN>",
    '"><b zq onclick=RUN>',
    "--></title></script></style><b zq onclick=RUN>",
)
SIGNS = (("<", ">"), ("&lt;", "&gt;"), ("&#60", "&#62"))
"""How the angle brackets are typed: entities must not become what they stand for."""


MOST_IN_A_TITLE = 110

FOLDERS = {
    "theme": "docs/themes",
    "organisation": "docs/organisations",
    "case-study": "case_studies",
    "chapter": "docs/guide",
    "question-list": "docs/questions",
    "pilot": "docs/pilots",
}
"""Where the entries of each kind lie; the last is a kind that the site declares."""

FEATURES = (
    *("announce.dismiss", "content.action.edit", "content.action.view", "content.code.annotate"),
    *("content.code.copy", "content.footnote.tooltips", "content.tabs.link", "content.tooltips"),
    *("header.autohide", "navigation.expand", "navigation.footer", "navigation.indexes"),
    *("navigation.instant", "navigation.instant.prefetch", "navigation.instant.progress"),
    *("navigation.path", "navigation.sections"),
    *("navigation.tabs", "navigation.tabs.sticky", "navigation.top", "navigation.tracking"),
    *("search.highlight", "search.share", "search.suggest", "toc.follow"),
)
"""Those of Material that show what a page says, or work on it."""

SOUND = {
    "organisation": "entry-0",
    "themes": "entry-0",
    "type": "acute",
    "region": "london",
    "year": "2026",
    "status": "in-use",
    "added": "2026-01-01",
    "checked": "2026-01-01",
    "date": "2026-01",
    "url": "https://www.example.org/",
}
"""What is typed into fields that hold no text; others are left out."""


def in_yaml(value: object) -> str:
    """Return a value as it is typed into a field, every text between single quotation marks."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        items = (f"{in_yaml(name)}: {in_yaml(item)}" for name, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_yaml, value))}]"
    return "'{}'".format(str(value).replace("'", "''"))


def broken_tags() -> Iterator[str]:
    """Yield each text of the grammar, with ``RUN`` for the call and ``N`` for its number."""
    parts = (NAMES, SEPARATORS, ATTRIBUTES, ENDS, SIGNS)
    for name, separator, attributes, end, (less, more) in itertools.product(*parts):
        tag = f"<{name}{separator}zq=1 {attributes}{end}"
        yield f"{WORD} N {tag.replace('<', less).replace('>', more)} & so on"


def texts(most: int | None) -> list[str]:
    """Return so many of the texts, chosen by chance but always the same; ``None`` for all."""
    made = list(broken_tags())
    if most is not None:
        made = random.Random(SEED).sample(made, most)  # noqa: S311 - nothing is kept secret
    numbered = (text.replace(" N ", f" {number} ", 1) for number, text in enumerate(made))
    return [text.replace("RUN", f"ran({number})") for number, text in enumerate(numbered)]


class Look(NamedTuple):
    """How a site is laid out: the theme it names, and whether our own look is laid over it."""

    theme: str
    own: bool


THEMES = {
    "material": {"name": "material", "font": False, "features": list(FEATURES)},
    "casebook": {"name": "casebook"},
}
PLUGINS = {"material": ["tags"], "casebook": []}


class Site:
    """Writes a site that has one of the texts wherever somebody can type one."""

    def __init__(self, root: Path, given: list[str], look: Look) -> None:
        self.root = root
        self.look = look
        self.given = given
        self.used = 0

    def next(self) -> str:
        """Return the next text; from the start again, where a page needs a few more."""
        self.used += 1
        return self.given[(self.used - 1) % len(self.given)]

    def write(self) -> None:
        """Write pages until every text has been used."""
        self._write_settings()
        self._write_pages()
        self._write_other_site()
        settings, _problems = read_settings(self.root / "mkdocs.yml")
        assert settings is not None
        kinds = settings.schema.kinds
        for number in itertools.count():
            if self.used >= len(self.given):
                return
            for kind, folder in FOLDERS.items():
                self._entry(kinds[kind], self.root / folder / f"entry-{number}.md")

    def _entry(self, kind: Kind, file: Path) -> None:
        fields = "".join(
            f"{item.name}: {in_yaml(value)}\n"
            for item in kind.fields.fields
            if (value := self._value(item, item.type)) is not None
        )
        heading, title, ident = escape(self.next()), escape(self.next()), f"{kind.name}-{file.stem}"
        body = f'## {heading} {{#{ident} themes="risk"}}\n\n[Words](#{ident} "{title}") here.\n'
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\n{fields}---\n\n{body}", "utf-8")

    def _value(self, item: Field, type_: FieldType) -> object:
        """Return what to type into a field; ``None`` where it is no text and can be left out."""
        if isinstance(type_, ListOf):
            one = self._value(item, type_.item)
            return None if one is None else [one]
        if isinstance(type_, Fields):
            values = {field.name: self._value(field, field.type) for field in type_.fields}
            return {name: value for name, value in values.items() if value is not None}
        if isinstance(type_, Words) and not isinstance(type_, FileName):
            return self.next()
        return SOUND.get(item.name)

    def _write_pages(self) -> None:
        """Write pages in no collection: their titles come from fields, headings and folders."""
        pages = self.root / "docs/about"
        fields = f"title: {in_yaml(self.next())}\n"
        # Each is shown in one of the looks only, so no text is used up.
        others = ("summary", "description", "author", "subtitle", "status")
        fields += "".join(f"{name}: {in_yaml(self.given[0])}\n" for name in others)
        fields += f"tags: {in_yaml(self.given[:2])}\n"
        marks = "Site: {{ site_name }}, {{ organisation }}, {{ copyright_holder }}."
        (pages / "fields.md").write_text(f"---\n{fields}---\n\n{marks}\n", "utf-8")
        for name, heading in {
            "entities": escape(self.next()),
            # Markdown reads the entities in them, so only what becomes of the tags can be told.
            "raw": self.given[0].replace(WORD, "Raw"),
            "code": f"`{self.given[0].replace(WORD, 'Code')}`",
            "underlined": f"{escape(self.next())}\n=====",
        }.items():
            text = heading if "\n" in heading else f"# {heading}"
            (pages / f"{name}.md").write_text(f"{text}\n\nWords.\n", "utf-8")
        named = f"title: {self.next()}\nauthor: {self.given[0]}\n"
        (pages / "without-hyphens.md").write_text(f"{named}\nWords.\n", "utf-8")
        folder = pages / "<img zq src=x onerror=ran(0)>"
        folder.mkdir()
        (folder / "<svg onload=ran(0) zq>.md").write_text("Words.\n", "utf-8")

    def _write_settings(self) -> None:
        """Write the settings. In Material's look the menu is left to the host, as it may be."""
        said = {
            **{name: self.next() for name in ("site_name", "site_description", "site_author")},
            "site_url": "https://casebook.example/",
            "repo_url": "https://code.example/example/casebook",
            "repo_name": self.next(),
            "edit_uri": "edit/main/docs/",
            "theme": THEMES[self.look.theme],
            "markdown_extensions": ["attr_list", "def_list", "tables", "toc"],
            "extra": {
                "organisation": {"name": self.next(), "copyright_holder": self.next()},
                "licence": "CC-BY-4.0",
                "footer": [{"title": self.next(), "url": "about/fields/"}],
            },
            "plugins": ["search", *PLUGINS[self.look.theme], {"casebook": self._settings()}],
        }
        if self.look.own:
            said["nav"] = [
                {"Home": "index.md"},
                {self.next(): [{self.given[0]: "about/fields.md"}, "about/raw.md"]},
                {self.next(): "https://www.example.org/"},
            ]
        text = "".join(f"{name}: {in_yaml(value)}\n" for name, value in said.items())
        (self.root / "mkdocs.yml").write_text(text, "utf-8")

    def _settings(self) -> dict[str, object]:
        of_a_pilot = {
            "remark": {"type": "text", "label": self.next()},
            "remarks": {"type": "texts", "label": self.next()},
        }
        pilot = {"label": self.next(), "plural": self.next(), "fields": of_a_pilot}
        return {
            "look": self.look.own,
            "policy": True,
            "trusted": [],
            "collections": {folder: kind for kind, folder in FOLDERS.items()},
            "kinds": {"pilot": pilot},
            "sources": [{"name": "Sample", "address": "https://sample.example/"}],
        }

    def _write_other_site(self) -> None:
        """Write what is kept of another site's catalogue, in which no text may be too long."""
        said = (text for text in self.given if len(text) <= MOST_IN_A_TITLE)
        entries = {
            "theme": {"title": next(said), "summary": next(said)},
            "organisation": {"title": next(said), "type": ["acute"], "region": "london"},
            "case-study": {"title": next(said), "summary": next(said), "organisation": "risk"},
        }
        address = "https://sample.example/"
        source = {"title": next(said)}
        entries["case-study"] |= {"themes": ["risk"], "status": "in-use", "year": 2026}
        entries["case-study"] |= {"source": source}
        for entry in entries.values():
            entry |= {"id": "risk", "address": address}
        site = {"name": "Sample", "licence": "CC-BY-4.0"}
        catalogue = {"format": "casebook-catalogue", "version": 1, "site": site}
        catalogue["entries"] = {kind: [entry] for kind, entry in entries.items()}
        kept = {"format": "casebook-snapshot", "version": 1, "read-on": "2026-01-01"}
        (self.root / "sources").mkdir()
        (self.root / "sources/sample.json").write_text(
            json.dumps(kept | {"withdrawn": {}, "catalogue": catalogue}), "utf-8"
        )
