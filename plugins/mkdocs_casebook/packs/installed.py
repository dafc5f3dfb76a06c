"""Find content packs and read their files.

A pack is the folder of a casebook, installed: its ``mkdocs.yml`` and the folders of its content, as
they stand in the repository that it was built from. So it is read as a site is, and needs no format
of its own. None of its code is run: it has none. Where the program runs from the project that its
packs are made in, they are read there.
"""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

from mkdocs_casebook.config.settings import Settings, read_settings, real_address
from mkdocs_casebook.content.files import find_pictures, find_sources
from mkdocs_casebook.core.model import Origin, Source
from mkdocs_casebook.core.problems import Problem, quote
from mkdocs_casebook.packs.choices import Named
from mkdocs_casebook.packs.wheels import Wheel, build_wheel, installed_wheel, project
from mkdocs_casebook.schema.fields import Reading

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
    pictures: tuple[str, ...]
    """Paths of pictures beside the entries, from the pack's root."""

    package: str = ""
    """The name of the package; empty for a folder."""

    project: Path | None = field(default=None, compare=False)
    """The folder that its package is built in, where this program runs from there."""

    def file(self, path: str) -> Path:
        """Return where a file of the pack is on this machine."""
        return self.settings.root / path

    def wheel(self) -> Wheel:
        """Return the package as a wheel. Raises BuildError where it cannot be built."""
        return build_wheel(self.project) if self.project else installed_wheel(self.package)


def installed() -> Mapping[str, EntryPoint]:
    """Return the packages that hold packs, by the names that sites use."""
    return {point.name: point for point in entry_points(group=GROUP)}


def find_packs(
    names: Iterable[Named], root: Path, reading: Reading
) -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """Return the packs that a site names, in its order, and a problem for each it cannot have.

    A name with a slash or a dot in it is that of a folder below ``root``, the site's own.
    """
    packs: list[Pack] = []
    missing: list[Problem] = []
    for wanted in names:
        is_folder = _is_folder(wanted.name)
        pack = _folder_pack(wanted.name, root) if is_folder else package_pack(wanted.name)
        if pack is None:
            missing.append(_missing(wanted, reading))
        else:
            packs.append(pack)
    return tuple(packs), tuple(missing)


def package_pack(name: str) -> Pack | None:
    """Return the pack of a name, without running anything of it, or ``None``.

    In a clone it is the clone's own; elsewhere it is the installed one.
    """
    if folder := _own_projects().get(name):
        told = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        about, content = told["project"], told["tool"]["hatch"]["build"]["hooks"]["custom"]
        root = folder.parents[1]
        pack = read_pack(name, root, about["version"], tuple(content["content"]))
        return replace(pack, package=about["name"], project=folder) if pack else None
    point = installed().get(name)
    spec = find_spec(point.value) if point else None
    if point is None or spec is None or not spec.submodule_search_locations:
        return None
    version, package = (point.dist.version, point.dist.name) if point.dist else ("", "")
    pack = read_pack(name, Path(spec.submodule_search_locations[0]), version)
    return replace(pack, package=package) if pack else None


def known_packs() -> list[str]:
    """Return the names of all packs that can be had."""
    return sorted({*installed(), *_own_projects()})


@cache
def _own_projects() -> Mapping[str, Path]:
    """Return the folders in which packs are made, where this program runs from their project."""
    root = project()
    found: dict[str, Path] = {}
    for file in sorted(root.glob("packs/*/pyproject.toml")) if root else ():
        told = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        found |= dict.fromkeys(told["entry-points"][GROUP], file.parent)
    return found


def _folder_pack(name: str, root: Path) -> Pack | None:
    """Return the pack in a folder of the project; nothing that leads out of it."""
    folder = (root / name).resolve()
    return read_pack(name, folder, "") if folder.is_relative_to(root) else None


def read_pack(
    name: str, folder: Path, version: str, content: tuple[str, ...] = ("",)
) -> Pack | None:
    """Return the pack in a folder; ``None`` where its settings cannot be read.

    ``content`` are the files and folders that belong to it: all, if nothing else is said.
    """

    def belongs(path: str) -> bool:
        return any(not part or f"{path}/".startswith(f"{part}/") for part in content)

    settings, _problems = read_settings(folder / CONFIGURATION)
    if settings is None:
        return None
    present = tuple(c for c in settings.collections if (folder / c.folder).is_dir())
    settings = replace(settings, collections=present)
    sources, _unreadable = find_sources(folder, settings.docs_folder, present)
    return Pack(
        name=name,
        version=version,
        settings=settings,
        sources=tuple(
            replace(source, origin=_origin(name, version, settings, source))
            for source in sources
            if belongs(source.path)
        ),
        pictures=tuple(filter(belongs, find_pictures(folder, [c.folder for c in present]))),
    )


def _origin(name: str, version: str, settings: Settings, source: Source) -> Origin:
    imprint = settings.imprint
    edit, address = "", real_address(imprint.address)
    if (repository := real_address(imprint.repository)) and imprint.edit_address:
        place = posixpath.relpath(source.path, settings.docs_folder)
        folder = urljoin(f"{repository.rstrip('/')}/", imprint.edit_address)
        edit = urljoin(f"{folder.rstrip('/')}/", place)
    return Origin(
        name=imprint.site_name,
        pack=name,
        holder=imprint.organisation.holder if imprint.organisation else imprint.site_name,
        address=urljoin(address, source.address) if address else "",
        licence=imprint.licence.id if imprint.licence else "",
        version=version,
        path=source.path,
        edit_address=edit,
    )


def _is_folder(name: str) -> bool:
    return "/" in name or "." in name


def _missing(wanted: Named, reading: Reading) -> Problem:
    if _is_folder(wanted.name):
        return Problem(
            where=wanted.where,
            code="missing-pack",
            found=f"there is no content pack in the folder {quote(wanted.name)}",
            fix="Name a folder of this project that holds a mkdocs.yml and its content.",
        )
    known = known_packs()
    meant = reading.vocabulary.nearest(wanted.name, known)
    install = "Install it with: python -m pip install -r requirements.txt"
    return Problem(
        where=wanted.where,
        code="missing-pack",
        found=f"the content pack {quote(wanted.name)} is not installed",
        fix=f'Did you mean "{meant}"?' if meant else install,
        expected=f"Installed are: {', '.join(known)}." if known and not meant else "",
    )
