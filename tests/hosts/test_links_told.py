"""The check tells every link that a strict build fails for, and no other."""

import posixpath
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.hosts

WAYS = ["", "../", "../../", "./", "../docs/", "../docs/guide/", "guide/", "themes/", "../guide/"]
WAYS += ["../case_studies/", "../../case_studies/", "case_studies/", "../themes/", "missing/"]
NAMES = ["deciding.md", "decidign.md", "index.md", "governance.md", "first-story.md", "picture.png"]
NAMES += ["", "deciding", "deciding.html", "www.example.org", "report.pdf", "first.md", "deciding/"]
PARTS = ["", "", "#context", "#contxt", "#who-decides", "#nothing", "?a=b", "#first-1"]
SHOWN = ["[a link]({})", '[a link]({} "A title")', "- An item with [a link]({})", "> [quoted]({})"]
SHOWN += ["`[code]({})`", "    [code]({})", "Words [with *marks*]({}) and more", "\\[no link]({})"]


def written(seed: int) -> tuple[list[str], str]:
    """Return links made up from parts, all different, and a text that shows them."""
    chance = random.Random(seed)  # noqa: S311 - for a test
    links = {
        chance.choice(WAYS) + chance.choice(NAMES) + chance.choice(PARTS) for _number in range(250)
    }
    made = sorted(links - {""})
    return made, "\n\n".join(chance.choice(SHOWN).format(link) for link in made)


def place_of(page: str, link: str) -> str:
    """Return what a link leads to, as the host or as the author counts it.

    The host tells a link to a file outside its documents as it has rewritten it.
    """
    path, mark, rest = re.fullmatch(r"([^#?]*)([#?]?)(.*)", link).groups()
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return re.sub(r"^(?:\.\./|docs/)+", "", f"{target}{mark}{rest}")


@pytest.mark.parametrize("page", ["case_studies/first-story.md", "docs/guide/deciding.md"])
def test_what_the_check_tells_is_what_the_build_tells(
    page: str, site: Path, build: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    levels = "links: {anchors: warn, unrecognized_links: warn}"
    (site / "mkdocs.yml").write_text(settings.replace("links: {anchors: warn}", levels), "utf-8")
    file = site / page
    _made, text = written(len(page))
    file.write_text(f"{file.read_text(encoding='utf-8')}\n\n{text}\n", encoding="utf-8")
    done = build(site)
    assert done.returncode == 0, done.stderr
    said = r"WARNING +- +Doc file '[^']*' contains a[n ].*?link '([^']*)'"
    host_page = page.removeprefix("docs/")
    told = {place_of(host_page, link) for link in re.findall(said, done.stderr)}
    check = subprocess.run(
        [sys.executable, "-m", "mkdocs_casebook", "check", "--no-advice"],
        cwd=site,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = [line for line in check.stdout.splitlines() if ": the link " in line]
    links = [re.search(r'the link "([^"]*)"', line)[1] for line in lines]
    found = {place_of(host_page, link) for link in links}
    assert found == told
    assert len(found) > 100
    text_lines = file.read_text(encoding="utf-8").split("\n")
    for line in lines:
        number = int(line.split(":")[1])
        assert re.search(r'the link "([^"]*)"', line)[1] in text_lines[number - 1]
