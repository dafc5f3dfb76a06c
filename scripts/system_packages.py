"""Find the browser and the PDF reader that the tests use; on Debian and Ubuntu, install them."""

import os
import shutil
import subprocess
from ctypes.util import find_library
from pathlib import Path

import environment
from environment import SetupError, say

# The first draws no window, and costs a third of the others.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"),
)
# macOS and Windows do not put browsers on the PATH.
MAC_BROWSERS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_BROWSERS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# The fonts keep text in screenshots and printed pages from coming out as boxes.
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-liberation", "fonts-dejavu-core")
# Playwright, which drives the browser, needs this library, and a bare Debian lacks it.
DRIVER_LIBRARY, DRIVER_PACKAGE = "atomic", "libatomic1"
PDF_COMMAND, PDF_PACKAGE = "pdftotext", "poppler-utils"


def prepare_chromium() -> dict[str, str]:
    """Return where Chromium is, as the tests are told. Raises SetupError as find_chromium does."""
    return {"CASEBOOK_CHROMIUM": find_chromium()}


def prepare_pdf_reader() -> dict[str, str]:
    """Raise SetupError if Poppler is not there; the tests find it by themselves."""
    if not shutil.which(PDF_COMMAND):
        raise SetupError(
            f"{PDF_COMMAND} was not found, and some tests read PDF files with it. Install Poppler "
            f"(on Debian or Ubuntu: sudo apt install {PDF_PACKAGE})."
        )
    return {}


def find_chromium() -> str:
    """Return the path of Chromium, or of a browser built on it.

    Raises SetupError, with what to do about it, when there is none, or when the user has named
    one in CASEBOOK_CHROMIUM that is not there.
    """
    named = os.environ.get("CASEBOOK_CHROMIUM")
    for browser in [named] if named else [*BROWSERS, *usual_places()]:
        found = shutil.which(browser)
        if found:
            return found
    if named:
        raise SetupError(f"CASEBOOK_CHROMIUM names a browser that is not there: {named}")
    raise SetupError(
        "No Chromium, Google Chrome or Microsoft Edge was found, and some tests need one. Install "
        f"one of them (on Debian: sudo apt install {BROWSER_PACKAGES[0]}), or put its path in the "
        "environment variable CASEBOOK_CHROMIUM."
    )


def usual_places() -> list[str]:
    """Return where browsers are on macOS and Windows."""
    windows = [os.environ[folder] for folder in WINDOWS_FOLDERS if folder in os.environ]
    return [
        f"{top}/Applications/{browser}.app/Contents/MacOS/{browser}"
        for top in ("", Path.home())
        for browser in MAC_BROWSERS
    ] + [f"{folder}/{browser}" for folder in windows for browser in WINDOWS_BROWSERS]


def install_missing() -> None:
    """Install what the browser and PDF tests need where that asks nothing: on Debian and Ubuntu.

    Elsewhere, and when it fails, this leaves it to the caller to find that it is not there.
    """
    packages = missing_packages()
    apt_get = find_apt_get() if packages else []
    if not apt_get:
        return
    say(f"Installing {', '.join(packages)} (first run only, a minute or two)...")
    install = ["install", "-y", "--no-install-recommends", *packages]
    try:
        environment.run_quietly([*apt_get, "update"], "Could not fetch Debian's package list.")
        environment.run_quietly([*apt_get, *install], f"Could not install {', '.join(packages)}.")
    except SetupError as error:
        say(str(error))


def missing_packages() -> list[str]:
    """Return the Debian packages of the tools and the library that are not on this machine."""
    packages = [] if find_library(DRIVER_LIBRARY) else [DRIVER_PACKAGE]
    packages += [] if shutil.which(PDF_COMMAND) else [PDF_PACKAGE]
    try:
        find_chromium()
    except SetupError:
        # A browser that the user named wrongly is theirs to correct.
        packages += [] if os.environ.get("CASEBOOK_CHROMIUM") else BROWSER_PACKAGES
    return packages


def find_apt_get() -> list[str]:
    """Return the start of an apt-get command that asks nothing; empty where there is none.

    It needs the administrator: either this runs as root, or sudo asks for no password.
    """
    apt_get, env, sudo = map(shutil.which, ("apt-get", "env", "sudo"))
    if not apt_get or not env:
        return []
    # Installing fails unless the administrator's own folders are on the PATH.
    path = f"PATH={os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    command = [env, path, "DEBIAN_FRONTEND=noninteractive", apt_get]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return command
    asks = (
        sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode
    )
    return [sudo, "-n", *command] if sudo and not asks else []
