"""Documents of office programs: archives with limits, of which nothing is ever unpacked here."""

import zipfile
import zlib
from typing import BinaryIO

from registro_core import _
from registro_core.files.unfit import UnfitFile

MAX_MEMBERS = 10_000
# Unpacked, and so many times the size of the file: far above any document, far below a bomb.
MAX_UNPACKED = 500_000_000
MAX_RATIO = 200
# Below this a high ratio is only an empty spreadsheet.
SMALL = 20_000_000
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
BAD_NAMES = (OSError, UnicodeError, ValueError, OverflowError)


def check_ooxml(stream: BinaryIO, folder: str) -> None:
    """Raise UnfitFile unless it is a document of Microsoft Office: its parts stand in `folder`."""
    names = _members(stream)
    if "[Content_Types].xml" not in names or not any(n.startswith(folder) for n in names):
        raise _not_it()
    if any(n.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for n in names):
        raise _macros()


def check_odf(stream: BinaryIO, content_type: str) -> None:
    """Raise UnfitFile unless it is a document of LibreOffice that says it is of this type."""
    names = _members(stream)
    with zipfile.ZipFile(stream) as archive:
        try:
            said = archive.open("mimetype").read(200) if "mimetype" in names else b""
        except (*UNREADABLE, *BAD_NAMES) as error:
            raise _not_it() from error
    if said.decode("ascii", "replace").strip() != content_type:
        raise _not_it()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _macros()


def _members(stream: BinaryIO) -> set[str]:
    """Names of the members; raise UnfitFile for a bomb and for names that lead elsewhere."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (*UNREADABLE, *BAD_NAMES) as error:
        raise _not_it() from error
    unpacked = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or unpacked > max(SMALL, MAX_RATIO * size)
    ):
        raise UnfitFile(_("Il documento, aperto, sarebbe enorme: non è un documento normale."))
    names = {member.filename for member in members}
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise _not_it()
    return names


def _not_it() -> UnfitFile:
    return UnfitFile(
        _("Il documento non si apre: è rovinato, oppure non è del tipo che dice il nome.")
    )


def _macros() -> UnfitFile:
    return UnfitFile(
        _("Il documento contiene macro, che possono portare virus: salvalo senza macro e riprova.")
    )
