"""Finding, reading and writing a site's files. Only this module and ``publish`` touch the disk."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from mkdocs_casebook.catalogue.hostile import LARGEST
from mkdocs_casebook.catalogue.sources import FOLDER
from mkdocs_casebook.model import Collection, Picture, Source
from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.safety.rules import PICTURES, USUAL, Rules
from mkdocs_casebook.schema.kinds import PAGE

_LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of one Markdown file; the longest chapter of the guide has about 20 KB."""

_DEEPEST = 100
"""Folders in each other. Hosts go down into them by functions that call themselves."""


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
    for path in _files(root, {docs_folder, *kinds}, problems, may_be_missing):
        if rules.leave_out(path.removeprefix(f"{docs_folder}/")):
            continue
        is_page = path.lower().endswith(".md")
        # The host copies what is no page, so that must be open to it as well.
        content = _read(root, path, _LARGEST_FILE if is_page else 0, problems)
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
    kind = PAGE.name if pure.stem == "index" else kinds.get(pure.parent.as_posix(), PAGE.name)
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
        return _shut(source.path, error, "the file cannot be changed")
    return None


def write_new(root: Path, path: str, text: str) -> None:
    """Write a new file as :func:`write` does; never over one that is there.

    Raises FileExistsError if there is one.
    """
    if os.path.lexists(root / path):
        raise FileExistsError(errno.EEXIST, "There is a file of this name already", path)
    _replace(root, path, text.encode())


def write(root: Path, path: str, text: str) -> None:
    """Write a file whole or not at all, and the folder that it is in, over what may be there."""
    _replace(root, path, text.encode())


def _replace(root: Path, path: str, content: bytes) -> None:
    """Write a file in one step, so that no full disk and no interruption leaves half of it."""
    file = Path(os.path.realpath(root / path))
    if not _is_inside(root, file):
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


def read_bytes(file: Path, most: int = sys.maxsize) -> bytes:
    """Return the bytes of a file, and of one that has more than ``most`` so many that it shows.

    Raises OSError where there is no file. It may be a pipe, for which one would wait for ever.
    """
    size = file.stat().st_size
    if not file.is_file():
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    with file.open("rb") as stream:
        # Room is made for as much as is asked for, so only for what the file has.
        return stream.read(min(size, most) + 1)


def read_text(root: Path, path: str) -> str | None:
    """Return the text of a file, or ``None`` where there is none that can be read."""
    file = root / path
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def find_pictures(root: Path, folders: Iterable[str]) -> list[str]:
    """Return the pictures that lie beside entries, by path from the project root."""
    found = _files(root, folders, [], folders)
    return sorted(p for p in found if p.lower().endswith(PICTURES) and (root / p).is_file())


def find_snapshots(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Return what is kept of other sites, by path from the project root, and what cannot be read.

    Of a file that is too large only as much is read as shows that it is.
    """
    problems: list[Problem] = []
    paths = [p for p in _files(root, [FOLDER], problems, [FOLDER]) if p.endswith(".json")]
    found = {path: _read(root, path, LARGEST, problems) for path in sorted(paths)}
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
            if not (_is_inside(root, file) and file.is_file() and file in file.parent.iterdir()):
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


def _files(
    root: Path, folders: Iterable[str], problems: list[Problem], may_be_missing: Iterable[str]
) -> Iterator[str]:
    """Yield the path of every file below some folders, once and in no particular order."""
    walked: list[str] = []
    for folder in sorted(folders):
        if not _is_there(root / folder):
            if folder not in may_be_missing:
                problems.append(_missing(folder))
        elif not folder.startswith(tuple(f"{other}/" for other in walked)):
            walked.append(folder)
            yield from _below(root, folder, problems)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir() or folder.is_symlink()
    except OSError:
        return True  # It is told with the folder that it is in.


def _below(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the path of every file below a folder.

    Hidden folders are gone through as well: hosts do that too, before they leave them out.
    """
    waiting = [(folder, False)]
    while waiting:
        path, is_linked = waiting.pop()
        file = root / path
        try:
            is_link, is_folder = file.is_symlink(), file.is_dir()
            # Links in linked folders could double the files with each step, and never end.
            is_again = is_link and is_linked and is_folder
            if is_again or ((is_link or path == folder) and _leads_astray(root, path)):
                problems.append(_astray(path))
            elif path.count("/") > _DEEPEST:
                problems.append(_shut(path, "it is in too many folders"))
            elif is_folder:
                waiting += [
                    (f"{path}/{item.name}", is_link or is_linked) for item in file.iterdir()
                ]
            else:
                yield path
        except OSError as error:
            problems.append(_shut(path, error, "the folder cannot be opened"))


def _is_inside(root: Path, file: Path) -> bool:
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


def _leads_astray(root: Path, path: str) -> bool:
    """Return whether a path leads out of the project, into a hidden part of it, or in a ring."""
    home, target = Path(os.path.realpath(root)), Path(os.path.realpath(root / path))
    if target == home / path:
        return False
    if not target.is_relative_to(home) or (home / path).is_relative_to(target):
        return True
    return any(part.startswith(".") for part in target.relative_to(home).parts)


def _read(root: Path, path: str, most: int, problems: list[Problem]) -> bytes | None:
    try:
        path.encode()
        return read_bytes(root / path, most)
    except OSError as error:
        problems.append(_shut(path, error))
    except UnicodeEncodeError:
        problems.append(
            Problem(
                where=Location(path),
                code="bad-file-name",
                found="its name, which is no text, cannot be part of a web address",
                fix="Rename the file.",
                expected="Use small letters, digits and hyphens only.",
            )
        )
    return None


def _shut(path: str, why: object, what: str = "the file cannot be opened") -> Problem:
    return Problem(
        where=Location(path),
        code="unreadable-file",
        found=f"{what} ({getattr(why, 'strerror', None) or why})",
        fix="Check that it is there, and that you may open and change it.",
    )


def _astray(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="link-outside",
        found="this is a shortcut out of the project, to something hidden in it, or in a circle",
        fix="Replace it with the file or folder itself.",
    )


def _missing(folder: str) -> Problem:
    return Problem(
        where=Location("mkdocs.yml"),
        code="missing-folder",
        found=f"there is no folder called {quote(folder)}",
        fix="Make the folder, or delete its line in mkdocs.yml.",
    )


def _too_large(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="file-too-large",
        found=f"the file is larger than {_LARGEST_FILE // 1024 // 1024} MB",
        fix="Divide it into several pages.",
    )
