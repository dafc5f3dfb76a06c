"""Titles, settings and fields are text in a look that is not ours; the browser tests try thousands.

Here stand the layers that a browser cannot show by themselves: what is left off a page although
nobody refused it, and the policy.
"""

import base64
import hashlib
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.hosts

SETTINGS = """site_name: 'R&D "<b>"'
theme: {name: material, font: false, features: [navigation.tabs, content.tooltips]}
hooks: [no_refusal.py]
plugins:
  - search
  - casebook:
      look: false
      trusted: []
      allow_unsafe: [hooks]
      collections:
        case_studies: case-study
        docs/guide: chapter
        docs/questions: question-list
        docs/themes: theme
        docs/organisations: organisation
"""
NO_REFUSAL = """
from mkdocs_casebook.mkdocs_plugin import plugin as host

host.has_errors = lambda problems: False
"""
STEERS = """---
title: A page
template: redirect.html
location: javascript:alert(1)
icon: no/such-icon
---

Words.
"""
ENDS_THE_TITLE = "# R&D &lt;/title>&lt;script>alert(1)&lt;/script>\n\nWords.\n"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def write(site: Path, settings: str = SETTINGS) -> None:
    (site / "mkdocs.yml").write_text(settings, "utf-8")
    (site / "no_refusal.py").write_text(NO_REFUSAL, "utf-8")
    (site / "docs/about/steers.md").write_text(STEERS, "utf-8")
    (site / "docs/about/ends.md").write_text(ENDS_THE_TITLE, "utf-8")


def page(site: Path, address: str) -> str:
    return (site / "site" / address / "index.html").read_text("utf-8")


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_what_was_not_refused_is_left_off(site, build, host):
    write(site)
    done = build(site, host=host)
    assert done.returncode == 0, done.stderr
    assert "Something unsafe was taken out of about/steers.md" in done.stderr
    text = page(site, "about/steers")
    assert "<h1>A page</h1>" in text
    assert "javascript:" not in text
    features = re.search(r'"features": ?(\[[^]]*\])', text)[1].replace(" ", "")
    assert features == '["navigation.tabs"]'


def test_a_title_from_a_heading_cannot_end_the_title_of_its_page(site, build):
    write(site)
    done = build(site)
    assert done.returncode == 0, done.stderr
    shown = "R&amp;D &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    name = "R&amp;D &#34;&lt;b&gt;&#34;"
    assert f"<title>{shown} - {name}</title>" in page(site, "about/ends")
    assert f'aria-label="{name}"' in page(site, "")


def test_tooltips_stay_where_they_are_allowed(site, build):
    write(site, SETTINGS.replace("[hooks]", "[hooks, content.tooltips]"))
    done = build(site)
    assert done.returncode == 0, done.stderr
    assert '"content.tooltips"' in page(site, "")


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_look_of_the_sites_own_has_a_policy_if_it_asks_for_one(site, build, host):
    write(site)
    done = build(site, host=host)
    assert done.returncode == 0, done.stderr
    assert not [file for file in (site / "site").rglob("*.html") if POLICY.search(file.read_text())]
    own = SETTINGS.replace("look: false", "look: false\n      policy: true")
    write(site, own.replace("font: false", "font: false, custom_dir: own"))
    (site / "own").mkdir()
    (site / "own/main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}<script>let own = 1</script>{% endblock %}',
        "utf-8",
    )
    (site / "docs/about/script.md").write_text("Words.\n\n<script>let text = 1</script>\n", "utf-8")
    settings = (site / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("trusted: []", "trusted: [docs/about/script.md]")
    (site / "mkdocs.yml").write_text(settings, "utf-8")
    done = build(site, host=host)
    assert done.returncode == 0, done.stderr
    pages = list((site / "site").rglob("*.html"))
    assert len(pages) > 20
    for file in pages:
        text = file.read_text("utf-8")
        policy = POLICY.search(text[:4000])[1]
        refused = [code for _tag, code in INLINE.findall(text) if digest(code) not in policy]
        assert refused == (["let text = 1"] if file.parent.name == "script" else []), file


def digest(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
