"""The plugin's settings in ``mkdocs.yml``, as the host checks them."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from mkdocs_casebook.config.other_fields import ANSWERS
from mkdocs_casebook.graph.references import LinkWhere
from mkdocs_casebook.safety.rules import PAGES


class CasebookConfig(Config):
    """The plugin's settings."""

    collections = c.Type(dict, default={})
    """For each folder, from the project root, the kind of entry its files are."""

    packs = c.Type(list, default=[])
    """Content packs under the site's own content; see :mod:`mkdocs_casebook.packs`."""

    without = c.Type(dict, default={})
    """What of the packs is left out."""

    kinds = c.Type(dict, default={})
    """Kinds of entry that the site declares; :mod:`mkdocs_casebook.schema.kind_declarations` reads
    them."""

    sources = c.Type(list, default=[])
    """Other sites whose case studies are shown; :mod:`mkdocs_casebook.federation.sources` reads
    them."""

    upkeep = c.Type(dict, default={})
    """When pages are to be reviewed; :mod:`mkdocs_casebook.upkeep.terms` reads it."""

    look = c.Type(bool, default=True)
    """Whether pages get Casebook's own look; a site that has one of its own turns it off."""

    policy = c.Type(bool, default=False)
    """Whether pages in a look of the site's own get a policy too; those in ours always have one."""

    theme_links = c.Choice(tuple(LinkWhere), default=LinkWhere.PAGE.value)
    """Where the name of a theme becomes a link: first on each page, in each section, or nowhere."""

    trusted = c.Type(list, default=[PAGES])
    """Folders and files that only maintainers change; see :mod:`mkdocs_casebook.safety.rules`."""

    allow_unsafe = c.Type(list, default=[])
    """What is turned on although it lets pages do more than be read."""

    renamed_fields = c.Type(dict, default={})
    """For names of fields in the site's files, those by which they are declared."""

    unknown_fields = c.Choice(ANSWERS, default=ANSWERS[0])
    """Whether fields that nobody has declared are refused, or left alone."""

    related = c.DictOfItems(c.Type(int), default={})
    """Points for what related entries share; see :class:`mkdocs_casebook.graph.related.Weights`."""
