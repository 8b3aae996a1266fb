"""Files as they come with a form: read once, refused with a reason, or fit to be kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from registro_core import _
from registro_core.files.kinds import Kind, kind_of
from registro_core.files.names import clean_name
from registro_core.files.scanning import Scanner
from registro_core.files.unfit import UnfitFile

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: clean name, kind by content, bytes where the server put them."""

    name: str
    kind: Kind
    size: int
    stream: BinaryIO


@dataclass(frozen=True)
class Limits:
    """How much may come: bytes of one file, bytes still free of the person's, files at once."""

    file_bytes: int
    free_bytes: int
    count: int = 10
    # Looks for viruses; None: nobody does.
    scan: Scanner | None = None


def read_uploads(sent: Iterable[Any], limits: Limits) -> list[Upload]:
    """The files among the values of a field; raise UnfitFile naming the first that is not fit."""
    fit, unfit = sort_uploads(sent, limits)
    if unfit is not None:
        raise unfit
    return fit


def sort_uploads(sent: Iterable[Any], limits: Limits) -> tuple[list[Upload], UnfitFile | None]:
    """The files among the values of a field that are fit, and what is wrong with the first other.

    A choice left empty comes as a value without a name, and is no file.
    """
    chosen = [value for value in sent if getattr(value, "filename", "")]
    if len(chosen) > limits.count:
        text = _("Al massimo ${count} file per volta.", mapping={"count": limits.count})
        return [], UnfitFile(text)
    fit, unfit = [], None
    for value in chosen:
        try:
            fit.append(_read(value, limits))
        except UnfitFile as error:
            unfit = unfit or error
    if sum(upload.size for upload in fit) > limits.free_bytes:
        full = _("Lo spazio per i tuoi file è finito: togline qualcuno o chiedi alla scuola.")
        return [], UnfitFile(full)
    return fit, unfit


def _read(value: Any, limits: Limits) -> Upload:
    name = clean_name(value.filename)
    try:
        size = _size(value.file, limits.file_bytes)
        kind = kind_of(value.file, name)
        if limits.scan is not None:
            limits.scan(value.file)
    except UnfitFile as unfit:
        raise UnfitFile(unfit.text, name) from unfit
    return Upload(name, kind, size, value.file)


def _size(stream: BinaryIO, limit: int) -> int:
    stream.seek(0, 2)
    size = stream.tell()
    if size == 0:
        raise UnfitFile(_("Il file è vuoto."))
    if size > limit:
        text = _("Il file supera i ${limit} MB.", mapping={"limit": limit // MEGABYTE})
        raise UnfitFile(text)
    return size
