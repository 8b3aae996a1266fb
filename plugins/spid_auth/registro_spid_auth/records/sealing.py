"""Encrypting what the log holds, with a key that is not in the database (LOG-3)."""

import base64
import binascii
import hashlib
import os
import secrets
import zlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class LogKeyError(Exception):
    """The key of the log cannot be used, or does not open a line; the message says why."""


@dataclass(frozen=True)
class Sealed:
    """A line's content as the database holds it, and which key opens it."""

    key_id: str
    data: bytes


class LogKeys:
    """The keys of a file: the first seals, all open (so a key can be replaced)."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = {key_id(key): AESGCM(key) for key in reversed(keys)}
        self._current = key_id(keys[0])

    def seal(self, seq: int, content: bytes) -> Sealed:
        """Encrypt the content of a line; it opens as this line's alone."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        packed = zlib.compress(content, 9)
        data = self._keys[self._current].encrypt(nonce, packed, _place(seq))
        return Sealed(self._current, nonce + data)

    def open(self, seq: int, sealed: Sealed) -> bytes:
        """Decrypt the content of a line.  Raises `LogKeyError`."""
        cipher = self._keys.get(sealed.key_id)
        if cipher is None:
            raise LogKeyError(f"line {seq} was sealed with another key: {sealed.key_id}")
        nonce, data = sealed.data[:NONCE_BYTES], sealed.data[NONCE_BYTES:]
        try:
            return zlib.decompress(cipher.decrypt(nonce, data, _place(seq)))
        except InvalidTag:
            raise LogKeyError(f"line {seq} does not open: it was altered") from None


def key_id(key: bytes) -> str:
    """By what a line remembers its key, without telling it."""
    return hashlib.sha256(b"spid_auth log key:" + key).hexdigest()[:16]


def _place(seq: int) -> bytes:
    """Bound to the ciphertext: the content of one line cannot stand in another."""
    return f"spid_auth_record:{seq}".encode()


def read_log_keys(path: Path) -> LogKeys:
    """Read the keys of a file, one a line in base64, the newest first.  Raises `LogKeyError`."""
    try:
        if path.stat().st_mode & 0o077:
            raise LogKeyError(f"{path} may be read by others than its owner: chmod 600 {path}")
        lines = path.read_text("ascii").split()
        found = [base64.b64decode(line, validate=True) for line in lines]
    except OSError as error:
        raise LogKeyError(
            f"{path}: {error.strerror}: make it with `registro spid log key`"
        ) from error
    except (UnicodeDecodeError, binascii.Error) as error:
        raise LogKeyError(f"{path} holds no key of the transaction log") from error
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise LogKeyError(f"{path} holds no key of the transaction log")
    return LogKeys(found)


def make_log_key(path: Path) -> None:
    """Write a new key to a new file, readable by its owner alone.  Raises `LogKeyError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise LogKeyError(f"{path}: {error.strerror}") from error
    with os.fdopen(descriptor, "wb") as target:
        target.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
