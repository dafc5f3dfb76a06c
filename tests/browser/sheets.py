"""Prints pages, and reads what stands on the sheets."""

import os
import shutil
import subprocess

import pytest


def text_on_paper(page, file):
    """Return what stands on the sheets when a page is printed; each ends in a form feed."""
    if not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("needs pdftotext, of Poppler")
        pytest.skip("needs pdftotext: install Poppler")
    page.pdf(path=file, prefer_css_page_size=True)
    command = ["pdftotext", "-enc", "UTF-8", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
