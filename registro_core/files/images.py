"""Images: looked at before they are decoded, then drawn anew, so that nothing else is in them.

What a telephone writes beside the picture (place, time, owner) and what somebody may have
appended to it are gone.
"""

import threading
from tempfile import TemporaryFile
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from registro_core import _
from registro_core.files.unfit import UnfitFile

# Of a telephone's largest pictures; 20,000 x 20,000 would take more than a gigabyte of memory.
MAX_PIXELS = 50_000_000
# Enough to read a photographed page, and to print a poster.
MAX_SIDE = 4000
THUMBNAIL_SIDE = 320
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Decoded one at a time: a large one takes 150 MB while it is in hand.
_one_at_a_time = threading.Lock()


def check_image(stream: BinaryIO, form: str) -> None:
    """Raise UnfitFile unless it is a whole image of this format (Pillow's name), not too large."""
    _open(stream, form)
    stream.seek(0)
    try:
        Image.open(stream, formats=[form]).verify()
    except Exception as error:
        # Whatever a decoder stumbles over: a broken image is no fault of the register.
        raise _broken() from error


def redrawn(stream: BinaryIO, form: str) -> tuple[BinaryIO, BinaryIO]:
    """The image alone, upright and at most 4,000 pixels a side, and a small one of 320 (WebP)."""
    with _one_at_a_time:
        try:
            return _drawn(_open(stream, form), form)
        except UnfitFile:
            raise
        except Exception as error:
            raise _broken() from error


def _drawn(image: Image.Image, form: str) -> tuple[BinaryIO, BinaryIO]:
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if form == "JPEG" and upright.mode not in {"L", "RGB", "CMYK"}:
        upright = upright.convert("RGB")
    whole, small = TemporaryFile(), TemporaryFile()  # noqa: SIM115 - the caller closes them
    clean = Image.new(upright.mode, upright.size)
    if upright.palette is not None:
        clean.putpalette(upright.palette)
    clean.paste(upright)
    extra = {"transparency": t} if (t := upright.info.get("transparency")) is not None else {}
    if form != "PNG":
        extra = {"quality": 88}
    clean.save(whole, form, icc_profile=profile, **extra)
    shown = upright.convert(
        "RGBA" if "A" in upright.getbands() or extra.get("transparency") else "RGB"
    )
    shown.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    shown.save(small, "WEBP", quality=70)
    return whole, small


def _open(stream: BinaryIO, form: str) -> Image.Image:
    stream.seek(0)
    try:
        image = Image.open(stream, formats=[form])
    except BOMBS as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _broken() from error
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    return image


def _broken() -> UnfitFile:
    return UnfitFile(
        _("L’immagine non si apre: è rovinata, oppure non è del tipo che dice il nome.")
    )


def _too_large() -> UnfitFile:
    text = _(
        "L’immagine ha più di ${count} milioni di punti: riducila e riprova.",
        mapping={"count": MAX_PIXELS // 1_000_000},
    )
    return UnfitFile(text)
