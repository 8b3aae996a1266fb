"""What files may be, and how their content proves it (an allow-list; check 31).

The name's extension says what a file claims to be; the content must agree. Web pages, SVG,
programs, archives and old office formats, which carry macros, are not on the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from registro_core import _
from registro_core.files.images import check_image
from registro_core.files.names import extension_of
from registro_core.files.office import check_odf, check_ooxml
from registro_core.files.unfit import UnfitFile

BLOCK = 1 << 16
# Below the space, texts hold tabulators, ends of lines and of pages.
NOT_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called on the web, how it is checked, Pillow's name of images."""

    content_type: str
    check: Callable[[BinaryIO], None]
    image: str | None = None


def kind_of(stream: BinaryIO, name: str) -> Kind:
    """The kind of a file; raise UnfitFile if it is not on the list or not what it claims."""
    kind = KINDS.get(extension_of(name))
    if kind is None:
        raise UnfitFile(
            _(
                "Questo tipo di file non è ammesso. Si possono caricare: ${kinds}.",
                mapping={"kinds": ", ".join(KINDS)},
            )
        )
    stream.seek(0)
    kind.check(stream)
    stream.seek(0)
    return kind


def _check_signature(stream: BinaryIO, *signatures: tuple[int, bytes]) -> None:
    head = stream.read(64)
    if not any(head[at:].startswith(signature) for at, signature in signatures):
        raise UnfitFile(_("Il contenuto del file non è del tipo che dice il nome."))


def _check_text(stream: BinaryIO) -> None:
    while block := stream.read(BLOCK):
        if block.translate(None, NOT_TEXT) != block:
            raise UnfitFile(_("Il file non contiene solo testo."))


def _image(form: str) -> Kind:
    return Kind(f"image/{form.lower()}", partial(check_image, form=form), form)


def _signed(content_type: str, *signatures: tuple[int, bytes]) -> Kind:
    def check(stream: BinaryIO) -> None:
        _check_signature(stream, *signatures)

    return Kind(content_type, check)


def _ooxml(name: str, folder: str) -> Kind:
    return Kind(OFFICE + name, partial(check_ooxml, folder=folder))


def _odf(name: str) -> Kind:
    return Kind(OPEN_DOCUMENT + name, partial(check_odf, content_type=OPEN_DOCUMENT + name))


# Sound of MPEG: a tag, or a frame whose first eleven bits are set, by version and layer.
MP3 = tuple((0, bytes((0xFF, second))) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2))

KINDS = {
    "pdf": _signed("application/pdf", (0, b"%PDF-")),
    "jpg": _image("JPEG"),
    "jpeg": _image("JPEG"),
    "png": _image("PNG"),
    "webp": _image("WEBP"),
    "docx": _ooxml("wordprocessingml.document", "word/"),
    "xlsx": _ooxml("spreadsheetml.sheet", "xl/"),
    "pptx": _ooxml("presentationml.presentation", "ppt/"),
    "odt": _odf("text"),
    "ods": _odf("spreadsheet"),
    "odp": _odf("presentation"),
    "txt": Kind("text/plain", _check_text),
    "csv": Kind("text/csv", _check_text),
    "mp3": _signed("audio/mpeg", (0, b"ID3"), *MP3),
    "m4a": _signed("audio/mp4", (4, b"ftyp")),
    "mp4": _signed("video/mp4", (4, b"ftyp")),
    "webm": _signed("video/webm", (0, b"\x1a\x45\xdf\xa3")),
}
