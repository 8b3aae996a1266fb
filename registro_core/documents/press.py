"""What draws documents. Only `engine` imports this module, and only when somebody prints.

WeasyPrint takes some two seconds and fifty megabytes to load: a process that never prints has neither.
"""

from collections.abc import Mapping
from importlib.resources import files

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from registro_core.documents.pictures import PICTURES, content_type_of

FONTS = files("registro_core") / "web" / "static" / "vendor" / "bi" / "fonts"
STYLESHEET = files("registro_core") / "documents" / "print.css"
FONT_ADDRESS = "registro:fonts/"
FACES = {
    name: f"titillium-web-v10-latin-ext_latin-{name}.woff2"
    for name in ("regular", "italic", "600", "700")
}
# Archival (ISO 19005-2) and tagged, which screen readers need, in one file.
VARIANT = "pdf/a-2a"


class OwnFiles(URLFetcher):
    """Fetches our fonts and the document's own pictures: no network, no file of the server."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures or {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of an address; raise ValueError for whatever is not ours."""
        del headers
        if url.startswith(FONT_ADDRESS) and (face := FACES.get(url.removeprefix(FONT_ADDRESS))):
            return _answer(url, (FONTS / face).read_bytes(), "font/woff2")
        picture = self._pictures.get(url.removeprefix(PICTURES))
        if url.startswith(PICTURES) and picture is not None:
            return _answer(url, picture, content_type_of(picture))
        raise ValueError("a document may use its own pictures and our fonts, nothing else")


def _answer(url: str, body: bytes, content_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, body, {"Content-Type": content_type})


class Press:
    """Fonts and stylesheet read once, documents drawn one at a time: not for two threads at once."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        text = STYLESHEET.read_text(encoding="utf-8")
        self._style = CSS(string=text, font_config=self._fonts, url_fetcher=OwnFiles())

    def draw(self, html: str, pictures: Mapping[str, bytes]) -> bytes:
        """The document as PDF/A-2a; equal input gives equal bytes."""
        document = HTML(string=html, url_fetcher=OwnFiles(pictures))
        drawn: bytes = document.write_pdf(
            font_config=self._fonts, stylesheets=[self._style], pdf_variant=VARIANT
        )
        return drawn
