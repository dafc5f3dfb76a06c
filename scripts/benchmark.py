"""Measure what Casebook costs: a site built with it and without it, in turn.

  python scripts/benchmark.py                        1,000 case studies, five pairs of builds
  python scripts/benchmark.py --all                  also ten times the aliases and ten times the
                                                     pages, and what each does to the figures
  python scripts/benchmark.py --pages 10000 --runs 3
  python scripts/benchmark.py --theme casebook       Casebook in its own theme; the other site stays
                                                     in Material, as always
  python scripts/benchmark.py --check-only           only the time of "casebook check"

The case studies are made up from a seed, so that two machines measure the same site. Pages stand
outside the navigation, as they do on the real site. Both sites have the same words, theme, search
and extensions. Every figure is the median of the runs, with the smallest and the largest beside it;
a ratio is taken of each pair, since a shared machine is not always equally fast. It needs Linux or
macOS, which tell what a program used.
"""

import argparse
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import environment

TEN = 10
MATERIAL = "material"
NAMES_OF_THEMES = (MATERIAL, "casebook")
THEMES = 30
ORGANISATIONS = 40
SYLLABLES = tuple(first + second for first in "bdgklmnprstvz" for second in "aeiou")
TYPES = ("acute", "community", "mental-health", "ambulance", "specialist")
REGIONS = ("london", "midlands", "north-west", "south-east", "south-west", "east-of-england")
KEEPS_NOTHING = "PYTHONDONTWRITEBYTECODE"
BYTES_IN_KB = 1024


class Use(NamedTuple):
    """What one run of a program used.

    cpu and wall are in seconds; peak is the largest memory in MB.
    """

    cpu: float
    wall: float
    peak: float


def main(arguments: list[str]) -> int:
    """Make the sites, run the builds and print the figures. Returns the exit status."""
    options = parse(arguments)
    if options.timed_build:
        return build_timed()
    python = str(environment.prepare(environment.SITE))
    if options.check_only:
        measure(python, options, build=False)
        return 0
    measured = measure(python, options)
    if options.all:
        names = options.aliases * TEN
        points = 100 * (measure(python, options, aliases=names).ratio - measured.ratio)
        print(f"{'ten times the aliases, CPU ratio':38} {points:+9.1f} points\n")
        large = measure(python, options, pages=options.pages * TEN, runs=1)
        for name in ("build_with", "build_without", "own"):
            times = getattr(large, name) / getattr(measured, name)
            exponent = math.log(times) / math.log(TEN)
            print(f"{f'exponent of CPU, {name}'.replace('_', ' '):38} {exponent:9.3f}")
    return 0


class Measured(NamedTuple):
    """Medians of the builds of a site: seconds of CPU, and the ratio of the first two."""

    build_with: float
    build_without: float
    own: float
    """What the plugin's events and steps of Markdown take."""

    ratio: float


