"""The page "Add Casebook to the MkDocs site you have", followed word for word with the wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from wheels import PROJECT, build_wheel, make_environment, offline

PAGE = (PROJECT / "docs/reference/add.md").read_text("utf-8")
BLOCK = re.compile(r"^(?:`([^`\n]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEFORE, AFTER = (BLOCK.findall(part) for part in PAGE.split("## 1. Install it"))

pytestmark = [
    pytest.mark.hosts,
    pytest.mark.skipif(sys.platform == "win32", reason="its commands are those of a Unix shell"),
]


def write(folder: Path, name: str, text: str) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def change_settings(folder: Path, part: str) -> None:
    """Put a part of the settings in the place of the one of that name, as the page says."""
    (name,) = yaml.safe_load(part)
    file = folder / "mkdocs.yml"
    text, number = re.subn(
        rf"^{name}:\n(?: +.*\n)+", part, file.read_text("utf-8"), flags=re.MULTILINE
    )
    assert number == 1, part
    file.write_text(text, "utf-8")


def main_text(page: Path) -> str:
    """Return what stands in a page between its head and its foot."""
    found = re.search(r"<article.*?</article>", page.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[0]


def test_the_page_leads_from_a_stock_site_to_a_casebook(tmp_path: Path) -> None:
    python = make_environment(tmp_path / ".venv")
    site = tmp_path / "handbook"
    variables = offline(tmp_path) | {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": "",
    }

    def run(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", command.replace("mkdocs build", "python -m mkdocs build")],
            cwd=site,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    for name, _language, text in BEFORE:
        write(site, name, text)
    stock = run("mkdocs build --strict")
    assert stock.returncode == 0, stock.stderr
    untouched = main_text(site / "site/index.html")
    build_wheel(PROJECT, site)
    ran, told = [], ""
    for name, language, text in AFTER:
        if name:
            write(site, name, text)
        elif language == "yaml":
            change_settings(site, text)
        elif language == "text":
            assert told.startswith(text)
        for line in text.splitlines() if language == "sh" else ():
            done = run(line)
            told = done.stdout
            ran.append(line.split()[0])
            # The first check is there to find something.
            assert done.returncode == (ran == ["python", "casebook"]), (line, told, done.stderr)
    assert ran == ["python", "casebook", "casebook", "mkdocs"]
    check_site(site, untouched)
    undo(site)
    done = run("python -m pip uninstall --yes --quiet mkdocs-casebook && mkdocs build --strict")
    assert done.returncode == 0, done.stderr
    assert "<h1>A rota that people can change" in main_text(
        site / "site/projects/new-rota/index.html"
    )


def check_site(site: Path, untouched: str) -> None:
    """Look for what the page says one has at its end."""
    built = site / "site"
    home = main_text(built / "index.html")
    link = '<a class="cb-term" href="./themes/staffing/">Staffing</a>'
    assert home.replace(link, "Staffing") == untouched != home
    rota = main_text(built / "projects/new-rota/index.html")
    assert "minute to read" in rota
    assert "Read next" in rota
    learned = rota.rpartition("What we learned")[2].partition("Read next")[0]
    assert re.search(r'<a [^>]*href="../../themes/staffing/"[^>]*>Staffing</a> was not', learned)
    clinic = main_text(built / "projects/paper-free-clinic/index.html")
    assert '<div class="admonition note">' in clinic
    assert "<mark>paper-free clinic</mark>" in clinic.partition("What links here")[2]
    theme = main_text(built / "themes/staffing/index.html")
    assert "2 projects" in theme
    listed = main_text(built / "projects/index.html")
    assert "What our teams have tried." in listed
    assert 'projects/theme/records/"' in listed
    assert (built / "projects/atom.xml").is_file()
    catalogue = json.loads((built / "catalogue.json").read_text("utf-8"))
    assert "A clinic without paper" in json.dumps(catalogue)
    # The look is still that of Material, with its switch.
    assert "data-md-color-scheme" in (built / "index.html").read_text("utf-8")
    assert "cb-mast" not in (built / "index.html").read_text("utf-8")


def undo(site: Path) -> None:
    """Delete the lines under the plugin, as the page says."""
    file = site / "mkdocs.yml"
    settings = file.read_text("utf-8")
    file.write_text(
        re.sub(r"^  - casebook:\n(?:   +.*\n)+", "", settings, flags=re.MULTILINE), "utf-8"
    )
    assert "casebook" not in file.read_text("utf-8")
