"""Open a site for a command that adds to it, and write what was drafted."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mkdocs_casebook.api import Schema, read_settings
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import write_new
from mkdocs_casebook.core.extensions import SOURCES, extensions
from mkdocs_casebook.core.problems import as_text, has_errors, quote
from mkdocs_casebook.forms.answers import Likely, draft_entry, likely
from mkdocs_casebook.forms.context import FormContext, check_drafts
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.pipeline.site_files import find_site
from mkdocs_casebook.schema.kind_declarations import standard


def schema_at(arguments: Sequence[str]) -> Schema:
    """Return the kinds of the site that a command line is about; the usual where there is none."""
    parser = argparse.ArgumentParser(add_help=False)
    add_config(parser)
    config = parser.parse_known_args(arguments)[0].config
    settings = read_settings(config)[0] if config.is_file() else None
    return settings.schema if settings else standard()


def open_site(config: Path) -> FormContext | None:
    """Return the site of a configuration file, or ``None`` after saying what is wrong with it."""
    settings, problems = read_settings(config)
    # Of kinds and fields with a mistake some are passed over, and would be missing in what is made.
    if settings is None or not settings.collections or has_errors(problems):
        print(as_text(problems) or f"{config}: no folder holds entries.", file=sys.stderr)
        return None
    return FormContext.of(find_site(settings, extensions(SOURCES))[0])


def write_entry(
    kind: str, answers: Mapping[str, str], context: FormContext, *, is_whole: bool = True
) -> int:
    """Write what was answered as new files; print where, and what is missing. Return the status.

    ``is_whole`` is whether all that came in was answered: else it is not said that nothing is
    missing.
    """
    drafts = draft_entry(kind, answers, context, datetime.now(UTC).date())
    if path := context.with_title_of(drafts[-1]):
        print(f"{path}: {say('same-title-here')}")
        return 1
    checked = check_drafts(drafts, context)
    texts, problems = checked.texts, checked.errors
    for one in context.inputs(kind):
        name = answers.get(one.id, "") if one.names_entry else ""
        alike = likely(one.refers_to, name, context.vocabulary) if name else Likely()
        found = () if context.vocabulary.named(one.refers_to, name) else (*alike.same, *alike.near)
        if found:
            print(say("near-entry", name=quote(name), near=" or ".join(map(quote, found[:3]))))
    root = context.files.settings.root
    for path, text in texts.items():
        try:
            write_new(root, path, text)
        except FileExistsError:
            print(f"{path}: there is a file of this name already, and it was left as it is.")
            return 1
        print(f"{path}: written.")
    if checked.details:
        print(as_text(checked.details))
    if problems:
        print("Still to do, in any text editor:")
        print(as_text(problems))
        return 1
    serve = "scripts/serve.py"
    how = serve if (root / serve).is_file() else "-m mkdocs serve"
    print(f"{'Nothing is missing. ' if is_whole else ''}To see it: python {how}")
    return 0
