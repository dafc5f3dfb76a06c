"""Finding and reading a site's files. Only this module and ``publish`` touch the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from mkdocs_casebook.core.model import PAGE, Collection, Picture, Source
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.safety.rules import USUAL, Rules

_LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of one Markdown file; the longest chapter of the guide has about 20 KB."""

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})
"""Not .svg: it can hold scripts."""


def find_sources(
    root: Path,
    docs_folder: str,
    collections: Sequence[Collection],
    rules: Rules = USUAL,
    *,
    may_be_missing: Iterable[str] = (),
) -> tuple[list[Source], list[Problem]]:
    """Read every Markdown file of a site: the documents folder and all collections.

    ``root`` is the folder of ``mkdocs.yml``; ``docs_folder`` and the collections' folders are
    relative to it. Sources come sorted by path. A file that cannot be read is a problem, and so is
    a link that leads out of the project, a file that browsers run where the ``rules`` keep it out,
    and a folder that is not there, unless it ``may_be_missing`` because a content pack fills it.
    """
    kinds = {collection.folder: collection.kind for collection in collections}
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    walked: list[str] = []
    for folder in sorted({docs_folder, *kinds}):
        if not (root / folder).is_dir():
            if folder in may_be_missing:
                continue
            problems.append(
                Problem(
                    where=Location("mkdocs.yml"),
                    code="missing-folder",
                    found=f"there is no folder called {quote(folder)}",
                    fix="Make the folder, or delete its line in mkdocs.yml.",
                )
            )
            continue
        if any(folder.startswith(f"{other}/") for other in walked):
            continue
        walked.append(folder)
        for path in _files(root, folder, problems):
            if not path.lower().endswith(".md"):
                if rules.keep_out(path, kinds):
                    problems.append(_keep_out(path))
                continue
            content = _read(root / path, path, _LARGEST_FILE, problems)
            if content is not None and len(content) > _LARGEST_FILE:
                problems.append(_too_large(path))
            elif content is not None:
                sources[path] = _source(path, content, docs_folder, kinds)
    return [sources[path] for path in sorted(sources)], problems


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
        _replace((root / source.path).resolve(), source.content)
    except OSError as error:
        return Problem(
            where=Location(source.path),
            code="unreadable-file",
            found=f"the file cannot be changed ({error.strerror or 'unknown reason'})",
            fix="Check that you may write to it.",
        )
    return None


def write_new(root: Path, path: str, text: str) -> None:
    """Write a new file, and the folder that it is in; never over one that is there.

    Raises FileExistsError if there is one.
    """
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def write(root: Path, path: str, text: str) -> None:
    """Write a file whole or not at all, and the folder that it is in, over what may be there."""
    _replace(root / path, text.encode())


def _replace(file: Path, content: bytes) -> None:
    """Write a file in one step, so that no full disk and no interruption leaves half of it."""
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
    try:
        return (root / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def find_pictures(root: Path, folders: Iterable[str]) -> list[str]:
    """Return the pictures that lie beside entries, by path from the project root."""
    return sorted(
        file.relative_to(root).as_posix()
        for folder in folders
        for file in (root / folder).rglob("*")
        if file.suffix.lower() in _PICTURES and file.is_file() and not file.is_symlink()
    )


def read_folder(
    root: Path, folder: str, ending: str, most: int
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files with an ending below a folder, by path from the project root, and problems.

    Of a file that is larger than ``most`` bytes only as much is read as shows that it is.
    """
    problems: list[Problem] = []
    paths = _files(root, folder, problems) if (root / folder).is_dir() else ()
    wanted = sorted(path for path in paths if path.endswith(ending))
    found = {path: _read(root / path, path, most, problems) for path in wanted}
    return {path: content for path, content in found.items() if content is not None}, problems


def picture_reader(root: Path) -> Callable[[str], Picture | None]:
    """Return a function from a path to the picture there, which reads each file once.

    There is no picture where there is no file, and none outside the project.
    """

    @cache
    def look(path: str) -> Picture | None:
        file = root / path
        if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
            return None
        # Systems that take "Ward.PNG" for "ward.png" would hide that web hosts do not.
        if file not in file.parent.iterdir():
            return None
        ending = file.suffix.lower()
        width = height = -1
        if ending in _PICTURES or ending == ".svg":
            # It brings a client for the web with it, so only a site with pictures waits for it.
            import imagesize  # noqa: PLC0415

            with suppress(OSError, ValueError):
                width, height = imagesize.get(file)
        is_shown = ending == ".svg" or width > 0
        return Picture(file.stat().st_size, max(width, 0), max(height, 0), is_shown)

    return look


def _keep_out(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="file-that-runs",
        found="browsers can run a program in a file of this kind",
        fix="Delete it. A picture can be saved as .png, .jpg or .webp.",
    )


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Yield paths below a folder, from the project root, in no particular order."""
    for item in os.scandir(root / folder):
        path = f"{folder}/{item.name}"
        if item.name.startswith("."):
            continue
        if item.is_symlink() and not _leads_inside(root, Path(item.path)):
            problems.append(
                Problem(
                    where=Location(path),
                    code="link-outside",
                    found="this is a shortcut to something outside the project",
                    fix="Replace it with the file or folder itself.",
                )
            )
        elif item.is_dir():
            yield from _files(root, path, problems)
        else:
            yield path


def _leads_inside(root: Path, link: Path) -> bool:
    target = link.resolve()
    # A link to a folder above itself would be walked for ever.
    return target.is_relative_to(root.resolve()) and not link.absolute().is_relative_to(target)


def _read(file: Path, path: str, most: int, problems: list[Problem]) -> bytes | None:
    try:
        with file.open("rb") as stream:
            # Room is made for as much as is asked for, so only for what the file has.
            size = os.fstat(stream.fileno()).st_size
            return stream.read(min(size, most) + 1)
    except OSError as error:
        problems.append(
            Problem(
                where=Location(path),
                code="unreadable-file",
                found=f"the file cannot be opened ({error.strerror or 'unknown reason'})",
                fix="Check that it is a file and that you may read it.",
            )
        )
        return None


def _too_large(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="file-too-large",
        found=f"the file is larger than {_LARGEST_FILE // 1024 // 1024} MB",
        fix="Divide it into several pages.",
    )
