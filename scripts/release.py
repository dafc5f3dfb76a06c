"""Build the packages, hold them to what a release promises, and publish them.

  python scripts/release.py check [TAG]     the tag, the version and CHANGELOG.md say the same
  python scripts/release.py build           builds both packages into dist/, each twice
  python scripts/release.py test [WORDS]    runs the tests on what was built; WORDS go to pytest
  python scripts/release.py upload [TAG]    signs the package of the tag, and uploads it
  python scripts/release.py announce [TAG]  puts all that was built into a release on the code host

The first three run anywhere and change nothing but dist/. The last two are for the workflow
release.yml, since they prove who they are by it. Left out, TAG is what the workflow runs on.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import environment
from check import HOSTS
from environment import SetupError, say

DIST = environment.ROOT / "dist"
PROJECTS = {"v": ".", "guide-": "packs/digital-leadership"}
"""What the tags of each package begin with, and the folder of its pyproject.toml."""

PACKAGE = ("*.whl", "*.tar.gz")
ATTESTATION = ".publish.attestation"
BILL = ".cdx.json"
"""How the list of what the program is made of ends: CycloneDX as JSON."""

SUMS = "SHA256SUMS"
TESTS = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal", "-m", "not browser")
"""How the tests are run on what was built. A browser would see the same files as before."""

NOT_OF_PACKAGES = ("--ignore", "tests/workflows")
"""Tests that are about this repository and would build the packages once more."""

READABLE = (0o644, 0o600)
"""For each of the two builds, who may read the files: it must not show in what is built."""


def main(arguments: list[str]) -> int:
    """Do the step that the arguments name, and return the exit status."""
    steps: dict[str, Callable[[list[str]], int]] = {
        "check": lambda words: check(tag_of(words)),
        "build": lambda _words: build(),
        "test": test,
        "upload": lambda words: upload(tag_of(words)),
        "announce": lambda words: announce(tag_of(words)),
    }
    if not arguments or arguments[0] not in steps:
        print(__doc__)
        return 2
    return environment.tell(lambda: steps[arguments[0]](arguments[1:]))


def tag_of(words: list[str]) -> str:
    """Return the tag that is given, or else that on which a workflow runs."""
    tag = words[0] if words else os.environ.get("GITHUB_REF_NAME", "")
    if not tag:
        raise SetupError("Say which tag is meant, such as: python scripts/release.py check v0.1.0")
    return tag


def project_of(tag: str) -> Mapping[str, Any]:
    """Return what pyproject.toml says of the package that a tag names.

    Raises SetupError when the tag names none, or another version.
    """
    for prefix, folder in PROJECTS.items():
        file = environment.ROOT / folder / "pyproject.toml"
        project: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))["project"]
        if tag == prefix + project["version"]:
            return project
        if tag.startswith(prefix):
            where = file.relative_to(environment.ROOT).as_posix()
            raise SetupError(
                f"{where}: version: found {project['version']}, and the tag is {tag}. Tag "
                f"{prefix}{project['version']}, or change the version and commit it first."
            )
    starts = " or ".join(f"{prefix}VERSION" for prefix in PROJECTS)
    raise SetupError(f"The tag {tag} names no package. Write {starts}.")


def check(tag: str) -> int:
    """Hold a tag against the version, the list of changes and what is committed.

    Raises SetupError with the first thing that is to be mended.
    """
    project = project_of(tag)
    notes(tag)
    if left := output("git", "status", "--porcelain").strip():
        raise SetupError(f"These files are not as they were committed. Commit them first.\n{left}")
    say(f"{tag} can be released as {project['name']} {project['version']}.")
    return 0


def notes(tag: str) -> str:
    """Return what is told of a version: its part of CHANGELOG.md, or what the package is.

    Raises SetupError when the program has no such part.
    """
    project = project_of(tag)
    if not tag.startswith("v"):
        return str(project["description"])
    version = re.escape(project["version"])
    text = (environment.ROOT / "CHANGELOG.md").read_text("utf-8")
    found = re.search(
        rf"^## {version} - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    if found is None:
        raise SetupError(
            f'CHANGELOG.md: there is no heading "## {project["version"]} - " with a day such as '
            "2026-12-01. Write it above what is new in this version."
        )
    return found[1].strip()


def build() -> int:
    """Build both packages twice, compare the bytes, and write the first into dist/.

    Beside them come a list of what the program is made of, and a checksum of each file. Raises
    SetupError when two builds of the same files differ, or a package's description is not sound.
    """
    python = environment.prepare(environment.RELEASE)
    with TemporaryDirectory() as made:
        once = build_copy(python, Path(made, "once"), other=False)
        again = build_copy(python, Path(made, "again"), other=True)
    if differ := sorted(name for name in once | again if once.get(name) != again.get(name)):
        raise SetupError(f"Two builds of the same files differ: {', '.join(differ)}.")
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    for name, content in once.items():
        (DIST / name).write_bytes(content)
    run([str(python), "-m", "twine", "check", "--strict", *packages()])
    write_bill(python)
    files = sorted(file for file in DIST.iterdir() if file.name != SUMS)
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (DIST / SUMS).write_text("".join(sums), "utf-8", newline="\n")
    say("\n".join(["Built twice, with the same bytes:", *sorted(f"  {f.name}" for f in files)]))
    return 0


def build_copy(python: Path, folder: Path, *, other: bool) -> dict[str, bytes]:
    """Return the files of both packages, built from a copy of what git keeps.

    other: whether to copy in the other order, for nobody else to read, so that neither can matter.
    """
    names = output("git", "ls-files", "-z").split("\0")
    for name in sorted(filter(None, names), reverse=other):
        if (environment.ROOT / name).is_file():
            copy = folder / "files" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(environment.ROOT / name, copy)
            copy.chmod(READABLE[other])
    epoch = output("git", "log", "-1", "--format=%ct").strip()
    for project in PROJECTS.values():
        command = [str(python), "-m", "hatchling", "build", "-d", str(folder / "built")]
        run(command, folder / "files" / project, {"SOURCE_DATE_EPOCH": epoch})
    return {file.name: file.read_bytes() for file in sorted((folder / "built").iterdir())}


def write_bill(python: Path) -> None:
    """Write what the program is made of, in the versions that the tests run with, as CycloneDX."""
    file = DIST / f"{next(DIST.glob('mkdocs_casebook-*.whl')).name.rsplit('-', 3)[0]}{BILL}"
    tests = str(environment.prepare(environment.TEST))
    command = [str(python), "-m", "cyclonedx_py", "environment", tests, "--output-reproducible"]
    project = ["--pyproject", str(environment.ROOT / "pyproject.toml"), "--mc-type", "library"]
    run([*command, *project, "-o", str(file)])
    bill = only_needed(json.loads(file.read_text("utf-8")))
    file.write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n", "utf-8", newline="\n")


def only_needed(bill: dict[str, Any]) -> dict[str, Any]:
    """Return a list with just what the program needs, without test tools.

    The tool that writes the list also follows what a package needs for its own tests, if that is
    installed. So only what the list of the site names can be needed.
    """
    pinned = environment.SITE.requirements.read_text("utf-8")
    names = {plain(name) for name in re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE)}
    root = bill["metadata"]["component"]
    leads = {item["ref"]: item.get("dependsOn", []) for item in bill["dependencies"]}
    found, ahead = {root["bom-ref"]}, [root["bom-ref"]]
    while ahead:
        further = {ref for ref in leads[ahead.pop()] if plain(ref.partition("==")[0]) in names}
        ahead += sorted(further - found)
        found |= further
    named = root | {"purl": f"pkg:pypi/{root['name']}@{root['version']}"}
    return bill | {
        "metadata": bill["metadata"] | {"component": named},
        "components": [item for item in bill["components"] if item["bom-ref"] in found],
        "dependencies": [
            item | {"dependsOn": [ref for ref in leads[item["ref"]] if ref in found]}
            for item in bill["dependencies"]
            if item["ref"] in found
        ],
    }


def plain(name: str) -> str:
    """Return the name of a package as indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test(words: list[str]) -> int:
    """Run the tests on the built packages instead of the files here, and return the exit status.

    The program is put before the files here; tests that install packages take the built ones.
    words: further words for pytest. Raises SetupError when nothing has been built.
    """
    wheel = packages("mkdocs_casebook-*.whl")
    python = str(environment.prepare(environment.TEST))
    with TemporaryDirectory() as installed:
        pip = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
        run([*pip, "--disable-pip-version-check", "--target", installed, *wheel])
        hosts = {
            f"CASEBOOK_{host.upper()}_PYTHON": str(environment.prepare(tools))
            for host, tools in HOSTS.items()
        }
        where = {"PYTHONPATH": installed, "CASEBOOK_WHEELS": str(DIST), **hosts}
        find = "import mkdocs_casebook; print(mkdocs_casebook.__file__)"
        if not Path(output(python, "-c", find, **where).strip()).is_relative_to(installed):
            raise SetupError("The tests would not see the built packages. Is PYTHONSAFEPATH set?")
        return environment.run([python, "-m", "pytest", *TESTS, *NOT_OF_PACKAGES, *words], where)


