"""Reading the part of ``mkdocs.yml`` that Casebook needs."""

import os
from pathlib import Path

import pytest

from mkdocs_casebook.config.settings import Settings, placeholders, read_settings
from mkdocs_casebook.content.configuration import as_group
from mkdocs_casebook.core.model import Collection


def write(folder: Path, text: str | bytes, name: str = "mkdocs.yml") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def sound(config: Path) -> Settings:
    settings, problems = read_settings(config)
    assert problems == ()
    assert settings is not None
    return settings


COLLECTIONS = "casebook: {collections: {case_studies: case-study, docs/themes/: theme}}"
READ = (Collection("case_studies", "case-study"), Collection("docs/themes", "theme"))


@pytest.mark.parametrize(
    "text",
    [
        f"plugins: [search, {{{COLLECTIONS}}}]",
        f"plugins: {{search: , {COLLECTIONS}}}",
        f"plugins:\n  - search\n  - {COLLECTIONS}\n",
        f"\ufeffplugins: {{{COLLECTIONS}}}",
    ],
)
def test_collections_are_found_however_plugins_are_listed(tmp_path: Path, text: str) -> None:
    settings = sound(write(tmp_path, text))
    assert settings.collections == READ
    assert settings.root == tmp_path.resolve()
    assert settings.docs_folder == "docs"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a note",
        "- a",
        "a",
        "plugins:",
        "plugins: [casebook]",
        "plugins: [{casebook: }]",
        "plugins: [{casebook: {collections: }}]",
        "plugins: [{casebook: {collections: [a]}}]",
        "plugins: [{casebook: [a]}]",
        "plugins: [{search: {lang: en}}]",
    ],
)
def test_a_site_may_have_no_collections(tmp_path: Path, text: str) -> None:
    assert sound(write(tmp_path, text)).collections == ()


def test_the_documents_folder_can_have_another_name(tmp_path: Path) -> None:
    assert sound(write(tmp_path, "docs_dir: pages/")).docs_folder == "pages"


def test_settings_are_inherited_and_overridden(tmp_path: Path) -> None:
    write(tmp_path, f"docs_dir: pages\nplugins: {{{COLLECTIONS}}}", "base.yml")
    settings = sound(write(tmp_path, "INHERIT: base.yml\ndocs_dir: docs"))
    assert settings.collections == READ
    assert settings.docs_folder == "docs"


def test_tags_and_dates_of_the_host_are_left_alone(tmp_path: Path) -> None:
    text = "a: !ENV [A, b]\nb: !!python/name:os.system\nc: !relative\nd: 2024-02-30\ne: !x {f: g}\n"
    assert sound(write(tmp_path, f"{text}plugins: {{{COLLECTIONS}}}")).collections == READ


def test_a_missing_file_says_where_to_go(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(tmp_path / "mkdocs.yml")
    assert settings is None
    assert problem.code == "no-configuration"


def test_a_missing_file_to_inherit_from_is_named(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(write(tmp_path, "INHERIT: base.yml"))
    assert settings is None
    assert (problem.code, problem.where.path) == ("no-configuration", "base.yml")


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(write(tmp_path, "a: b\nsite_name: One: two\n"))
    assert settings is None
    assert (problem.code, problem.where.line) == ("bad-configuration", 2)


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(write(tmp_path, b"site_name: Caf\xe9"))
    assert settings is None
    assert problem.code == "bad-configuration"


ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nextra: " + "[" * 50_000, 2),
        ("extra: " + "{a: " * 50_000, 1),
        ("extra:\n  " + "- " * 50_000 + "a", 2),
        ("\n".join(f"{' ' * depth}a:" for depth in range(2_000)), 101),
        ("? " * 50_000 + "a", 1),
        ("".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2_000)).replace("*a0", "x"), None),
        (ALIASES, None),
        ("INHERIT: mkdocs.yml", 1),
    ],
)
def test_settings_without_end_are_told(tmp_path: Path, text: str, line: int | None) -> None:
    settings, (problem,) = read_settings(write(tmp_path, text))
    assert settings is None
    assert (problem.code, problem.where.path) == ("bad-configuration", "mkdocs.yml")
    assert line in {None, problem.where.line}


def test_menus_may_be_as_deep_as_anybody_makes_them(tmp_path: Path) -> None:
    nav = "".join(f"{'    ' * depth}  - a:\n" for depth in range(20))
    text = f"nav:\n{nav}{'    ' * 20}  - index.md\nplugins: {{{COLLECTIONS}}}"
    assert sound(write(tmp_path, text)).collections == READ


def test_a_pipe_in_the_place_of_settings_is_told(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(tmp_path / "base.yml")
    _settings, (problem,) = read_settings(write(tmp_path, "INHERIT: base.yml"))
    assert (problem.code, problem.where.path) == ("no-configuration", "base.yml")


@pytest.mark.parametrize("name", ["site_url", "repo_url"])
@pytest.mark.parametrize("address", ["http://[::1/x", "http://[x]/"])
def test_an_address_that_is_none_is_told(tmp_path: Path, name: str, address: str) -> None:
    settings, (problem,) = read_settings(write(tmp_path, f"{name}: '{address}'"))
    assert settings is not None
    assert (problem.code, problem.where.field) == ("not-an-address", name)


def test_an_unknown_kind_is_told(tmp_path: Path) -> None:
    text = "plugins: [{casebook: {collections: {a: chapter, b: page, c: chapters}}}]"
    settings, problems = read_settings(write(tmp_path, text))
    assert settings is None
    assert [problem.code for problem in problems] == ["unknown-kind", "unknown-kind"]
    assert '"page"' in problems[0].found
    assert problems[1].fix == 'Did you mean "chapter"?'


@pytest.mark.parametrize(
    "address", ["", "https://casebook.example/", "http://127.0.0.1:8000/", "http://localhost/"]
)
def test_a_site_that_is_not_published_yet_may_keep_what_the_template_says(address: str) -> None:
    values = as_group(f"site_url: {address}\nextra: {{contact: hello@a.example}}", "mkdocs.yml")
    assert list(placeholders("mkdocs.yml", values)) == []


def test_a_published_site_may_keep_nothing_that_the_template_says() -> None:
    text = """site_url: https://stories.trust.org/
repo_url: https://github.com/example/casebook
extra:
  contact: digital@trust.org
  footer:
    - url: https://a.example/
"""
    found = placeholders("mkdocs.yml", as_group(text, "mkdocs.yml"))
    places = [(problem.where.field, problem.where.line) for problem in found]
    assert places == [("repo_url", 2), ("extra.footer[1].url", 6)]
