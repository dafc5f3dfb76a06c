"""From a Word file to Markdown. The file is hostile until proven dull.

mammoth reads what the text is (headings, lists, quotations) and leaves out how it looks;
markdownify writes that as Markdown. Both are in the extra ``word`` of the package: a site that is
only built needs neither. A Word file is an archive of XML, so before they see it, its size unpacked
and the definitions that XML can multiply are checked. Pictures are left out; nothing is fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib import import_module

from mkdocs_casebook.core.problems import some

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A story of 20 pages without pictures has about 40 KB."""

_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_MEMBERS = 2_000
_DEFINITION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

HINT = "Hint"
"""The style of paragraphs that only say what to write; they are passed over."""

CHAPTER = "Chapter"
"""The style of headings above several inputs; they are passed over too."""

_STYLES = f"""
p[style-name='{CHAPTER}'] => !
p[style-name='{HINT}'] => !
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
b => strong
i => em
"""


class RefusedError(Exception):
    """A file that cannot be taken in. Its text says why, and what to do."""


def as_markdown(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a Word file as Markdown, and what was left out of it.

    Raises RefusedError for what is no Word file, or one made to do harm.
    """
    _check(content)
    try:
        mammoth, markdownify = import_module("mammoth"), import_module("markdownify")
    except ImportError as error:
        raise RefusedError(
            "reading Word files needs two more packages. Run: pip install 'mkdocs-casebook[word]'"
        ) from error
    pictures: list[object] = []

    def leave_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=leave_out,
            ignore_empty_paragraphs=True,
        ).value
    except Exception as error:
        raise RefusedError("the file cannot be read. Open it in Word and save it again.") from error
    text = markdownify.markdownify(
        html, heading_style="ATX", bullets="-", strong_em_symbol="*", escape_underscores=False
    )
    count = len(pictures)
    left = (f"{some(count, 'picture was', 'pictures were')} left out. Add them by hand.",)
    return str(text), left if count else ()


def _check(content: bytes) -> None:
    """Refuse an archive that is none, that would fill the memory, or that defines its own XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or total > _LARGEST_UNPACKED:
                raise RefusedError(
                    "the file is far larger unpacked than a story can be. Copy the text into a new "
                    "Word file."
                )
            if "word/document.xml" not in archive.namelist():
                raise RefusedError("this is not a Word file. Save it as “Word document (.docx)”.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RefusedError(
            "this is not a Word file, or it is locked with a password. Save it as “Word document "
            "(.docx)”, without a password."
        ) from error


def _check_xml(content: bytes) -> None:
    # Word writes UTF-8. In another encoding a definition could not be seen here.
    if _DEFINITION.search(content) or content.startswith(_UTF_16):
        raise RefusedError("the file holds definitions that no Word file needs, so it is not read.")
