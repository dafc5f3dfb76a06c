"""Two sites federate, and survive an outage, a clash, a withdrawal and a hostile catalogue."""

import json
import re
import shutil
import signal
from pathlib import Path

import pytest

from sites import host_command

pytestmark = pytest.mark.hosts

SNAPSHOT = "sources/sample-nhs-trust.json"
STORY = "sources/sample-nhs-trust/case-studies/voice-notes"
HOSTS = ("mkdocs", "properdocs")

NO_NETWORK = """
import socket, sys

def refuse(*_arguments, **_options):
    raise SystemExit("the network was asked")

class Closed(socket.socket):
    connect = connect_ex = sendto = bind = refuse

socket.socket = Closed
socket.create_connection = socket.getaddrinfo = refuse
sys.argv = ["mkdocs", "build", "--strict", "-f", "mkdocs.yml"]
from mkdocs.__main__ import cli
cli()
"""


def build(run, site: Path, host: str = "mkdocs"):
    python = host_command(host)[0]
    return run(site, host, "build", "--strict", "-f", "mkdocs.yml", python=python)


def page(site: Path, place: str) -> str:
    return (site / "site" / place / "index.html").read_text("utf-8")


def change(published, alter) -> None:
    file = published.folder / "catalogue.json"
    catalogue = json.loads(file.read_text("utf-8"))
    alter(catalogue)
    file.write_text(json.dumps(catalogue), "utf-8")


def stories(catalogue: dict) -> list:
    return catalogue["entries"]["case-study"]


@pytest.mark.parametrize("host", HOSTS)
def test_case_studies_of_another_site_are_in_every_list_with_their_origin(
    example, sample, run, pull, host
):
    done = pull(example)
    assert (done.returncode, done.stdout) == (0, f"{SNAPSHOT}: 2 case studies, 2 new.\n")
    sample.down()
    done = build(run, example, host)
    assert done.returncode == 0, done.stdout + done.stderr
    story = page(example, STORY)
    there = f"{sample.address}case-studies/voice-notes/"
    assert f'<a href="{there}">Read the whole case study at 127.0.0.1</a>' in story
    assert "published by <strong>Sample NHS Trust</strong>" in story
    assert "Open Government Licence v3.0" in story
    assert re.search(r"As it stood on \d+ \w+ 20\d\d\.", story)
    assert f'<a href="{there}#first">What was tried first</a>' in story
    assert "The first microphones heard the whole ward" in story
    assert '<meta name="robots" content="noindex">' in story
    assert "sample-trust" not in (example / "site/sitemap.xml").read_text("utf-8")
    assert "/edit/" not in story
    for place in (
        "case-studies",
        "case-studies/from/sample-nhs-trust",
        "case-studies/type/mental-health",
        "themes/governance",
        "sources/sample-nhs-trust/organisations/sample-trust",
        "organisations",
        ".",
    ):
        found = page(example, place)
        assert "Voice notes on the ward round" in found, place
        assert "ublished by Sample NHS Trust" in found or "from/" in place, place
    # One of their stories is about a trust of ours that has no code, so it is known by its name.
    assert page(example, "organisations/example-trust").count("A second story") == 2
    search = json.loads((example / "site/search/search_index.json").read_text("utf-8"))
    text = " ".join(doc["text"] for doc in search["docs"] if doc["location"].startswith(STORY))
    assert "Voice recognition" in text
    assert "stopped typing in the evening" in text
    feed = json.loads((example / "site/case-studies/feed.json").read_text("utf-8"))
    item = next(item for item in feed["items"] if item["title"].startswith("Voice"))
    assert (item["external_url"], item["authors"]) == (there, [{"name": "Sample NHS Trust"}])
    catalogue = json.loads((example / "site/catalogue.json").read_text("utf-8"))
    said = next(item for item in stories(catalogue) if item["id"].endswith("--voice-notes"))
    assert (said["origin"]["address"], said["origin"]["licence"]) == (there, "OGL-UK-3.0")


