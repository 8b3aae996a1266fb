"""What is let in and what is not, by content (check 31)."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from registro_core.files import office
from registro_core.files.images import MAX_SIDE, redrawn
from registro_core.files.kinds import KINDS, OPEN_DOCUMENT, kind_of
from registro_core.files.unfit import UnfitFile

pytestmark = pytest.mark.once

PDF = b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript>>>>\n%%EOF\n"
GPS = 0x8825


def image(form, size=(40, 30), **extra):
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, form, **extra)
    return stream.getvalue()


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def docx(**more):
    parts = {"[Content_Types].xml": "<x/>", "word/document.xml": "<w/>", **more}
    return archive(**parts)


def huge_png(side=20_000):
    """A header that says 20,000 x 20,000, and nothing behind it."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


FIT = {
    "compito.pdf": PDF,
    "COMPITO.PDF": PDF,
    "foto.jpg": image("JPEG"),
    "foto.png": image("PNG"),
    "foto.webp": image("WEBP"),
    "tema.docx": docx(),
    "tema.odt": archive(mimetype=OPEN_DOCUMENT + "text"),
    "note.txt": "perché\r\n\tsì".encode(),
    "voce.mp3": b"ID3\x04" + bytes(40),
    "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(40),
}
UNFIT = {
    "pagina.html": b"<html>",
    "disegno.svg": b"<svg onload='x'/>",
    "dati.xml": b"<x/>",
    "compito.pdf.html": PDF,
    "programma.exe": b"MZ" + bytes(50),
    "vecchio.doc": b"\xd0\xcf\x11\xe0" + bytes(50),
    "cose.zip": archive(a="b"),
    "senza-estensione": b"x",
    "finto.pdf": b"<html><script>",
    "finto.mp4": b"<html><script>" + bytes(40),
    "finto.txt": b"MZ\x00\x01",
    "gif-e-js.jpg": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    "rotta.png": image("PNG")[:60],
    "finta.png": image("JPEG"),
    "finto.docx": b"PK\x03\x04" + bytes(80),
    "altro.docx": archive(a="b"),
    "foglio.xlsx": docx(),
    "macro.docx": docx(**{"word/vbaProject.bin": "x"}),
    "macro.odt": archive(**{"mimetype": OPEN_DOCUMENT + "text", "Basic/script.xml": "x"}),
    "altro.odt": archive(mimetype=OPEN_DOCUMENT + "presentation"),
    "scivola.docx": docx(**{"../../etc/passwd": "x"}),
    "bomba.docx": docx(**{"word/big.xml": bytes(office.SMALL + 1)}),
}


class TestKinds:
    @pytest.mark.parametrize("name", FIT)
    def test_a_file_that_is_what_it_says_is_let_in(self, name):
        assert kind_of(io.BytesIO(FIT[name]), name) is KINDS[name.rsplit(".")[-1].lower()]

    @pytest.mark.parametrize("name", UNFIT)
    def test_every_other_is_refused_with_words(self, name):
        with pytest.raises(UnfitFile) as refused:
            kind_of(io.BytesIO(UNFIT[name]), name)

        assert len(refused.value.text) > 20

    def test_an_image_of_400_million_points_is_refused_before_it_is_decoded(self):
        with pytest.raises(UnfitFile, match="milioni di punti"):
            kind_of(io.BytesIO(huge_png()), "grande.png")

    def test_an_image_just_over_the_limit_is_refused_too(self):
        with pytest.raises(UnfitFile, match="milioni di punti"):
            kind_of(io.BytesIO(huge_png(7100)), "grande.png")

    def test_no_kind_is_one_that_browsers_run(self):
        active = ("html", "svg", "xml", "javascript", "xhtml")

        assert not [k for k in KINDS.values() if k.content_type.endswith(active)]


class TestRedrawn:
    def test_what_a_telephone_writes_beside_the_picture_is_gone(self):
        exif = Image.Exif()
        exif[0x010F] = "Telefono di Anna"
        exif.get_ifd(GPS)[1] = "N"
        sent = image("JPEG", exif=exif) + b"<script>alert(1)</script>"
        assert b"Telefono di Anna" in sent

        whole, small = redrawn(io.BytesIO(sent), "JPEG")

        with whole, small:
            kept = whole.seek(0) or whole.read()
            assert b"Telefono" not in kept
            assert b"script" not in kept
            assert not Image.open(io.BytesIO(kept)).getexif()

    def test_a_picture_taken_sideways_is_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6

        whole, small = redrawn(io.BytesIO(image("JPEG", (400, 300), exif=exif)), "JPEG")

        with whole, small:
            assert Image.open(whole).size == (300, 400)
            assert Image.open(small).size == (240, 320)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_every_way_of_colouring_is_understood(self, mode):
        stream = io.BytesIO()
        Image.new(mode, (50, 50)).save(stream, "PNG")

        whole, small = redrawn(stream, "PNG")

        with whole, small:
            assert Image.open(whole).size == Image.open(small).size == (50, 50)

    def test_a_poster_is_brought_to_a_size_that_can_be_opened(self):
        whole, small = redrawn(io.BytesIO(image("JPEG", (5000, 1000))), "JPEG")

        with whole, small:
            assert Image.open(whole).size == (MAX_SIDE, 800)
