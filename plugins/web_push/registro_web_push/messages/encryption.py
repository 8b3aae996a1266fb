"""Encrypting a message for one browser (RFC 8291, with the content coding of RFC 8188).

The push service that carries it, a company abroad, learns neither what it says nor how long it is.
"""

import secrets
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# Push services take 4096 bytes: one record, of header (86), text, its end (1) and seal (16).
RECORD_BYTES = 4096
MOST_BYTES = RECORD_BYTES - 86 - 17
# All texts are made as long as the next multiple.
STEP_BYTES = 512
SALT_BYTES, AUTH_BYTES, POINT_BYTES = 16, 16, 65
LAST_RECORD = b"\x02"


@dataclass(frozen=True)
class Reader:
    """The browser that alone can read: its public key and what it has in common with us."""

    p256dh: bytes
    auth: bytes

    def point(self) -> ec.EllipticCurvePublicKey:
        """Its key; raise ValueError if it is no point of the curve P-256."""
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.p256dh)


def encrypt(text: bytes, reader: Reader) -> bytes:
    """The body of a push message; raise ValueError for a text of more than `MOST_BYTES`."""
    if len(text) > MOST_BYTES:
        raise ValueError(f"a message of {len(text)} bytes is too long")
    padding = min(-(len(text) + 1) % STEP_BYTES, MOST_BYTES - len(text))
    own = ec.generate_private_key(ec.SECP256R1())
    return _encrypt(text, reader, own, secrets.token_bytes(SALT_BYTES), padding)


def _encrypt(
    text: bytes, reader: Reader, own: ec.EllipticCurvePrivateKey, salt: bytes, padding: int
) -> bytes:
    """With a key pair and a salt that are used this once."""
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), reader.point())
    secret = _derive(shared, reader.auth, b"WebPush: info\0" + reader.p256dh + point, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, text + LAST_RECORD + bytes(padding), None)
    return salt + struct.pack(">IB", RECORD_BYTES, len(point)) + point + sealed


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(material)
