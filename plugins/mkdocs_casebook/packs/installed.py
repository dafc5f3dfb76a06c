"""Finding a content pack and reading its files.

A pack is the folder of a casebook, installed: its ``mkdocs.yml`` and the folders of its content, as
they stand in the repository that it was built from. So it is read as a site is, and needs no format
of its own. None of its code is run: it has none.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.files import find_pictures, find_sources
from mkdocs_casebook.core.model import Origin, Source
from mkdocs_casebook.core.problems import Problem, quote
from mkdocs_casebook.packs.choices import Named
from mkdocs_casebook.schema.fields import Reading

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

GROUP = "casebook.packs"
"""The group of entry points: the name that sites use for a pack → the package that holds it."""

CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A content pack that is installed."""

    name: str
    """What sites call it: ``digital-leadership``."""

    version: str
    """The version of the package; empty for a pack that is a folder of the project."""

    settings: Settings
    sources: tuple[Source, ...]
    pictures: tuple[str, ...] = ()
    """Paths of pictures beside the entries, from the pack's root."""

    @property
    def title(self) -> str:
        """What readers call it."""
        return self.settings.imprint.site_name

    def file(self, path: str) -> Path:
        """Return where a file of the pack is on this machine."""
        return self.settings.root / path


def installed() -> Mapping[str, str]:
    """Return the packs that are installed: the package of each, by the name that sites use."""
    return {point.name: point.value for point in _entry_points()}


def _entry_points() -> EntryPoints:
    # It reads all packages and brings a client for mail with it: only sites with packs wait for it.
    from importlib.metadata import entry_points  # noqa: PLC0415

    return entry_points(group=GROUP)


def find_packs(
    names: Sequence[Named], root: Path, reading: Reading
) -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """Return the packs that a site names, in its order, and a problem for each it cannot have.

    A name with a slash or a dot in it is that of a folder below ``root``, the site's own.
    """
    known = installed() if names else {}
    packs: list[Pack] = []
    missing: list[Problem] = []
    for wanted in names:
        if _is_folder(wanted.name):
            place, version = _folder(root, wanted.name), ""
        else:
            place, version = _package(known.get(wanted.name, ""))
        pack = read_pack(wanted.name, place, version) if place is not None else None
        if pack is None:
            missing.append(_missing(wanted, known, reading))
        else:
            packs.append(pack)
    return tuple(packs), tuple(missing)


def package_pack(name: str) -> Pack | None:
    """Return the installed pack of a name, or ``None``."""
    place, version = _package(installed().get(name, ""))
    return read_pack(name, place, version) if place is not None else None


def read_pack(name: str, folder: Path, version: str) -> Pack | None:
    """Return the pack in a folder; ``None`` where its settings cannot be read."""
    settings, _problems = read_settings(folder / CONFIGURATION)
    if settings is None:
        return None
    present = tuple(c for c in settings.collections if (folder / c.folder).is_dir())
    settings = replace(settings, collections=present)
    sources, _unreadable = find_sources(folder, settings.docs_folder, present)
    pack = Pack(name=name, version=version, settings=settings, sources=())
    return replace(
        pack,
        sources=tuple(replace(source, origin=_origin(pack, source)) for source in sources),
        pictures=tuple(find_pictures(folder, [c.folder for c in present])),
    )


def _package(module: str) -> tuple[Path | None, str]:
    """Return the folder of a package and its version, without running anything of it."""
    if not module:
        return None, ""
    spec = find_spec(module)
    places = spec.submodule_search_locations if spec else None
    found = (point for point in _entry_points() if point.value == module)
    version = next((point.dist.version for point in found if point.dist), "")
    return (Path(next(iter(places))) if places else None), version


def _folder(root: Path, name: str) -> Path | None:
    """Return a folder of the project; nothing that leads out of it."""
    folder = (root / name).resolve()
    return folder if folder.is_relative_to(root) else None


def _origin(pack: Pack, source: Source) -> Origin:
    imprint, docs = pack.settings.imprint, pack.settings.docs_folder
    edit = ""
    if imprint.repository and imprint.edit_address:
        place = posixpath.relpath(source.path, docs)
        folder = urljoin(f"{imprint.repository.rstrip('/')}/", imprint.edit_address)
        edit = urljoin(f"{folder.rstrip('/')}/", place)
    return Origin(
        name=pack.title,
        pack=pack.name,
        holder=imprint.organisation.holder if imprint.organisation else pack.title,
        address=urljoin(imprint.address, source.address) if imprint.address else "",
        licence=imprint.licence.id if imprint.licence else "",
        version=pack.version,
        path=source.path,
        edit_address=edit,
    )


def _is_folder(name: str) -> bool:
    return "/" in name or "." in name


def _missing(wanted: Named, known: Mapping[str, str], reading: Reading) -> Problem:
    if _is_folder(wanted.name):
        return Problem(
            where=wanted.where,
            code="missing-pack",
            found=f"there is no content pack in the folder {quote(wanted.name)}",
            fix="Name a folder of this project that holds a mkdocs.yml and its content.",
        )
    meant = reading.vocabulary.nearest(wanted.name, known)
    install = "Install it with: python -m pip install -r requirements.txt"
    return Problem(
        where=wanted.where,
        code="missing-pack",
        found=f"the content pack {quote(wanted.name)} is not installed",
        fix=f'Did you mean "{meant}"?' if meant else install,
        expected=f"Installed are: {', '.join(sorted(known))}." if known and not meant else "",
    )
