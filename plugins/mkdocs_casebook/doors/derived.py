"""Every file that is made from the declarations of fields, and so is never edited by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mkdocs_casebook.doors.desk import Desk
from mkdocs_casebook.doors.issue_form import issue_form
from mkdocs_casebook.doors.pages_cms import pages_cms
from mkdocs_casebook.doors.template import form_path, template, template_path
from mkdocs_casebook.schema.kinds import CASE_STUDY, KINDS, Kind, json_schema


def derived_files(desk: Desk) -> Mapping[str, str]:
    """Return the texts of all derived files of a site, by path from the project root."""
    titles = desk.vocabulary.titles
    kinds = [KINDS[item.kind] for item in desk.collections]
    files = {schema_path(kind, desk.docs_folder): schema_text(kind) for kind in kinds}
    files |= {template_path(kind.name): template(kind, titles) for kind in kinds}
    if CASE_STUDY in kinds:
        files[form_path(CASE_STUDY.name)] = issue_form(CASE_STUDY, titles)
    return files | {".pages.yml": pages_cms(desk.collections, titles)}


def schema_path(kind: Kind, docs_folder: str) -> str:
    """Return where the JSON Schema of a kind lies; it is published with the site."""
    return f"{docs_folder}/reference/schemas/{kind.name}.json"


def schema_text(kind: Kind) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind's fields."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
