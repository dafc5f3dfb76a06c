"""A site over a content pack, built by both hosts."""

import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.hosts

PACK = Path(__file__).parents[1] / "packs" / "example"


@pytest.fixture
def layered(site: Path) -> Path:
    shutil.copytree(PACK, site / "pack")
    config = site / "mkdocs.yml"
    text = config.read_text("utf-8")
    assert "  - casebook:\n" in text
    config.write_text(
        text.replace("  - casebook:\n", "  - casebook:\n      packs: [./pack]\n"), "utf-8"
    )
    return site


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_pages_of_a_pack_are_built_credited_and_linked(layered, build, host):
    done = build(layered, "--strict", host=host)
    assert done.returncode == 0, done.stderr
    page = (layered / "site/guide/second-steps/index.html").read_text("utf-8")
    assert "Example Guide Makers" in page
    assert 'href="https://example.org/code/edit/main/docs/guide/second-steps.md"' in page
    assert 'href="../third-steps/"' in page
    assert 'href="../../case-studies/far-away/#context"' in page
    assert "<span>our office</span>" in page
    data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert data["@graph"][0]["isBasedOn"]["name"] == "Example guide: Second steps"
    theme = (layered / "site/themes/buying/index.html").read_text("utf-8")
    assert 'href="../../guide/second-steps/"' in theme


def test_the_same_pack_builds_without_folders_for_addresses(layered, build):
    config = layered / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\nuse_directory_urls: false\n", "utf-8")
    done = build(layered, "--strict")
    assert done.returncode == 0, done.stderr
    page = (layered / "site/guide/second-steps.html").read_text("utf-8")
    assert 'href="third-steps.html"' in page
    assert 'href="../case-studies/far-away.html#context"' in page


KIND = """      kinds:
        pilot:
          label: Pilot
          plural: Pilots
          fields:
            scale:
              type: choice
              label: Scale
              options: {ward: One ward, trust: The whole trust}
"""
PILOT = """---
title: The first pilot
summary: What we tried first.
themes: [governance]
scale: ward
added: 2026-11-20
---

See [deciding](../docs/guide/deciding.md).
"""
PILOTS = """---
title: Pilots
summary: Everything we tried.
index: pilot
---
"""


def test_a_kind_of_the_sites_own_has_pages_a_list_and_facets(site, build):
    config = site / "mkdocs.yml"
    text = config.read_text("utf-8").replace("  - casebook:\n", f"  - casebook:\n{KIND}")
    text = text.replace("collections:\n", "collections:\n        pilots: pilot\n")
    config.write_text(text, "utf-8")
    (site / "pilots").mkdir()
    (site / "pilots/first-pilot.md").write_text(PILOT, "utf-8")
    (site / "docs/pilots.md").write_text(PILOTS, "utf-8")
    done = build(site, "--strict")
    assert done.returncode == 0, done.stderr
    page = (site / "site/pilots/first-pilot/index.html").read_text("utf-8")
    assert "One ward" in page
    assert 'href="../../guide/deciding/"' in page
    listed = (site / "site/pilots/index.html").read_text("utf-8")
    assert "1 pilot" in listed
    assert 'href="../pilots/first-pilot/"' in listed
    assert (site / "site/pilots/scale/ward/index.html").is_file()
    theme = (site / "site/themes/governance/index.html").read_text("utf-8")
    assert "The first pilot" in theme
    assert ">Pilots<" in theme
