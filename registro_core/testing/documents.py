"""Looking into a PDF with programs that did not make it: qpdf and poppler's."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


def pdf_text(body: bytes) -> str:
    """The words of a PDF in reading order, in lines as on paper; checks the file on the way."""
    _look(body, "qpdf", "--check", "{}")
    return _look(body, "pdftotext", "-layout", "{}", "-")


def pdf_structure(body: bytes) -> str:
    """The tree of tags that a screen reader walks, with its texts."""
    return _look(body, "pdfinfo", "-struct-text", "{}")


def pdf_about(body: bytes) -> str:
    """Title, author, dates, pages and the table of fonts."""
    return _look(body, "pdfinfo", "{}") + _look(body, "pdffonts", "{}")


def _look(body: bytes, *command: str) -> str:
    """What a program says of the file; skip where it is not installed (CI has it)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(body)
        try:
            return subprocess.run(
                [part.replace("{}", str(path)) for part in command],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        except FileNotFoundError:
            pytest.skip(f"no {command[0]} on this computer: apt install qpdf poppler-utils")
