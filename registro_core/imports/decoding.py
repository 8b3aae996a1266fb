"""From a file's bytes to text, or to a sentence on why it is not text."""

import codecs

from translationstring import TranslationString

from registro_core import _

MAX_BYTES = 20_000_000

# What is often sent instead of a CSV file, by its first bytes.
_OTHER_FORMATS = (
    (b"PK\x03\x04", "Excel (.xlsx), ODS o ZIP"),
    (b"\xd0\xcf\x11\xe0", "Excel (.xls)"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
)


class UnreadableError(ValueError):
    """A file that cannot be read at all; `text` says why, for the office."""

    def __init__(self, text: TranslationString) -> None:
        super().__init__(str(text))
        self.text = text


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: UTF-8, UTF-16 with a mark, or Windows-1252.

    Raise `UnreadableError` for what is no text: another format, too large, NULs, or bytes that
    none of the encodings knows.
    """
    _refuse_other_formats(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data), "UTF-16"
    if b"\0" in data:
        raise UnreadableError(_("Il file contiene byte nulli: non è un file di testo."))
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _decode_windows(data), "Windows-1252"


def _refuse_other_formats(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            _("Il file supera ${limit} MB.", mapping={"limit": MAX_BYTES // 1_000_000})
        )
    for start, name in _OTHER_FORMATS:
        if data.startswith(start):
            raise UnreadableError(
                _("Il file è in formato ${format}: salvarlo come CSV.", mapping={"format": name})
            )


def _decode_utf16(data: bytes) -> str:
    """Excel's "Unicode text"."""
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableError(_("Il file UTF-16 è rovinato: salvarlo come UTF-8.")) from error
    if "\0" in text:
        raise UnreadableError(_("Il file contiene byte nulli: non è un file di testo."))
    return text


def _decode_windows(data: bytes) -> str:
    """Windows-1252 leaves five bytes without meaning: their presence means broken UTF-8."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            _(
                "Il file non è né UTF-8 né Windows-1252: byte ${byte} alla riga ${line}.",
                mapping={"byte": f"0x{data[error.start]:02X}", "line": line},
            )
        ) from error
