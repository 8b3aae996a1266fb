"""What the office uploads: files, or a ZIP of them. Nothing is ever written to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from registro_core import _
from registro_core.imports.decoding import MAX_BYTES, UnreadableError
from registro_core.imports.plan import Upload

MAX_FILES = 40
# Of all files together, unpacked: far more than any school's, far less than a bomb's.
MAX_TOTAL = 40_000_000


def unpack_all(uploads: Iterable[Upload]) -> list[Upload]:
    """The files uploaded, those in ZIPs too; raise `UnreadableError` for what cannot be read.

    Folders in names are dropped, so no name can lead anywhere.
    """
    files = [file for upload in uploads for file in _unpack(upload)]
    if len(files) > MAX_FILES:
        raise UnreadableError(_("Più di ${count} file.", mapping={"count": MAX_FILES}))
    if sum(len(file.content) for file in files) > MAX_TOTAL:
        raise _too_large()
    return files


def _unpack(upload: Upload) -> list[Upload]:
    name = base_name(upload.name)
    if not name.lower().endswith(".zip"):
        return [Upload(name, upload.content)]
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
            return _read_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError is what the library raises for a password.
        text = _(
            "«${name}» non è uno ZIP leggibile (rovinato o con password).", mapping={"name": name}
        )
        raise UnreadableError(text) from error


def _read_archive(archive: zipfile.ZipFile) -> list[Upload]:
    """Read the members, counting what really comes out: sizes told by the archive may be lies."""
    members = [member for member in archive.infolist() if _is_wanted(member)]
    if len(members) > MAX_FILES:
        raise UnreadableError(_("Più di ${count} file.", mapping={"count": MAX_FILES}))
    files, total = [], 0
    for member in members:
        with archive.open(member) as stream:
            content = stream.read(MAX_BYTES + 1)
        total += len(content)
        if total > MAX_TOTAL or len(content) > MAX_BYTES:
            raise _too_large()
        files.append(Upload(base_name(member.filename), content))
    return files


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    """Neither folders nor what macOS and Windows hide in archives."""
    hidden = base_name(member.filename).startswith((".", "__"))
    return not (member.is_dir() or hidden or member.filename.startswith("__MACOSX/"))


def base_name(name: str) -> str:
    """A file's name without folders and control characters, at most 100 characters."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in base if letter.isprintable())[-100:]


def _too_large() -> UnreadableError:
    limit = MAX_TOTAL // 1_000_000
    return UnreadableError(_("I file superano ${limit} MB in tutto.", mapping={"limit": limit}))
