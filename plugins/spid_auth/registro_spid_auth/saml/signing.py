"""XML signatures: made with our key, verified with the certificates we know and no others."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from registro_spid_auth.saml import names
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.keys import KeyPair
from registro_spid_auth.saml.xml import DS, Element, children, only_child, serialize

# RS-9: RSA with SHA-2; anything else is refused before it is computed.
SIGNATURE_METHODS = frozenset(
    {SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512}
)
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})


@dataclass(frozen=True)
class Layout:
    """How a signature may be laid out.

    `canonical` are the canonical forms allowed; `whole_document`: whether the reference may be to
    the document as a whole instead of to an ID.
    """

    canonical: frozenset[str]
    whole_document: bool = False


MESSAGE = Layout(frozenset({names.EXCLUSIVE_C14N}))
# A file on disk, with the whole of which its signature stands or falls.
FILE = Layout(frozenset({names.EXCLUSIVE_C14N, names.C14N, names.C14N_11}), whole_document=True)


def sign(root: Element, keys: KeyPair, index: int) -> bytes:
    """Sign a document as a whole and return its bytes; the signature is the child at `index`.

    MD-3 wants it first, AR-5 second.  The root must have an `ID`; it is left as it is.
    """
    root = deepcopy(root)
    root.insert(index, DS.Signature(Id="placeholder"))
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(
        root,
        key=keys.key,
        cert=[keys.certificate],
        reference_uri="#" + root.attrib["ID"],
        id_attribute="ID",
    )
    return serialize(signed)


def verify(
    root: Element,
    target: Element,
    certificates: Iterable[x509.Certificate],
    now: datetime,
    layout: Layout = MESSAGE,
) -> Element:
    """Verify the signature of `target`, and return it as read from the very bytes signed (RS-9).

    `target` is the root, or a child of it that is the only one of its name.  Only the certificates
    given count, whatever the signature carries along; each that is valid now is tried.  The element
    returned has no signature and no comments left, and is all that may be believed.  Raises
    `Refused`: `signature-missing`, `signature-count`, `signature-reference`,
    `signature-transform`, `signature-algorithm`, `certificate-expired`, `signature`.
    """
    _check_layout(target, layout)
    path = "./" if target is root else f"./{target.tag!s}/"
    expired = True
    for certificate in certificates:
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            continue
        expired = False
        verified = _verified(root, path, certificate, now)
        if verified is not None:
            return _the_same(verified, target)
    raise Refused("certificate-expired" if expired else "signature")


def _check_layout(target: Element, layout: Layout) -> None:
    """Refuse signatures that speak of something else than their parent, or in another manner."""
    if not children(target, "ds:Signature"):
        raise Refused("signature-missing")
    signature = only_child(target, "ds:Signature", "signature-count")
    info = only_child(signature, "ds:SignedInfo", "signature-reference")
    reference = only_child(info, "ds:Reference", "signature-reference")
    uri, name = reference.get("URI"), target.get("ID")
    whole = layout.whole_document and uri == ""
    if not whole and (not name or uri != f"#{name}"):
        raise Refused("signature-reference")
    transforms = [
        each.get("Algorithm")
        for parent in children(reference, "ds:Transforms")
        for each in children(parent, "ds:Transform")
    ]
    if transforms[:1] != [names.ENVELOPED] or not _one_of(transforms[1:], layout.canonical):
        raise Refused("signature-transform")
    _check_algorithms(info, reference, layout)


def _one_of(found: list[str | None], allowed: frozenset[str]) -> bool:
    return len(found) == 1 and found[0] in allowed


def _check_algorithms(info: Element, reference: Element, layout: Layout) -> None:
    """Refuse what is not RSA with SHA-2 over canonical XML."""
    canonical = only_child(info, "ds:CanonicalizationMethod", "signature-algorithm")
    method = only_child(info, "ds:SignatureMethod", "signature-algorithm")
    digest = only_child(reference, "ds:DigestMethod", "signature-algorithm")
    if (
        canonical.get("Algorithm") not in layout.canonical
        or method.get("Algorithm") not in {each.value for each in SIGNATURE_METHODS}
        or digest.get("Algorithm") not in {each.value for each in DIGESTS}
    ):
        raise Refused("signature-algorithm")


def _verified(
    root: Element, path: str, certificate: x509.Certificate, now: datetime
) -> VerifyResult | None:
    """Return what a certificate's key has signed, None if it has not."""
    configuration = SignatureConfiguration(
        require_x509=True,
        location=path,
        expect_references=1,
        signature_methods=SIGNATURE_METHODS,
        digest_algorithms=DIGESTS,
        verification_time=now,
    )
    try:
        result = XMLVerifier().verify(
            root, x509_cert=certificate, id_attribute="ID", expect_config=configuration
        )
    # Whatever goes wrong in reading what the sender wrote, it is not verified: an empty value or an
    # odd KeyInfo end in errors of many kinds.
    except Exception:  # noqa: BLE001
        return None
    return result if isinstance(result, VerifyResult) else None


def _the_same(result: VerifyResult, target: Element) -> Element:
    """Return what was signed, if it is what we asked about."""
    signed = result.signed_xml
    if signed is None or signed.tag != target.tag or signed.get("ID") != target.get("ID"):
        raise Refused("signature-reference")
    return signed