def upload(tag: str) -> int:
    """Sign the package that a tag names with the identity of the workflow, and upload it."""
    python = str(environment.prepare(environment.RELEASE))
    files = packages_of(tag)
    run([python, "-m", "pypi_attestations", "sign", *files])
    signed = [*files, *(f"{file}{ATTESTATION}" for file in files)]
    run([python, "-m", "twine", "upload", "--non-interactive", "--attestations", *signed])
    return 0


def announce(tag: str) -> int:
    """Put everything that was built into a release on the code host."""
    packages_of(tag)
    files = map(str, sorted(DIST.iterdir()))
    words = ["--verify-tag", "--title", tag, "--notes", notes(tag)]
    run(["gh", "release", "create", tag, *words, *files])
    return 0


def packages(*patterns: str) -> list[str]:
    """Return the built files, by their paths. Raises SetupError when there are none."""
    files = sorted(str(file) for pattern in patterns or PACKAGE for file in DIST.glob(pattern))
    if not files:
        raise SetupError("Nothing has been built. Run first: python scripts/release.py build")
    return files


def packages_of(tag: str) -> list[str]:
    """Return the built files of the package that a tag names. Raises SetupError for no files."""
    project = project_of(tag)
    start = f"{project['name'].replace('-', '_')}-{project['version']}"
    return packages(f"{start}-*.whl", f"{start}.tar.gz")


def run(
    command: list[str], folder: Path = environment.ROOT, extra: Mapping[str, str] | None = None
) -> None:
    """Run a command in view of the user. Raises SetupError when it fails."""
    say("> " + " ".join(Path(word).name for word in command[:5]))
    if subprocess.run(
        command, cwd=folder, env={**os.environ, **(extra or {})}, check=False
    ).returncode:
        raise SetupError("That command failed. Its own message stands above.")


def output(*command: str, **extra: str) -> str:
    """Return what a command prints. Raises SetupError when it fails."""
    done = subprocess.run(
        command,
        cwd=environment.ROOT,
        env={**os.environ, **extra},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
