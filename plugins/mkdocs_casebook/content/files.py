"""Find, read and write a site's files.

Only this module, ``folders`` and ``publish`` touch the disk.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from mkdocs_casebook.content.folders import files_below, is_inside, read_file, shut
from mkdocs_casebook.core.model import PAGE, Collection, Picture, Source
from mkdocs_casebook.core.problems import Location, Problem
from mkdocs_casebook.safety.rules import PICTURES, USUAL, Rules

_LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of one Markdown file; the longest chapter of the guide has about 20 KB."""


def find_sources(
    root: Path,
    docs_folder: str,
    collections: Sequence[Collection],
    rules: Rules = USUAL,
    *,
    may_be_missing: Iterable[str] = (),
) -> tuple[list[Source], list[Problem]]:
    """Read every Markdown file that a site publishes, of its documents and of all collections.

    ``root`` is the folder of ``mkdocs.yml``; ``docs_folder`` and the collections' folders are
    relative to it. Sources come sorted by path. A file that cannot be read is a problem, and so is
    a link that leads astray, a file that the ``rules`` refuse, and a folder that is not there,
    unless it ``may_be_missing`` because a content pack fills it.
    """
    kinds = {collection.folder: collection.kind for collection in collections}
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in files_below(root, {docs_folder, *kinds}, problems, may_be_missing):
        if rules.leave_out(path.removeprefix(f"{docs_folder}/")):
            continue
        is_page = path.lower().endswith(".md")
        # The host copies what is no page, so that must be open to it as well.
        content = read_file(root, path, _LARGEST_FILE if is_page else 0, problems)
        if content is None:
            continue
        if refused := rules.refusal(path, kinds):
            problems.append(refused)
        elif is_page and len(content) > _LARGEST_FILE:
            problems.append(_too_large(path))
        elif is_page:
            sources.append(_source(path, content, docs_folder, kinds))
    return sorted(sources, key=lambda source: source.path), problems


def _source(path: str, content: bytes, docs_folder: str, kinds: dict[str, str]) -> Source:
    pure = PurePosixPath(path)
    # An index page introduces the folder it is in; it is not one of the folder's entries.
    kind = PAGE if pure.stem == "index" else kinds.get(pure.parent.as_posix(), PAGE)
    return Source(
        path=path,
        kind=kind,
        slug=pure.stem,
        address=address_of(path, docs_folder),
        content=content,
    )


def address_of(path: str, docs_folder: str) -> str:
    """Return the place on the site of the page that a file makes.

    >>> address_of("docs/guide/introduction.md", "docs")
    'guide/introduction/'
    >>> address_of("case_studies/example-trust.md", "docs")
    'case-studies/example-trust/'
    """
    inside = path.startswith(f"{docs_folder}/")
    place = path[len(docs_folder) + 1 :] if inside else published_path(path)
    place = place.removesuffix(".md")
    if place == "index" or place.endswith("/index"):
        return place[: -len("index")]
    return f"{place}/"


def published_path(path: str) -> str:
    """Return the place on the site of a file outside the documents folder."""
    return path.replace("_", "-")


def write_source(root: Path, source: Source) -> Problem | None:
    """Write a file that was read from a site, in one step; return the problem of one that is shut.

    A file that is a shortcut to another inside the project stays one.
    """
    try:
        _replace(root, source.path, source.content)
    except OSError as error:
        return shut(source.path, error, "the file cannot be changed")
    return None


def write_new(root: Path, path: str, content: str | bytes) -> None:
    """Write a new file as :func:`write` does; never over one that is there.

    Raises FileExistsError if there is one.
    """
    if os.path.lexists(root / path):
        raise FileExistsError(errno.EEXIST, "There is a file of this name already", path)
    _replace(root, path, content.encode() if isinstance(content, str) else content)


def write(root: Path, path: str, text: str) -> None:
    """Write a file whole or not at all, and the folder that it is in, over what may be there."""
    _replace(root, path, text.encode())


def remove_file(root: Path, path: str) -> None:
    """Delete a file of the project. Raises OSError if it leads out of it, or cannot be deleted."""
    if not is_inside(root, Path(os.path.realpath(root / path))):
        raise OSError(errno.EPERM, "It leads out of the project", path)
    (root / path).unlink()


def _replace(root: Path, path: str, content: bytes) -> None:
    """Write a file in one step, so that no full disk and no interruption leaves half of it."""
    file = Path(os.path.realpath(root / path))
    if not is_inside(root, file):
        raise OSError(errno.EPERM, "It leads out of the project", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(content)
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    except OSError as error:
        error.filename = str(file)  # A full disk names none.
        raise
    finally:
        with suppress(OSError):
            beside.unlink()


def read_text(root: Path, path: str) -> str | None:
    """Return the text of a file, or ``None`` where there is none that can be read."""
    file = root / path
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def find_pictures(root: Path, folders: Iterable[str]) -> list[str]:
    """Return the pictures that lie beside entries, by path from the project root."""
    found = files_below(root, folders, [], folders)
    return sorted(p for p in found if p.lower().endswith(PICTURES) and (root / p).is_file())


def read_folder(
    root: Path, folder: str, ending: str, most: int
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files with an ending below a folder, by path from the project root, and problems.

    Of a file that is larger than ``most`` bytes only as much is read as shows that it is.
    """
    problems: list[Problem] = []
    paths = [p for p in files_below(root, [folder], problems, [folder]) if p.endswith(ending)]
    found = {path: read_file(root, path, most, problems) for path in sorted(paths)}
    return {path: content for path, content in found.items() if content is not None}, problems


def picture_reader(root: Path) -> Callable[[str], Picture | None]:
    """Return a function from a path to the picture there, which reads each file once.

    There is no picture where there is no file, and none outside the project.
    """

    @cache
    def look(path: str) -> Picture | None:
        file = root / path
        width = height = -1
        try:
            # Systems that take "Ward.PNG" for "ward.png" would hide that web hosts do not.
            if not (is_inside(root, file) and file.is_file() and file in file.parent.iterdir()):
                return None
            is_drawing = file.suffix.lower() == ".svg"
            if is_drawing or path.lower().endswith(PICTURES):
                # It brings a client for the web, so only a site with pictures waits for it.
                import imagesize  # noqa: PLC0415

                with suppress(OSError, ValueError):
                    width, height = imagesize.get(file)
            # One that is shut is told where it lies.
            shown = is_drawing or width > 0 or not os.access(file, os.R_OK)
            return Picture(file.stat().st_size, max(width, 0), max(height, 0), shown)
        except (OSError, ValueError):
            return None

    return look


def _too_large(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="file-too-large",
        found=f"the file is larger than {_LARGEST_FILE // 1024 // 1024} MB",
        fix="Divide it into several pages.",
    )
