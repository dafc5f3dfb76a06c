"""Make a proposal of what came in by a form, or tell its author what to mend.

Reading the form and answering are two steps, so that the one that reads needs no token. What goes
between them is a folder: the reply, and which files were written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs_casebook.cli import code_host
from mkdocs_casebook.cli.code_host import Issue
from mkdocs_casebook.forms.intake import Intake

LABEL = "make a draft"
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
ANSWER, RESULT = "answer.md", "result.json"

_PATH = re.compile(r"(?:[a-z0-9_-]+/)+[a-z0-9-]+\.md")
_LOGIN = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")

PROPOSAL = """\
A case study, made from the form in #{number}. Closes #{number}.

Before it is merged:

- [ ] Somebody has read it through, and asked {author} about what was not clear.
- [ ] The themes are what the story is really about.
- [ ] Everyone named has agreed to it.
- [ ] The checks are green. Their preview shows the page as readers will see it.
"""

PROPOSED = "\nThe proposal is {address}. It is where the rest is talked about.\n"

THERE_ALREADY = """\
There is a proposal for this form already, on the branch `{branch}`. To make a new one, first close
it and delete its branch. Then put the label on again.
"""


def strange_paths(paths: Iterable[str]) -> list[str]:
    """Return those of the paths at which no story is."""
    return [path for path in paths if not _PATH.fullmatch(path)]


def note(folder: Path, result: Intake) -> None:
    """Note in the folder what came of reading a form."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ANSWER).write_text(result.reply, encoding="utf-8", newline="\n")
    told = {"complete": not result.errors, "files": list(result.files)}
    (folder / RESULT).write_text(json.dumps(told), encoding="utf-8")


def answer(folder: Path) -> None:
    """Open a proposal with the files, or tell the author what to mend."""
    result = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    issue = code_host.read_issue()
    reply = folder / ANSWER
    branch = f"story-{issue.number}"
    if result["complete"]:
        code_host.gh("auth", "setup-git")
        if code_host.git_says("ls-remote", "--exit-code", "origin", f"refs/heads/{branch}"):
            reply.write_text(THERE_ALREADY.format(branch=branch), encoding="utf-8")
        else:
            address = propose(result["files"], branch, issue, folder)
            with reply.open("a", encoding="utf-8") as stream:
                stream.write(PROPOSED.format(address=address))
    code_host.gh("issue", "comment", str(issue.number), "--body-file", str(reply))
    # So that it can be put on again once the form has been mended.
    code_host.gh("issue", "edit", str(issue.number), "--remove-label", LABEL)


def propose(files: list[str], branch: str, issue: Issue, folder: Path) -> str:
    """Push a branch with the files, open a pull request for it, and return its address."""
    title = f"Add the case study of #{issue.number}"
    author = issue.author if _LOGIN.fullmatch(issue.author) else "ghost"
    thanks = f"{author} <{issue.author_number}+{author}@users.noreply.github.com>"
    body = folder / "proposal.md"
    body.write_text(PROPOSAL.format(number=issue.number, author=f"@{author}"), encoding="utf-8")
    name, email = BOT
    code_host.git("switch", "--create", branch)
    code_host.git("add", "--", *files)
    code_host.git(
        *("-c", f"user.name={name}", "-c", f"user.email={email}"),
        *("commit", "--quiet", "--message", title, "--message", f"Co-authored-by: {thanks}"),
    )
    code_host.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
    address = code_host.gh(
        *("pr", "create", "--head", branch, "--base", issue.branch),
        *("--title", title, "--body-file", str(body)),
    )
    # What a workflow does starts no other, so that they cannot go round: only this does.
    code_host.gh("workflow", "run", "check.yml", "--ref", branch)
    return address
