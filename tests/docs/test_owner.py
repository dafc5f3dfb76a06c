"""Who owns this site is said in one block of ``mkdocs.yml``; a fork need change nothing else."""

import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from mkdocs_casebook.config.colours import ON_ACCENT, PAPER, WASH
from mkdocs_casebook.config.contrast import ratio
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.config.site_metadata import Imprint

PROJECT = Path(__file__).parents[2]
MAY_NAME_THE_OWNER = {
    "mkdocs.yml": "holds the block",
    "CITATION.cff": "must stand at the root for code hosts; a test below holds it to the block",
    "LICENSE": "the licence of the code, which a fork leaves as it is",
    "LICENSE-CONTENT": "the licence of the text that a fork takes from here",
    "README.md": "introduces this repository and its first site; a new site gets its own",
    "pyproject.toml": "the authors of the package, which a fork installs and does not change",
    "action.yml": "says who made the action, which a fork uses and does not change",
    "publiccode.yml": "is about this project; tests/docs/test_public_code.py holds it to the block",
    "docs/reference/problems.md": "an example of what is told",
    "scripts/benchmark.py": "a site made up to be measured",
}


def imprint() -> Imprint:
    settings, problems = read_settings(PROJECT / "mkdocs.yml")
    assert settings is not None
    assert problems == ()
    return settings.imprint


def names(site: Imprint) -> list[str]:
    assert site.organisation is not None
    host, repository = urlsplit(site.address or ""), urlsplit(site.repository or "")
    found = [site.site_name, site.organisation.name, site.contact, host.hostname, repository.path]
    assert all(found)
    return [str(name).strip("/") for name in found]


def files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git made the project
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [name for name in listed.split("\0") if name and not name.startswith("tests/")]


def test_no_other_file_names_the_owner() -> None:
    wanted = names(imprint())
    found = {
        name: word
        for name in files()
        if name not in MAY_NAME_THE_OWNER and (PROJECT / name).is_file()
        for word in wanted
        if word.encode() in (PROJECT / name).read_bytes()
    }
    assert found == {}


def test_every_exception_is_needed() -> None:
    wanted = names(imprint())
    for name in MAY_NAME_THE_OWNER:
        text = (PROJECT / name).read_text("utf-8")
        assert any(word in text for word in wanted), name


def test_the_file_for_citations_says_what_the_block_says() -> None:
    site = imprint()
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    assert citation["title"] == site.site_name
    assert site.organisation is not None
    assert citation["authors"] == [{"name": site.organisation.name}]
    assert site.licence is not None
    assert citation["license"] == site.licence.id
    assert citation["url"] == site.address
    program = citation["references"][-1]
    assert program["authors"] == citation["authors"]
    assert {citation["repository-code"], program["repository-code"]} == {site.repository}


def test_the_addresses_of_the_package_are_those_of_the_block() -> None:
    site = imprint()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    urls = project["urls"]
    assert urls["Homepage"] == site.address
    assert urls["Source"] == site.repository
    ours = {"Documentation": site.address, "Issues": site.repository, "Changelog": site.repository}
    assert all(urls[name].startswith(str(start)) for name, start in ours.items())
    assert urls.keys() == {"Homepage", "Source", *ours}
    page, file = urls["Documentation"].split("/", 3)[3], urls["Changelog"].split("/main/")[1]
    assert (PROJECT / "docs" / page / "index.md").is_file()
    assert all((PROJECT / path).is_file() for path in (file, project["readme"]))


def test_the_block_comes_first() -> None:
    settings = yaml.compose((PROJECT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    first = [name.value for name, _value in settings.value][:6]
    assert first == [
        "site_name",
        "site_description",
        "site_url",
        "repo_url",
        "edit_uri",
        "extra",
    ]


def test_grounds_of_the_contrast_check_are_those_of_the_style_sheet() -> None:
    style = (PROJECT / "plugins/mkdocs_casebook/theme/assets/casebook.css").read_text("utf-8")
    for name, (light, dark) in {"paper": PAPER, "wash": WASH, "on-accent": ON_ACCENT}.items():
        short = light.replace("#ffffff", "#fff")
        assert f"--cb-{name}: light-dark({short}, {dark});" in style
    assert ratio(ON_ACCENT[1], PAPER[1]) < 1.2  # Both near black: what passes on one does on both.