def measure(
    python: str, options: argparse.Namespace, *, build: bool = True, **changed: int
) -> Measured:
    """Make two sites, build them in turn and print the figures."""
    options = argparse.Namespace(**vars(options) | changed)
    measured = Measured(0, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="casebook-benchmark-") as folder:
        sites = Path(folder)
        for name in ("with", "without"):
            make_site(sites / name, options, plugin=name == "with")
        print(
            f"{options.pages:,} case studies of {options.words} words, {THEMES} themes with "
            f"{options.aliases:,} aliases, seed {options.seed}"
        )
        if build:
            measured = compare(python, sites, options)
        check = [python, "-m", "mkdocs_casebook", "check"]
        print_uses("casebook check", [run(check, sites / "with") for _ in range(options.runs)])
        one = [*check, "case_studies/story-0.md"]
        print_uses(
            "casebook check of one file", [run(one, sites / "with") for _ in range(options.runs)]
        )
        print()
    return measured


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--words", type=int, default=900)
    parser.add_argument("--aliases", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--theme", choices=NAMES_OF_THEMES, default=MATERIAL)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--check-only", action="store_true")
    parser.add_argument("--timed-build", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def compare(python: str, sites: Path, options: argparse.Namespace) -> Measured:
    """Build both sites in turn, after one build each that does not count; print and return it.

    The plugin's own time is taken in a build by itself, since taking it costs time.
    """
    build = [python, "-m", "mkdocs", "build"]
    uses: dict[str, list[Use]] = {"with": [], "without": []}
    own: list[dict[str, float]] = []
    for turn in range(options.runs + 1):
        # Each goes first in every other pair, so that a machine that warms up favours neither.
        for name in sorted(uses, reverse=bool(turn % 2)):
            use = run(build, sites / name)
            if turn:
                uses[name].append(use)
        if turn:
            run([python, __file__, "--timed-build"], sites / "with", sites / "with.log")
            own.append(json.loads((sites / "with.log").read_text().splitlines()[-1]))
    for name, found in uses.items():
        print_uses(f"build {name} Casebook", found)
    pairs = list(zip(uses["with"], uses["without"], strict=True))
    ratio = print_figure("CPU, with / without", [a.cpu / b.cpu for a, b in pairs], "")
    print_figure("peak memory, with / without", [a.peak / b.peak for a, b in pairs], "")
    print_figure("peak memory, with - without", [a.peak - b.peak for a, b in pairs], "MB")
    pages = options.pages + THEMES + ORGANISATIONS + 1
    whole = [sum(parts.values()) for parts in own]
    print_figure("Casebook's own time a page", [1000 * time / pages for time in whole], "ms")
    for name in own[0]:
        print_figure(f"  {name}", [1000 * parts[name] / pages for parts in own], "ms")
    cpu = {name: statistics.median(use.cpu for use in found) for name, found in uses.items()}
    return Measured(cpu["with"], cpu["without"], statistics.median(whole), ratio)


def build_timed() -> int:
    """Build the site in this folder, and print the CPU of each of Casebook's events and steps."""
    # Only the environment of the site has them.
    from markdown.util import Registry  # noqa: PLC0415
    from mkdocs.__main__ import cli  # noqa: PLC0415
    from mkdocs.plugins import CombinedEvent  # noqa: PLC0415

    from mkdocs_casebook.mkdocs_plugin.plugin import CasebookPlugin  # noqa: PLC0415

    seconds: defaultdict[str, float] = defaultdict(float)

    def clocked(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the step takes
            start = time.process_time()
            try:
                return step(*given, **named)
            finally:
                seconds[name] += time.process_time() - start

        return timed

    for name, event in vars(CasebookPlugin).copy().items():
        if isinstance(event, CombinedEvent):
            steps = [clocked(f"{name} {step.__name__}", step) for step in event.methods]
            setattr(CasebookPlugin, name, CombinedEvent(*steps))
        elif name.startswith("on_"):
            setattr(CasebookPlugin, name, clocked(name, event))
    register = Registry.register

    def register_clocked(self: Any, item: Any, name: str, priority: float) -> None:  # noqa: ANN401
        if type(item).__module__.startswith("mkdocs_casebook.") and hasattr(item, "run"):
            item.run = clocked(f"Markdown, {name}", item.run)
        register(self, item, name, priority)

    Registry.register = register_clocked  # type: ignore[method-assign]
    cli(["build"], standalone_mode=False)
    print(json.dumps(dict(sorted(seconds.items(), key=lambda item: -item[1]))))
    return 0


def run(command: list[str], folder: Path, log: Path | None = None) -> Use:
    """Run a program in a folder and return what it used; stop if it fails."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    quiet["PYTHONHASHSEED"] = "0"
    # A developer's machine may keep Python from storing what it compiled, so that each start
    # compiles our modules again, and only ours: an installed package never does.
    usual = {name: value for name, value in os.environ.items() if name != KEEPS_NOTHING}
    start = time.monotonic()
    with Path(log or os.devnull).open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=usual | quiet, stdout=output, stderr=subprocess.STDOUT
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    # Linux counts memory in KB, macOS in bytes.
    unit = BYTES_IN_KB**2 if sys.platform == "darwin" else BYTES_IN_KB
    use = Use(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)
    if status:
        raise SystemExit(f"{' '.join(command)} failed in {folder}.")
    return use


def print_uses(name: str, uses: list[Use]) -> None:
    """Print the figures of several runs."""
    print_figure(f"{name}: CPU", [use.cpu for use in uses], "s")
    print_figure(f"{name}: wall", [use.wall for use in uses], "s")
    print_figure(f"{name}: peak memory", [use.peak for use in uses], "MB")


def print_figure(name: str, values: Iterable[float], unit: str) -> float:
    """Print the median of some values, and the smallest and largest; return the median."""
    ordered = sorted(values)
    middle = statistics.median(ordered)
    print(f"{name:38} {middle:9.3f} {unit:2}  ({ordered[0]:.3f} to {ordered[-1]:.3f})")
    return middle


def make_site(folder: Path, options: argparse.Namespace, *, plugin: bool) -> None:
    """Write a site of case studies; without the plugin they are ordinary pages.

    The text mentions the names of themes and links to other case studies, as real text does.
    """
    chance = random.Random(options.seed)  # noqa: S311 - a corpus, not a secret
    shutil.rmtree(folder, ignore_errors=True)
    studies = folder / ("case_studies" if plugin else "docs/case-studies")
    for place in (studies, folder / "docs/themes", folder / "docs/organisations"):
        place.mkdir(parents=True)
    write(folder / "mkdocs.yml", settings(options.theme if plugin else MATERIAL, plugin=plugin))
    write(folder / "docs/index.md", "---\ntitle: Home\nindex: home\n---\n\nWelcome.\n")
    names = make_themes(folder, chance, options.aliases)
    for number in range(ORGANISATIONS):
        write(
            folder / f"docs/organisations/example-{number}.md",
            front_matter(
                title=f"Example {number} NHS Trust",
                type=[chance.choice(TYPES)],
                region=chance.choice(REGIONS),
            ),
        )
    for number in range(options.pages):
        fields = front_matter(
            title=f"Story {number}: {word(chance)} {word(chance)}",
            summary=f"{sentence(chance)} {sentence(chance)}",
            organisation=f"example-{chance.randrange(ORGANISATIONS)}",
            themes=chance.sample([f"theme-{theme}" for theme in range(THEMES)], 4),
            systems=["Patient record", f"System {word(chance)}"],
            year=str(chance.randrange(2015, 2027)),
            status="in-use",
            source={"title": "An example report", "date": "2020-07"},
            added="2026-01-01",
        )
        text = "\n\n".join(body(chance, options, names, plugin=plugin))
        write(studies / f"story-{number}.md", f"{fields}\n{text}\n")


def make_themes(folder: Path, chance: random.Random, aliases: int) -> list[str]:
    """Write the themes with so many aliases among them, and return the names used in texts."""
    # Each name has a number in it, so that no two themes share one.
    names = [f"{word(chance, 2)} {word(chance)} {number}" for number in range(aliases)]
    for theme in range(THEMES):
        write(
            folder / f"docs/themes/theme-{theme}.md",
            front_matter(
                title=f"Theme {word(chance)} {theme}",
                summary=sentence(chance),
                aliases=names[theme::THEMES],
                related=[f"theme-{(theme + 1) % THEMES}"],
            ),
        )
    return names


def settings(theme: str, *, plugin: bool) -> str:
    """Return mkdocs.yml: the same search and extensions for both sites."""
    # JSON is good YAML as well.
    folders = {"case_studies": "case-study"}
    folders |= {"docs/themes": "theme", "docs/organisations": "organisation"}
    own = [{"casebook": {"collections": folders}}] if plugin else []
    said = {
        "site_name": "Example casebook",
        "site_url": "https://casebook.example/",
        "theme": {"name": theme, "font": False},
        "nav": ["index.md"],
        "validation": {"nav": {"omitted_files": "ignore"}},
        "markdown_extensions": ["attr_list", "def_list", "tables", "toc"],
        "plugins": ["search", *own],
    }
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in said.items())


def front_matter(**fields: object) -> str:
    """Return fields as front matter."""
    lines = (f"{name}: {json.dumps(value)}" for name, value in fields.items())
    return "\n".join(("---", *lines, "---", ""))


def body(
    chance: random.Random, options: argparse.Namespace, names: list[str], *, plugin: bool
) -> Iterator[str]:
    """Yield the paragraphs of a case study in six sections."""
    for number in range(6):
        theme = f' themes="theme-{chance.randrange(THEMES)}"' if plugin else ""
        yield f"## {word(chance).title()} {word(chance)} {{#part-{number}{theme}}}"
        for _ in range(3):
            text = " ".join(sentence(chance) for _ in range(options.words // 18 // 12))
            yield f"The {chance.choice(names)} matters. {text}"
        other = chance.randrange(options.pages)
        yield f"As in [another story](story-{other}.md#part-{number}), it took a year."


def sentence(chance: random.Random) -> str:
    """Return a sentence of twelve invented words."""
    return " ".join(word(chance) for _ in range(12)).capitalize() + "."


def word(chance: random.Random, least: int = 1) -> str:
    """Return an invented word of so many syllables at least."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randrange(least, 5)))


def write(path: Path, text: str) -> None:
    """Write a text file with the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
