"""Write what code hosts read otherwise in the way that both read alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from mkdocs_casebook.api import SiteFiles, Source
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.markdown.host_reading import mend


def mend_reading(files: SiteFiles) -> Sequence[Source]:
    """Return a site's files, in the same order, with texts that both read alike."""
    return [_mended(source, files.settings.rules.extensions) for source in files.sources]


def _mended(source: Source, extensions: Collection[str]) -> Source:
    """Return a file with its text mended; its fields and the ends of its lines stay."""
    document = parse_source(source).document
    if document is None or not document.body:
        return source
    text = source.content.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if not plain.endswith(document.body):
        return source
    mended = mend(document.body, extensions)
    if mended == document.body:
        return source
    whole = plain[: len(plain) - len(document.body)] + mended
    return replace(source, content=whole.replace("\n", end).encode())
