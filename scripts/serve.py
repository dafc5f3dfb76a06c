"""Show the site on this computer while you write, or build it.

  python scripts/serve.py           shows the site at http://127.0.0.1:8000, and again after
                                    each change that you save. Stop it with Ctrl+C.
  python scripts/serve.py build     builds the site into the folder "site". Any warning counts
                                    as a failure.

Whatever you add is handed to MkDocs. To use another port, for example:

  python scripts/serve.py -a 127.0.0.1:8001
"""

import argparse
import errno
import os
import socket
import sys

import environment

ADDRESS = "127.0.0.1:8000"

# The theme and a plugin each print a long notice about the future of MkDocs, which is no news
# to the user: this project keeps to MkDocs 1.


def main(arguments: list[str]) -> int:
    """Do what the arguments ask for, and return the exit status."""
    if arguments and arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    if arguments and arguments[0] == "build":
        return environment.tell(lambda: mkdocs("build", "--strict", *arguments[1:]))
    options = arguments[1:] if arguments and arguments[0] == "serve" else arguments
    return environment.tell(lambda: serve(options))


def serve(arguments: list[str]) -> int:
    """Serve the site until the user stops it, and return the exit status.

    Raises environment.SetupError when the address is not free.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-a", "--dev-addr", default=ADDRESS)
    known, rest = parser.parse_known_args(arguments)
    require_free(known.dev_addr)
    # Some releases of click, a library MkDocs uses, turn live reload off unless it is asked for.
    return mkdocs("serve", "--dev-addr", known.dev_addr, "--livereload", *rest)


def require_free(address: str) -> None:
    """Raise environment.SetupError when the site cannot be served at this HOST:PORT.

    MkDocs would only find out after building the whole site, and then say so with a traceback.
    An address that is not of that form is left for MkDocs to explain.
    """
    host, _, port = address.rpartition(":")
    if not port.isdigit():
        return
    try:
        try_address(host.strip("[]"), int(port))
    except (OSError, OverflowError) as error:
        raise environment.SetupError(explain(error, address, int(port))) from error


def try_address(host: str, port: int) -> None:
    """Take the address for a moment and let it go.

    Raises OSError when it is not to be had, and OverflowError when there is no such port.
    """
    family, kind, protocol, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        # Lets the port be used again right after a restart. On Windows the same option would
        # let two programs share it, and so hide what is looked for here.
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((target[0], port))


def explain(error: Exception, address: str, port: int) -> str:
    """Return a plain message that says why the address cannot be used, and what to do."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        problem = (
            f"Port {port} is already in use, perhaps by this site in another window. Stop that "
            "one with Ctrl+C in its window"
        )
    else:
        reason = getattr(error, "strerror", None) or error
        problem = f"The site cannot be served at {address} ({reason}). Correct the address"
    other = "127.0.0.1:8001" if port != 8001 else "127.0.0.1:8002"  # noqa: PLR2004 - as shown.
    return f"{problem}, or use another port:\n  python scripts/serve.py -a {other}"


def mkdocs(command: str, *options: str) -> int:
    """Run a command of MkDocs in the site's environment, and return its exit status.

    Casebook starts it, so that settings it cannot read, and Ctrl+C at any time, are told in a
    sentence.
    """
    python = environment.prepare(environment.SITE)
    start = [str(python), "-m", "mkdocs_casebook.mkdocs_plugin", command, "-f", "mkdocs.yml"]
    return environment.run([*start, *options], {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
