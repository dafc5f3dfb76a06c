"""The files of a new site, from the answers: templates in ``starter/`` filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, StrictUndefined

from mkdocs_casebook.config.contrast import nearest_that_passes
from mkdocs_casebook.config.licences import LICENCES
from mkdocs_casebook.config.site_metadata import PAPER, WASH
from mkdocs_casebook.packs.installed import Pack

STARTER = "mkdocs_casebook.packs.starter"
_DOTTED = ("github", "gitignore")
"""Names that get a leading dot: files with one are easily lost on their way into a package."""


def scaffold(
    answers: Mapping[str, str], pack: Pack, engine: str, chapters: Sequence[str], *, stories: bool
) -> dict[str, str]:
    """Return the text of each file of a new site, by its path in it.

    ``engine`` is the version of this package; ``chapters`` are those taken from the pack, and all
    if there are none; ``stories`` is whether its case studies are taken too.
    """
    licence = LICENCES[answers["licence"]]
    imprint = pack.settings.imprint
    credit = ""
    if imprint.licence is not None:
        holder = imprint.organisation.holder if imprint.organisation else pack.title
        credit = imprint.licence.credit(pack.title, holder)
    values: dict[str, object] = {
        "site_name": answers["name"],
        "description": answers["description"],
        "site_url": answers["address"],
        "repository": answers["repository"].rstrip("/"),
        "organisation": answers["organisation"],
        "organisation_address": answers["organisation_address"],
        "contact": answers["contact"],
        "accessibility_contact": answers["accessibility_contact"],
        "licence": licence.id,
        "licence_name": licence.name,
        "licence_address": licence.address,
        "colour": answers["colour"],
        "colour_dark": nearest_that_passes(answers["colour"], (PAPER[1], WASH[1])),
        "engine": engine,
        "pack": pack.name,
        "pack_package": f"casebook-pack-{pack.name}",
        "pack_version": pack.version,
        "credit": credit,
        "without": tuple(_without(pack, chapters, stories=stories)),
        "q": _quoted,
    }
    templates = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - these are no web pages; what is quoted is quoted by q
    )
    return {
        _placed(name): templates.from_string(text).render(values)
        for name, text in _templates(files(STARTER), "")
    }


def chapters_of(pack: Pack) -> tuple[str, ...]:
    """Return the chapters that a pack has."""
    schema = pack.settings.schema
    return tuple(s.slug for s in pack.sources if schema[s.kind].has_contents)


def _without(
    pack: Pack, chapters: Sequence[str], *, stories: bool
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what is left out of a pack, as the settings name it."""
    if not stories:
        # Whose stories they are is for the site to say.
        schema = pack.settings.schema
        yield "kinds", (*(kind.name for kind in schema.stories), *schema.owners)
    others = [slug for slug in chapters_of(pack) if chapters and slug not in chapters]
    if others:
        kinds = pack.settings.schema.kinds.values()
        yield next(kind.without for kind in kinds if kind.has_contents), others


def _templates(folder: Traversable, place: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each template below a folder."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{place}{item.name}"
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _templates(item, f"{path}/")
        elif not item.name.endswith((".py", ".pyc")):
            yield path, item.read_text(encoding="utf-8")


def _placed(name: str) -> str:
    return f".{name}" if name.split("/", 1)[0] in _DOTTED else name


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back: in quotation marks, with what they need."""
    return json.dumps(text, ensure_ascii=False)
