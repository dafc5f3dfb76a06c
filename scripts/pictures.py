"""Take the pictures of the page "Add a case study", from the real things.

  python scripts/pictures.py

Run it with the Python of .venv-test, after a field, a message or the command has changed. It needs
Chromium. What belongs to this project is shown as it is: the blank file, what the command says at a
terminal, and the reply to a form. The form and the Word file are shown by other people's programs,
so here they are drawn from the same files, and the page says so.
"""

import base64
import html
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import mammoth  # type: ignore[import-untyped]
import markdown
import yaml
from playwright.sync_api import sync_playwright

from check import find_chromium
from mkdocs_casebook.forms.word import CHAPTER, HINT

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "contribute"
BASE = ROOT / "tests" / "golden" / "_base"

WIDTH = 560
HEIGHTS = {"form": 500, "reply": 660, "word": 480, "blank": 480, "command": 480}
SHARPNESS = 1.5
QUALITY = 88
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")

STYLE = """
* { box-sizing: border-box }
html { background: #fff; color: #212b32; font: 16px/1.45 Arial, Helvetica, sans-serif }
body { margin: 0; padding: 20px 24px; overflow: hidden }
h2 { font-size: 20px; margin: 0 0 4px } p { margin: 0 0 12px }
.note { color: #4c6272; font-size: 14px; margin: 2px 0 6px }
.label { font-weight: bold; margin: 16px 0 0 } .star { color: #b3131d }
.box { border: 1px solid #4c6272; border-radius: 4px; padding: 8px 10px; color: #4c6272 }
.box--tall { min-height: 66px }
.comment { border: 1px solid #aeb7bd; border-radius: 6px; padding: 14px 18px }
ol { margin: 0 0 12px; padding-inline-start: 24px } li { margin: 0 0 6px }
pre { font: 14px/1.5 "DejaVu Sans Mono", monospace; margin: 0; white-space: pre-wrap }
.terminal { background: #212b32; color: #fff; min-height: 100vh }
.terminal b { color: #ffdd57; font-weight: normal }
.sheet h2 { font-size: 18px; margin: 18px 0 0 } .sheet h1 { font-size: 24px; margin: 0 }
"""


def main() -> int:
    """Take every picture and return 0."""
    pages = {
        "form": form(),
        "reply": reply(),
        "word": word(),
        "blank": blank(),
        "command": command(),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 480}, device_scale_factor=SHARPNESS
        )
        for name, body in pages.items():
            page = context.new_page()
            page.set_viewport_size({"width": WIDTH, "height": HEIGHTS[name]})
            page.set_content(f"<!doctype html><style>{STYLE}</style>{body}")
            taken = context.new_cdp_session(page).send(
                "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
            )
            file = PAGE / f"{name}.webp"
            file.write_bytes(base64.b64decode(taken["data"]))
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB.")
        browser.close()
    return 0


def form() -> str:
    """Return the first fields of the issue form."""
    text = (ROOT / ".github" / "ISSUE_TEMPLATE" / "case-study.yml").read_text(encoding="utf-8")
    return "".join(map(element, yaml.safe_load(text)["body"][:5]))


def element(item: dict[str, Any]) -> str:
    """Return one field of an issue form."""
    about = item["attributes"]
    if item["type"] == "markdown":
        return markdown.markdown(about["value"])
    star = ' <span class="star">*</span>' if "validations" in item else ""
    tall = " box--tall" if item["type"] == "textarea" else ""
    shown = about.get("placeholder") or "Selections: "
    return (
        f'<p class="label">{html.escape(about["label"])}{star}</p>'
        f'<p class="note">{html.escape(about["description"])}</p>'
        f'<div class="box{tall}">{html.escape(shown)}</div>'
    )


def reply() -> str:
    """Return the reply to the form with seven mistakes that the tests hold."""
    text = (ROOT / "tests" / "forms" / "seven-mistakes" / "reply.md").read_text(encoding="utf-8")
    return f'<div class="comment">{markdown.markdown(text)}</div>'


def word() -> str:
    """Return the start of the Word file."""
    styles = (
        f"p[style-name='{CHAPTER}'] => h1:fresh\np[style-name='{HINT}'] => p.note:fresh\n"
        "p[style-name='Heading 2'] => h2:fresh"
    )
    with (PAGE / "case-study.docx").open("rb") as stream:
        text: str = mammoth.convert_to_html(stream, style_map=styles).value
    return f'<div class="sheet">{text}</div>'


def blank() -> str:
    """Return the start of the blank file."""
    text = (ROOT / "templates" / "case-study.md").read_text(encoding="utf-8")
    return f"<pre>{html.escape(text)}</pre>"


def command() -> str:
    """Return what is said when somebody answers the questions of the command."""
    answers = (
        "One record for every ward",
        "The trust replaced three systems with one.",
        "Example NHS Trust",
        "1 2",
        "2023/24",
        "2024",
        "3",
        "An example report",
    )
    with tempfile.TemporaryDirectory() as folder:
        site = Path(shutil.copytree(BASE, Path(folder) / "site"))
        said = converse(["-m", "mkdocs_casebook", "new", "case-study"], site, answers)
    # The middle of the conversation: a mistake, and the question after it.
    start = said.index("Year of the account")
    shown = html.escape(f"$ casebook new case-study\n…\n{said[start:]}")
    for answer in answers[4:]:
        shown = shown.replace(f"&gt; {answer}\n", f"&gt; <b>{answer}</b>\n", 1)
    return f"<style>body {{ background: #212b32 }}</style><pre class='terminal'>{shown}</pre>"


def converse(arguments: list[str], folder: Path, answers: tuple[str, ...]) -> str:
    """Return what a command says at a terminal while it is answered line by line."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"COLUMNS": "80"},
    )
    os.close(theirs)
    said = ""
    for answer in (*answers, None):
        said += until_prompt(ours, is_last=answer is None)
        if answer is not None:
            os.write(ours, f"{answer}\n".encode())
    process.wait()
    os.close(ours)
    return said.replace("\r\n", "\n")


def until_prompt(terminal: int, *, is_last: bool) -> str:
    """Return what comes until the next question, or until the end."""
    said = b""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            piece = os.read(terminal, 65_536)
        except OSError:
            break
        said += piece
        if not piece or (not is_last and said.endswith(b"> ")):
            break
    return said.decode()


if __name__ == "__main__":
    sys.exit(main())
