"""Secrets in the database are kept sealed: a copy of it makes no codes (ASVS 11.3, 13.3).

AES-256-GCM with a key derived from the installation's secret, which lies outside the database.
Each seal is bound to what it is for, so that a row cannot be moved to another account.
"""

import base64
import secrets
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from registro_core.facts import SECRET

NONCE_BYTES = 12


class Broken(ValueError):
    """It was not sealed by this installation for this purpose."""


class Vault:
    """Seals and opens texts with a key that only this installation has."""

    def __init__(self, secret: bytes, owner: str = "second factor") -> None:
        """`secret` is the installation's (`Platform.secret`); each owner has a key of its own."""
        derived = HKDF(SHA256(), length=32, salt=None, info=f"registro {owner}".encode())
        self._cipher = AESGCM(derived.derive(secret))

    def seal(self, text: str, purpose: str) -> str:
        """Seal a text for a purpose."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """Open what was sealed for the same purpose; raise `Broken`."""
        try:
            data = base64.urlsafe_b64decode(sealed.encode())
            opened = self._cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, NotBase64, ValueError) as error:
            raise Broken from error
        return opened.decode()


def vault_of(session: Session, owner: str) -> Vault:
    """The vault of a plugin, named after it; KeyError in a session that no platform made."""
    return Vault(session.info[SECRET], owner)
