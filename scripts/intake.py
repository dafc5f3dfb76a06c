"""Turn the form of an issue into a proposal: the steps of the workflow "Draft from a form".

  python scripts/intake.py read FOLDER      reads the form, writes the story's files, and into the
                                            folder what came of it
  python scripts/intake.py answer FOLDER    opens a proposal with the files, or tells the author
                                            what to mend; needs GH_TOKEN

The text of the issue is only ever read by "casebook intake", from the file of the event. Reading
and answering are apart so that the step that reads it needs no token.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import environment
import forge
from forge import Issue

LABEL = "make a draft"
COMPLETE, TO_MEND = 0, 1
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")

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


class Result(NamedTuple):
    """What came of reading a form."""

    status: int
    files: list[str]


def main(arguments: list[str]) -> int:
    """Do the step that the arguments name, and return the exit status."""
    match arguments:
        case ["read", folder]:
            return read(Path(folder))
        case ["answer", folder]:
            return answer(Path(folder))
        case _:
            print(__doc__)
            return 2


def read(folder: Path) -> int:
    """Read the form, write the story's files, and note what came of it in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        python = environment.prepare(environment.SITE)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    reply = folder.resolve() / "answer.md"
    command = [str(python), "-m", "mkdocs_casebook", "intake", "--write", "--answer", str(reply)]
    done = subprocess.run(
        command, cwd=environment.ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode not in {COMPLETE, TO_MEND} or not reply.is_file():
        # It has said why: this is no filled-in form, and there is nobody to answer.
        return 1
    files = done.stdout.split()
    if strange := [path for path in files if not _PATH.fullmatch(path)]:
        print(f"The form would write files where no story is: {strange}", file=sys.stderr)
        return 1
    result = {"status": done.returncode, "files": files}
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


def answer(folder: Path) -> int:
    """Open a proposal with the files, or tell the author what to mend."""
    result = Result(**json.loads((folder / "result.json").read_text(encoding="utf-8")))
    issue = forge.read_issue()
    reply = folder / "answer.md"
    branch = f"story-{issue.number}"
    if result.status == COMPLETE:
        forge.gh("auth", "setup-git")
        if forge.git_says("ls-remote", "--exit-code", "origin", f"refs/heads/{branch}"):
            reply.write_text(THERE_ALREADY.format(branch=branch), encoding="utf-8")
        else:
            address = propose(result.files, branch, issue, folder)
            with reply.open("a", encoding="utf-8") as stream:
                stream.write(PROPOSED.format(address=address))
    forge.gh("issue", "comment", str(issue.number), "--body-file", str(reply))
    # So that it can be put on again once the form has been mended.
    forge.gh("issue", "edit", str(issue.number), "--remove-label", LABEL)
    return 0


def propose(files: list[str], branch: str, issue: Issue, folder: Path) -> str:
    """Push a branch with the files, open a pull request for it, and return its address."""
    title = f"Add the case study of #{issue.number}"
    author = issue.author if _LOGIN.fullmatch(issue.author) else "ghost"
    thanks = f"{author} <{issue.author_number}+{author}@users.noreply.github.com>"
    body = folder / "proposal.md"
    body.write_text(PROPOSAL.format(number=issue.number, author=f"@{author}"), encoding="utf-8")
    name, email = BOT
    forge.git("switch", "--create", branch)
    forge.git("add", "--", *files)
    forge.git(
        *("-c", f"user.name={name}", "-c", f"user.email={email}"),
        *("commit", "--quiet", "--message", title, "--message", f"Co-authored-by: {thanks}"),
    )
    forge.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
    address = forge.gh(
        *("pr", "create", "--head", branch, "--base", issue.branch),
        *("--title", title, "--body-file", str(body)),
    )
    # What a workflow does starts no other, so that they cannot go round: only this does.
    forge.gh("workflow", "run", "check.yml", "--ref", branch)
    return address


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
