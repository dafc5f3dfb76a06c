"""Builds the site in this folder again and again, and stops each build at another point.

It is run by a host's own Python: ``python interrupted.py HOST POINTS``. A point is the how many-th
time that the build opens a file or changes anything on the disk, so it is the same in each run. For
each point whose build has left anything but a whole site, it prints a line.
"""

import hashlib
import importlib
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

HOST, NUMBER = sys.argv[1], int(sys.argv[2])
SITE, OLD, SAID = Path("site").resolve(), Path("../old"), Path("../said.txt")
EVENTS = {"open", "os.mkdir", "os.rename", "os.chmod", "os.remove", "os.scandir", "shutil.rmtree"}
cli = importlib.import_module(f"{HOST}.__main__").cli
# Read once here, and not in each of the builds.
importlib.import_module("mkdocs_casebook.hosts.mkdocs")


def contents(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def build(stop: Callable[[int], bool]) -> tuple[int, bool, str]:
    """Build in a process of its own that is interrupted at the first point that ``stop`` picks.

    Return at how many points that would have been possible, whether the new site had been put in
    place by then, and what was said.
    """
    counts = Path("../counts.txt")
    if child := os.fork():
        os.waitpid(child, 0)
        number, swapped = counts.read_text("utf-8").split()
        return int(number), swapped == "True", SAID.read_text("utf-8")
    said = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    state = {"number": 0, "swapped": False, "on": True}

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if not state["on"] or event not in EVENTS:
            return
        state["number"] += 1
        if stop(state["number"]):
            state["on"] = False
            signal.raise_signal(signal.SIGINT)
        renames = event == "os.rename" and Path(str(arguments[1])) == SITE
        state["swapped"] |= renames and not str(arguments[0]).endswith("-old")

    sys.addaudithook(look)
    try:
        cli(["build", "--strict", "-f", "mkdocs.yml"])
    finally:
        state["on"] = False
        counts.write_text(f"{state['number']} {state['swapped']}", "utf-8")
    return 0, False, ""  # Never: the host has exited.


build(lambda _: False)
shutil.rmtree(OLD, ignore_errors=True)
SITE.rename(OLD)
story = Path("docs/index.md")
story.write_text(story.read_text("utf-8") + "\nOne more line.\n", "utf-8")
total, _, _ = build(lambda _: False)
old, new = contents(OLD), contents(SITE)
assert old != new
assert len(old) > 50
# The swap is a few steps of a great many, so the last of them are tried as well.
chosen = random.Random(7).sample(range(1, total - 9), NUMBER)  # noqa: S311 - the same each time
points = sorted([*chosen, *range(total - 9, total + 1)])
for point in points:
    shutil.rmtree(SITE)
    shutil.copytree(OLD, SITE)
    reached, swapped, said = build(lambda number, point=point: number == point)
    left = [each.name for each in Path().glob(".site-*")]
    whole = SITE.is_dir() and contents(SITE) == (new if swapped else old)
    if not whole or left or "Traceback" in said or reached != point:
        sys.stdout.write(f"{point}: {reached=} {whole=} {swapped=} {left=} {said!r}\n")
sys.stdout.write(f"{len(points)} points of {total}\n")
