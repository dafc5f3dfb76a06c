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
    assert 'href="https://code.example/guide/edit/main/docs/guide/second-steps.md"' in page
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