def test_a_build_asks_no_network(example, run, pull):
    assert pull(example).returncode == 0
    (example / "closed.py").write_text(NO_NETWORK, "utf-8")
    done = run(example, "closed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Voice notes" in page(example, "case-studies")


def test_a_source_on_this_machine_is_read_only_where_that_is_asked_for(example, run):
    done = run(example, "mkdocs_casebook", "pull")
    assert done.returncode == 1
    assert "--allow-loopback" in done.stdout
    assert not (example / SNAPSHOT).exists()


def test_without_sources_there_is_nothing_to_pull(example, run):
    config = example / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("sources:", "x_sources:"), "utf-8")
    done = run(example, "mkdocs_casebook", "pull")
    assert (done.returncode, done.stdout) == (
        0,
        "mkdocs.yml lists no sources, so there is nothing to read.\n",
    )


@pytest.mark.parametrize("host", HOSTS)
def test_an_outage_leaves_the_last_snapshot_marked_with_its_date(example, sample, run, pull, host):
    assert pull(example).returncode == 0
    before = json.loads((example / SNAPSHOT).read_text("utf-8"))
    sample.down()
    done = pull(example)
    assert done.returncode == 1
    assert "Sample NHS Trust could not be read: it did not answer" in done.stdout
    assert f"What was read on {before['read-on']} stays." in done.stdout
    after = json.loads((example / SNAPSHOT).read_text("utf-8"))
    assert after.pop("missed-since")
    assert after == before
    assert build(run, example, host).returncode == 0
    assert "Their site could not be read since" in page(example, STORY)
    sample.up()
    assert pull(example).returncode == 0
    assert json.loads((example / SNAPSHOT).read_text("utf-8")) == before


def test_a_withdrawn_case_study_goes_and_its_address_says_so(example, sample, run, pull):
    assert pull(example).returncode == 0
    assert build(run, example).returncode == 0
    change(sample, lambda found: stories(found).pop())
    done = pull(example)
    assert done.returncode == 0
    assert 'notice: the case study "voice-notes" is there no more' in done.stdout
    assert build(run, example).returncode == 0
    assert "Voice notes" not in page(example, "case-studies")
    gone = page(example, STORY)
    assert "This case study has been withdrawn" in gone
    assert "Sample NHS Trust publishes it no longer" in gone
    assert "Nurses spoke" not in gone
    assert "Voice" not in (example / SNAPSHOT).read_text("utf-8")
    search = (example / "site/search/search_index.json").read_text("utf-8")
    assert "withdrawn" not in search


def test_a_clash_is_told_and_the_site_is_built(example, run, pull):
    trust = example / "docs/organisations/example-trust.md"
    trust.write_text(trust.read_text("utf-8").replace("type:", "ods: X9Z\ntype:"), "utf-8")
    assert pull(example).returncode == 0
    done = build(run, example)
    assert done.returncode == 0
    assert (
        '"Example NHS Trust" has the code "X9Z" here and "X1Z" at Sample NHS Trust' in done.stderr
    )
    config = example / "mkdocs.yml"
    text = trust.read_text("utf-8").replace("X9Z", "X1Z")
    trust.write_text(text, "utf-8")
    done = build(run, example)
    assert 'the case study "second-story" of Sample NHS Trust is also at this site' in done.stderr
    left = f"{SAMPLE_LINE}\n          leave-out: [second-story]"
    config.write_text(re.sub(SAMPLE_LINE, left, config.read_text("utf-8")), "utf-8")
    done = build(run, example)
    assert "second-story" not in done.stderr


SAMPLE_LINE = "        - name: Sample NHS Trust"


def test_an_unknown_licence_is_refused_and_told(example, sample, pull):
    change(sample, lambda found: found["site"].update(licence="All-Rights-Reserved"))
    done = pull(example)
    assert done.returncode == 1
    assert 'its licence is "All-Rights-Reserved", and you accept' in done.stdout
    assert 'name it under "licences:"' in done.stdout
    assert not (example / SNAPSHOT).exists()


NASTY = "'\" onerror=alert(1) {{ 7*7 }} [x](javascript:alert(1)) &lt; img src=x &gt; < img"


