"""Compare what two versions of Casebook make of the same sites, byte by byte.

  python scripts/compare_builds.py             the last commit against the files as they are now
  python scripts/compare_builds.py REVISION    that revision against the files as they are now

It builds this project's site, a site of the benchmark with long lists, and the one in tests/hosts
that turns every option on, also with files for addresses and without Casebook's look. Both versions
get the same pages and settings, those of the working tree, and only the plugin's code differs. Each
site is built with MkDocs and with ProperDocs. Every file is compared, and so is what the host says.
Nothing is passed over, unless --words asks for white space in pages to be. The exit status is 1 if
anything differs.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile, zip_longest
from pathlib import Path

import benchmark
import environment

TESTS = environment.ROOT / "tests"
PLUGINS = environment.ROOT / "plugins"
OWN = ("mkdocs.yml", "docs", "case_studies", "templates", "README.md", ".github", ".pages.yml")
MESSAGES = "what the host says"
LONG = ["--pages", "320", "--words", "150", "--aliases", "60"]
LISTS = ("home", "case-study", "theme", "coverage", "everything", "new", "data")
AROUND = 60
LINES_SHOWN = 3
HOSTS = {"mkdocs": environment.SITE, "properdocs": environment.PROPERDOCS}
Files = Mapping[str, bytes]


def main(arguments: list[str]) -> int:
    """Build every site with both versions and print what differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("revision", nargs="?", default="HEAD")
    parser.add_argument("--site", choices=SITES, action="append", help="only this site")
    parser.add_argument("--words", action="store_true", help="pass over white space in pages")
    options = parser.parse_args(arguments)
    pythons = {host: environment.prepare(theirs) for host, theirs in HOSTS.items()}
    with tempfile.TemporaryDirectory(prefix="casebook-compare-") as name:
        folder = Path(name)
        archive = ["git", "archive", options.revision, "plugins"]
        packed = subprocess.run(archive, cwd=environment.ROOT, check=True, capture_output=True)
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
            files.extractall(folder / "before", filter="data")
        codes = (folder / "before" / "plugins", PLUGINS)
        pairs = [(site, host) for site in options.site or SITES for host in HOSTS]

        def compare(pair: tuple[str, str]) -> tuple[int, list[str]]:
            site, host = pair
            place = folder / f"{site}-{host}"
            SITES[site](place)
            command = [str(pythons[host]), "-m", host, "build", "-q", "-f", "mkdocs.yml"]
            before, after = (build(place, command, code) for code in codes)
            if options.words:
                before, after = by_word(before), by_word(after)
            told = [line for name in differing(before, after) for line in name]
            return len(after), [f"{site}, {host}: {line}" for line in told]

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(compare, pairs))
    lines = [line for _, told in found for line in told]
    print("\n".join(lines) or f"No difference in {sum(number for number, _ in found)} files.")
    return bool(lines)


def build(folder: Path, command: list[str], code: Path) -> Files:
    """Build a site with the plugin in a folder of code; return its files, and the messages."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | quiet | {"PYTHONPATH": str(code), "SOURCE_DATE_EPOCH": "1577836800"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{folder.name} cannot be built:\n{(done.stdout + done.stderr).decode()}")
    site = folder / "site"
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    shutil.rmtree(site, ignore_errors=True)
    return found | {MESSAGES: done.stdout + done.stderr}


def by_word(files: Files) -> Files:
    """Return files with each word of a page on a line."""
    return {
        name: b"\n".join(text.split()) if name.endswith(".html") else text
        for name, text in files.items()
    }


def differing(before: Files, after: Files) -> Iterator[list[str]]:
    """Yield the lines that tell of each file that is not the same."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield [f"{name} is {'new' if old is None else 'gone'}"]
        elif old != new:
            lines = zip_longest(old.splitlines(), new.splitlines(), fillvalue=b"")
            pairs = [(at, *pair) for at, pair in enumerate(lines, 1) if pair[0] != pair[1]]
            told = [line for pair in pairs[:LINES_SHOWN] for line in show(name, *pair)]
            yield told or [f"{name} differs in its line ends"]


def show(name: str, at: int, old: bytes, new: bytes) -> list[str]:
    """Return a line before and after, from shortly before its first difference."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = max(0, same - AROUND)
    texts = (line[start : start + 2 * AROUND].decode(errors="replace") for line in (old, new))
    return [f"{name}:{at}", *(f"  {sign} {text}" for sign, text in zip("-+", texts, strict=True))]


def own(folder: Path) -> None:
    """Copy this project's site."""
    folder.mkdir()
    for name in OWN:
        path = environment.ROOT / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / name)


def long_lists(folder: Path) -> None:
    """Make a site with lists of more entries than one page shows."""
    benchmark.make_site(folder, benchmark.parse(LONG), plugin=True)
    for name in LISTS:
        text = benchmark.front_matter(title=f"The list {name}", index=name)
        benchmark.write(folder / f"docs/{'index' if name == 'home' else name}.md", text)


def every_option(folder: Path, *changes: tuple[str, str]) -> None:
    """Lay the site with every option over the small one, a content pack and another's stories."""
    for part, place in (
        ("hosts/site", ""),
        ("packs/example", "pack"),
        ("golden/source-read-and-sound/input/sources", "sources"),
        ("hosts/every", ""),
    ):
        shutil.copytree(TESTS / part, folder / place, dirs_exist_ok=True)
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    benchmark.write(settings, text)


NO_FOLDERS = ("nav:\n", "use_directory_urls: false\nnav:\n")
NO_LOOK = ("  - casebook:\n", "  - casebook:\n      look: false\n")
OUR_THEME = ("name: material, font: false", "name: casebook")
SITES: Mapping[str, Callable[[Path], None]] = {
    "this site": own,
    "long lists": long_lists,
    "every option": every_option,
    "every option, files for addresses": lambda folder: every_option(folder, NO_FOLDERS),
    "every option, our theme": lambda folder: every_option(folder, OUR_THEME),
    "every option, no look": lambda folder: every_option(folder, NO_LOOK),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
