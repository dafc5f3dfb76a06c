"""Every file that is made from the declarations of fields, and so is never edited by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mkdocs_casebook.forms.context import Desk
from mkdocs_casebook.forms.issue_form import issue_form
from mkdocs_casebook.forms.pages_cms import pages_cms
from mkdocs_casebook.forms.template import form_path, template, template_path
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.schema.kinds import Kind, json_schema


def generate(files: SiteFiles) -> Mapping[str, str]:
    """Return the texts of all derived files of a site, by path from the project root."""
    docs = files.settings.docs_folder
    return derived_files(Desk.of(files.sources, files.collections, docs, files.schema))


def derived_files(desk: Desk) -> Mapping[str, str]:
    """Return the texts of all derived files of a site, by path from the project root."""
    schema, titles = desk.schema, desk.vocabulary.titles
    kinds = [schema[item.kind] for item in desk.collections]
    files = {schema_path(kind, desk.docs_folder): schema_text(kind) for kind in kinds}
    files |= {template_path(kind.name): template(kind, titles) for kind in kinds}
    for kind in kinds:
        if kind.has_form:
            files[form_path(kind.name)] = issue_form(kind, schema, titles)
    return files | {".pages.yml": pages_cms(desk.collections, schema, titles)}


def schema_path(kind: Kind, docs_folder: str) -> str:
    """Return where the JSON Schema of a kind lies; it is published with the site."""
    return f"{docs_folder}/reference/schemas/{kind.name}.json"


def schema_text(kind: Kind) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind's fields."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