@pytest.mark.parametrize("host", HOSTS)
def test_a_hostile_catalogue_is_no_more_than_text(example, sample, run, pull, host):
    def attack(found: dict) -> None:
        found["__proto__"] = {"polluted": True}
        found["site"]["name"] = "</title><script>alert(1)</script>"
        found["site"]["description"] = NASTY
        for theme in found["entries"]["theme"]:
            theme["title"] = NASTY
        for trust in found["entries"]["organisation"]:
            trust["title"] = f"{trust['title']} {NASTY}"[:100]
        first, second = stories(found)
        first |= {"title": NASTY, "summary": NASTY, "duration": NASTY, "did-not-work": [NASTY]}
        first |= {"systems": ["constructor", "__proto__", NASTY[:70]]}
        first["people"] = [{"name": NASTY, "role": NASTY}]
        first["source"] = {"title": NASTY, "url": "http://127.0.0.1/"}
        first["sections"] = [{"id": "one", "title": NASTY, "address": "x", "summary": NASTY}]
        bad = {
            "summary": "<img src=x onerror=alert(1)>",
            "address": "javascript:alert(1)",
            "title": "a\u202eb",
            "duration": "&lt;img src=x onerror=alert(1)&gt;",
            "id": "__proto__",
        }
        stories(found).extend({**second, "id": f"bad-{key}", key: bad[key]} for key in bad)
        stories(found).append(dict(second))
        stories(found).append("x" * 100_000)

    change(sample, attack)
    done = pull(example)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("is left out") == 7, done.stdout
    assert "\u202e" not in done.stdout
    done = build(run, example, host)
    assert done.returncode == 0, done.stdout + done.stderr
    for file in (example / "site").rglob("*"):
        if file.suffix in {".html", ".xml"}:
            text = file.read_text("utf-8")
            assert "<img src=x" not in text, file
            assert "alert(1)</script>" not in text, file
            assert 'href="javascript:' not in text, file
            assert ">49<" not in text, file
    for file in (example / "site").rglob("*.json"):
        json.loads(file.read_text("utf-8"))


HALF = "{"
KILLED = """
import os, signal, sys

def look(event, arguments):
    if event == {event!r} and str(arguments[0]).endswith(".json.new"):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(look)
from mkdocs_casebook.cli.main import main
main(["pull", "--allow-loopback"])
"""


def everything(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (HALF, "not whole, or no JSON"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested deeper"),
        ('{"a": "' + "x" * (16 * 1024 * 1024) + '"}', "larger than 16 MB"),
        ('{"a": [' + "0," * 2_000_000 + "0]}", "more than 1,000,000 values"),
        ("<!doctype html>", "not whole, or no JSON"),
        ("{}", "no catalogue of a site made with Casebook"),
    ],
    ids=["cut short", "deep", "large", "two million values", "a page", "something else"],
)
def test_what_is_no_catalogue_leaves_everything_as_it_was(example, sample, pull, content, why):
    assert pull(example).returncode == 0
    before = everything(example)
    catalogue = sample.folder / "catalogue.json"
    whole = catalogue.read_text("utf-8")
    catalogue.write_text(whole[: len(whole) // 2] if content is HALF else content, "utf-8")
    done = pull(example)
    assert done.returncode == 1
    assert why in done.stdout
    assert not done.stderr
    assert everything(example) == before


def test_a_full_disk_leaves_the_last_snapshot_and_is_told_in_a_sentence(example, sample, pull):
    resource = pytest.importorskip("resource", reason="Windows has no limit of a file's size")
    assert pull(example).returncode == 0
    before = everything(example)
    change(sample, lambda found: stories(found).pop())
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        done = pull(example)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert done.returncode == 1
    assert done.stderr == f"{example / SNAPSHOT}: File too large. Nothing more was done.\n"
    assert everything(example) == before


@pytest.mark.parametrize("event", ["open", "os.rename"])
def test_a_pull_that_is_killed_leaves_the_last_snapshot(example, sample, run, pull, event):
    assert pull(example).returncode == 0
    before = everything(example)
    change(sample, lambda found: stories(found).pop())
    (example / "killed.py").write_text(KILLED.format(event=event), "utf-8")
    assert run(example, "killed").returncode == -signal.SIGKILL
    assert (example / SNAPSHOT).read_bytes() == before[SNAPSHOT]
    (example / "killed.py").unlink()
    shutil.rmtree(example / "__pycache__", ignore_errors=True)
    assert pull(example).returncode == 0
    assert everything(example).keys() == before.keys()
    assert everything(example) != before


def test_both_hosts_make_the_same_pages_of_another_sites_stories(example, run, pull):
    assert pull(example).returncode == 0
    pages = {}
    for host in HOSTS:
        assert build(run, example, host).returncode == 0
        text = page(example, STORY)
        pages[host] = re.sub(r'<meta name="generator"[^>]*>', "", text)
    assert pages["mkdocs"] == pages["properdocs"]
