"""The register's key and certificate: read, made, written."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256


class KeyFileError(Exception):
    """A key or certificate file that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class KeyPair:
    """A private key and the certificate that bears its public half."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def __repr__(self) -> str:
        return f"KeyPair({self.certificate.serial_number:x})"

    def sign_bytes(self, data: bytes) -> bytes:
        """Sign bytes as the Redirect binding does, with RSA and SHA-256 (AR-6)."""
        return self.key.sign(data, padding.PKCS1v15(), SHA256())


def load(key_file: Path, certificate_file: Path) -> KeyPair:
    """Read a key pair from two PEM files.

    Raises `KeyFileError` if one is not there or unreadable, if others than its owner may read the
    key, or if the two do not belong together.
    """
    certificate = load_certificate(certificate_file)
    key = load_key(key_file)
    if key.public_key() != certificate.public_key():
        raise KeyFileError(f"{certificate_file} is not the certificate of the key in {key_file}")
    return KeyPair(key, certificate)


def load_certificate(file: Path) -> x509.Certificate:
    """Read a certificate from a PEM file.  Raises `KeyFileError`."""
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except OSError as error:
        raise KeyFileError(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise KeyFileError(f"{file} holds no certificate in PEM") from error


def load_key(file: Path) -> rsa.RSAPrivateKey:
    """Read an RSA key that its owner alone may read, from a PEM file.  Raises `KeyFileError`."""
    try:
        if file.stat().st_mode & 0o077:
            raise KeyFileError(f"{file} may be read by others than its owner: chmod 600 {file}")
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise KeyFileError(f"{file}: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise KeyFileError(f"{file} holds no private key in PEM without a password") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyFileError(f"{file} holds no RSA key")
    return key


def save(keys: KeyPair, key_file: Path, certificate_file: Path) -> None:
    """Write a key pair to two new PEM files, the key readable by its owner alone (CERT-3).

    Raises `KeyFileError` if one of them is there already: a federated key is not replaced by a
    slip of the hand.
    """
    for file in (key_file, certificate_file):
        _refuse_existing(file)
    private = keys.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(key_file, private, 0o600)
    save_certificate(keys.certificate, certificate_file)


def save_certificate(certificate: x509.Certificate, file: Path) -> None:
    """Write a certificate to a new PEM file.  Raises `KeyFileError` if it is there already."""
    _refuse_existing(file)
    _write(file, pem(certificate), 0o644)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise KeyFileError(f"{file} is there already; move it away first")


def _write(file: Path, data: bytes, mode: int) -> None:
    """Write a new file that at no moment may be read by more than its mode says."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
    except OSError as error:
        raise KeyFileError(f"{file}: {error.strerror}") from error


def pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate in PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)
