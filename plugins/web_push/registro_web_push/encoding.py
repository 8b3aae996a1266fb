"""base64url without padding, in which web push writes all that is binary."""

import base64
import re
from binascii import Error

ALPHABET = re.compile(r"[A-Za-z0-9_-]*={0,2}", re.ASCII)


def to_text(data: bytes) -> str:
    """Bytes as text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """Text as bytes; raise ValueError for what is none."""
    if not ALPHABET.fullmatch(text):
        raise ValueError("not base64url")
    bare = text.rstrip("=")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except Error as error:
        raise ValueError("not base64url") from error
