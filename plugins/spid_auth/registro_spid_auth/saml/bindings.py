"""The two ways a message travels through the browser: a form (POST) or an address (Redirect)."""

import base64
import binascii
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote_plus, unquote_to_bytes

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from registro_spid_auth.saml import names
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.keys import KeyPair
from registro_spid_auth.saml.xml import MESSAGE_LIMIT

SAML_REQUEST = "SAMLRequest"
SAML_RESPONSE = "SAMLResponse"
MESSAGES = (SAML_REQUEST, SAML_RESPONSE)
HASHES: dict[str, HashAlgorithm] = {
    names.RSA_SHA256: SHA256(),
    names.RSA_SHA384: SHA384(),
    names.RSA_SHA512: SHA512(),
}
RAW_DEFLATE = -15


class Binding(StrEnum):
    """How a message is sent; the value is the one of the configuration."""

    REDIRECT = "redirect"
    POST = "post"

    @property
    def uri(self) -> str:
        """The name metadata has for it."""
        return names.POST_BINDING if self is Binding.POST else names.REDIRECT_BINDING


@dataclass(frozen=True)
class QuerySignature:
    """What a Redirect message is signed by: the original octets, not what they decode to."""

    octets: bytes
    algorithm: str
    value: bytes


@dataclass(frozen=True)
class Message:
    """A message as it came, not yet believed.

    `parameter` says request or response; a Redirect message has its signature beside it, a POST
    message within its XML.
    """

    binding: Binding
    parameter: str
    xml: bytes
    relay_state: str | None
    signature: QuerySignature | None = None


def redirect_url(location: str, parameter: str, xml: bytes, relay_state: str, keys: KeyPair) -> str:
    """Return the address that carries an unsigned message, signed in the query (AR-6).

    `parameter` is `SAML_REQUEST` or `SAML_RESPONSE`.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
    packed = base64.b64encode(packer.compress(xml) + packer.flush()).decode()
    query = "&".join(
        f"{name}={quote_plus(value)}"
        for name, value in (
            (parameter, packed),
            ("RelayState", relay_state),
            ("SigAlg", names.RSA_SHA256),
        )
    )
    signature = base64.b64encode(keys.sign_bytes(query.encode())).decode()
    joint = "&" if "?" in location else "?"
    return f"{location}{joint}{query}&Signature={quote_plus(signature)}"


def post_fields(parameter: str, xml: bytes, relay_state: str) -> dict[str, str]:
    """Return the hidden fields of the form that carries a signed message (AR-5)."""
    return {parameter: base64.b64encode(xml).decode(), "RelayState": relay_state}


def read_post(fields: Iterable[tuple[str, str]], parameters: tuple[str, ...] = MESSAGES) -> Message:
    """Read the message of a form's fields, of which none may be there twice (RS-1).

    `parameters` says which may come to this address.  Raises `Refused`: `duplicate-parameter`,
    `parameters`, `too-large`, `base64`.
    """
    given = _once(fields)
    parameter = _which(given, parameters)
    xml = _base64(given[parameter])
    return Message(Binding.POST, parameter, xml, given.get("RelayState"))


def read_redirect(query: bytes, parameters: tuple[str, ...] = MESSAGES) -> Message:
    """Read the message of a query string as it was sent (LO-3).

    Who the sender is stands in the message: find its certificates, then call `verify_redirect`.
    Raises `Refused`: `duplicate-parameter`, `parameters`, `too-large`, `base64`, `deflate`,
    `signature-missing`.
    """
    if len(query) > MESSAGE_LIMIT:
        raise Refused("too-large")
    raw = _once(_raw_pairs(query))
    decoded = {name: _unquoted(value) for name, value in raw.items()}
    parameter = _which(decoded, parameters)
    xml = _inflated(_base64(decoded[parameter]))
    signature = _query_signature(parameter, raw, decoded)
    return Message(Binding.REDIRECT, parameter, xml, decoded.get("RelayState"), signature)


def verify_redirect(message: Message, certificates: Iterable[x509.Certificate]) -> None:
    """Verify a Redirect message over the octets that came.

    The certificates are the sender's that are valid now.  Raises `Refused`: `signature-missing`,
    `signature-algorithm`, `signature`.
    """
    signature = message.signature
    if signature is None:
        raise Refused("signature-missing")
    digest = HASHES.get(signature.algorithm)
    if digest is None:
        raise Refused("signature-algorithm")
    for certificate in certificates:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            try:
                key.verify(signature.value, signature.octets, padding.PKCS1v15(), digest)
            except InvalidSignature:
                continue
            return
    raise Refused("signature")


def _raw_pairs(query: bytes) -> list[tuple[str, str]]:
    """Split a query into decoded names and values as they were sent."""
    try:
        text = query.decode("ascii")
    except UnicodeDecodeError:
        raise Refused("parameters") from None
    pairs = [part.partition("=") for part in text.split("&") if part]
    return [(_unquoted(name), value) for name, _equals, value in pairs]


def _unquoted(text: str) -> str:
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("parameters") from None


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the pairs by name.  Of two values one reader takes the first, another the last."""
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise Refused("duplicate-parameter")
        given[name] = value
    return given


def _which(given: dict[str, str], parameters: tuple[str, ...]) -> str:
    """Return which message came: exactly one, and one that may."""
    found = [name for name in MESSAGES if name in given]
    if len(found) != 1 or found[0] not in parameters:
        raise Refused("parameters")
    return found[0]


def _base64(text: str) -> bytes:
    """Decode base64 that is written in the one canonical way, lines apart."""
    if len(text) > MESSAGE_LIMIT:
        raise Refused("too-large")
    joined = text.replace("\r", "").replace("\n", "")
    try:
        data = base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("base64") from None
    if base64.b64encode(data).decode() != joined:
        raise Refused("base64")
    return data


def _inflated(data: bytes) -> bytes:
    """Undo the compression, but not beyond what a message may weigh."""
    unpacker = zlib.decompressobj(RAW_DEFLATE)
    try:
        xml = unpacker.decompress(data, MESSAGE_LIMIT + 1)
    except zlib.error:
        raise Refused("deflate") from None
    if len(xml) > MESSAGE_LIMIT:
        raise Refused("too-large")
    if not unpacker.eof or unpacker.unused_data:
        raise Refused("deflate")
    return xml


def _query_signature(
    parameter: str, raw: dict[str, str], decoded: dict[str, str]
) -> QuerySignature:
    """Gather what was signed, in the order the binding lays down (saml-bindings 3.4.4.1)."""
    if "SigAlg" not in raw or "Signature" not in raw:
        raise Refused("signature-missing")
    signed = [name for name in (parameter, "RelayState", "SigAlg") if name in raw]
    octets = "&".join(f"{name}={raw[name]}" for name in signed).encode()
    return QuerySignature(octets, decoded["SigAlg"], _base64(decoded["Signature"]))
