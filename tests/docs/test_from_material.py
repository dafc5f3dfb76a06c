"""The page for whoever comes from Material's plugins: its two sites are built, and hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from material.plugins.blog.config import BlogConfig
from material.plugins.tags.config import TagsConfig

from mkdocs_casebook.cli.main import main as run_casebook
from mkdocs_casebook.schema.kind_declarations import standard
from sites import run_build

PAGE = (Path(__file__).parents[2] / "docs/reference/from-material.md").read_text("utf-8")
FILE = re.compile(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEFORE, AFTER = (FILE.findall(part) for part in PAGE.partition("{#example}")[2].split("And after."))


def write(folder: Path, files: list[tuple[str, str]]) -> None:
    for name, text in files:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


@pytest.mark.hosts
def test_the_site_before_becomes_the_site_after(tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    done = run_build(tmp_path, "--strict")
    assert done.returncode == 0, done.stderr
    built = tmp_path / "site"
    assert (built / "blog/archive/2026/index.html").is_file()
    assert list(built.glob("blog/2026/03/02/*/index.html"))
    write(tmp_path, AFTER)
    (tmp_path / "docs/blog/.authors.yml").unlink()
    assert run_casebook(["check", "--no-advice", "--config", str(tmp_path / "mkdocs.yml")]) == 0
    done = run_build(tmp_path, "--strict")
    assert done.returncode == 0, done.stderr
    for place in ("theme/buying", "about/money", "year/2026", "author/ada-example"):
        assert (built / f"blog/{place}/index.html").is_file(), place
    assert "One contract" in (built / "blog/atom.xml").read_text("utf-8")
    post = (built / "blog/posts/one-contract/index.html").read_text("utf-8")
    assert "minute to read" in post
    assert "Ada Example" in post
    assert "One contract" in (built / "themes/buying/index.html").read_text("utf-8")
    # Tags of other pages are listed as before.
    assert "Start" in (built / "tags/index.html").read_text("utf-8").partition("<article")[2]


@pytest.mark.hosts
def test_both_plugins_can_stay_for_other_pages(tmp_path: Path) -> None:
    write(tmp_path, AFTER)
    write(tmp_path, [item for item in BEFORE if item[0] in {"docs/index.md", "docs/tags.md"}])
    settings = tmp_path / "mkdocs.yml"
    kept = "  - blog:\n      blog_dir: news\n  - casebook:\n"
    settings.write_text(settings.read_text("utf-8").replace("  - casebook:\n", kept), "utf-8")
    post = dict(BEFORE)["docs/blog/posts/one-contract.md"].replace("authors:\n  - ada\n", "")
    write(tmp_path, [("docs/news/index.md", "# News\n"), ("docs/news/posts/first.md", post)])
    done = run_build(tmp_path, "--strict")
    assert done.returncode == 0, done.stderr
    built = tmp_path / "site"
    assert list(built.glob("news/2026/03/02/*/index.html"))
    assert (built / "news/category/money/index.html").is_file()
    assert (built / "blog/about/money/index.html").is_file()
    assert "Buying" in (built / "tags/index.html").read_text("utf-8")


def rows(part: str) -> list[tuple[str, str]]:
    text = PAGE.partition(f"{{#{part}}}")[2].partition("\n## ")[0]
    return re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.MULTILINE)[1:]


@pytest.mark.parametrize(("part", "settings"), [("tags", TagsConfig), ("blog", BlogConfig)])
def test_settings_in_the_left_column_are_those_of_material(part: str, settings: type) -> None:
    known = {name for name, _option in settings._schema}
    named = {
        word for left, _right in rows(part) for word in re.findall(r"`(?:docs/)?(\w+_\w+)`", left)
    }
    assert named
    assert named <= known


def test_fields_in_the_right_column_are_those_of_casebook() -> None:
    schema = standard()
    theme = schema["theme"].fields.by_name
    of_any = {"themes", "added", "reviewed"}
    for name in ("broader", "aliases", "formerly"):
        assert any(f"`{name}" in right for _left, right in rows("tags"))
        assert name in theme
    for name in of_any:
        assert any(f"`{name}:" in right for part in ("tags", "blog") for _l, right in rows(part))
        assert name in schema["case-study"].fields.by_name


def test_a_draft_is_told_as_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, AFTER)
    post = tmp_path / "docs/blog/posts/one-contract.md"
    for field in ("draft", "pin", "tags"):
        post.write_text(dict(AFTER)["docs/blog/posts/one-contract.md"], "utf-8")
        text = post.read_text("utf-8").replace("\nyear:", f"\n{field}: true\nyear:")
        post.write_text(text, "utf-8")
        assert run_casebook(["check", "--config", str(tmp_path / "mkdocs.yml")]) == 1
        assert f'there is no field called "{field}"' in capsys.readouterr().out
