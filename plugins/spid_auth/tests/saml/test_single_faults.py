"""A good response with one thing wrong, signed as it is: refused, and for that reason (RS)."""

import pytest
from lxml import etree

from registro_spid_auth.issuing.answers import failure, success
from registro_spid_auth.saml import names
from registro_spid_auth.saml.profiles import CIE, SPID
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import SAML, SAMLP, serialize

ASSERTION = "saml:Assertion"
SUBJECT = f"{ASSERTION}/saml:Subject"
NAME_ID = f"{SUBJECT}/saml:NameID"
CONFIRMATION = f"{SUBJECT}/saml:SubjectConfirmation"
DATA = f"{CONFIRMATION}/saml:SubjectConfirmationData"
CONDITIONS = f"{ASSERTION}/saml:Conditions"
RESTRICTION = f"{CONDITIONS}/saml:AudienceRestriction"
AUTHN = f"{ASSERTION}/saml:AuthnStatement"
CLASS = f"{AUTHN}/saml:AuthnContext/saml:AuthnContextClassRef"
ATTRIBUTES = f"{ASSERTION}/saml:AttributeStatement"
FISCAL = f"{ATTRIBUTES}/saml:Attribute[@Name='fiscalNumber']"
STATUS = "samlp:Status"
CODE = f"{STATUS}/samlp:StatusCode"
ELSEWHERE = "https://elsewhere.example/"

# What is no instant in UTC.
BAD_INSTANTS = (
    *("", "null", "2026-11-24", "2026-11-24T08:00:00", "2026-11-24T08:00:00+01:00"),
    *("2026-13-24T08:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24 08:00:00Z"),
    *("2026-11-24T08:00:00.Z", "2026-11-24T08:00:00.1234567890Z", "2026-11-24T08:00:00Z\n1"),
    "٢٠٢٦-11-24T08:00:00Z",
)

# Attributes: the refusal, where, which, and values none of which will do (None: not there).
VALUES = [
    ("version", ".", "Version", (None, "", "1.0", "2.1")),
    ("issue-instant", ".", "IssueInstant", (None, *BAD_INSTANTS)),
    ("unsolicited", ".", "InResponseTo", (None, "", "_another")),
    (
        "destination",
        ".",
        "Destination",
        (None, "", ELSEWHERE, "https://registro.example/spid/acs/"),
    ),
    ("issuer-format", "saml:Issuer", "Format", ("", names.TRANSIENT_FORMAT)),
    ("status", CODE, "Value", (None, "", "Success", names.AUTHN_FAILED)),
    ("assertion-version", ASSERTION, "Version", (None, "", "1.1")),
    ("assertion-issue-instant", ASSERTION, "IssueInstant", (None, *BAD_INSTANTS)),
    (
        "assertion-issuer-format",
        f"{ASSERTION}/saml:Issuer",
        "Format",
        (None, "", names.TRANSIENT_FORMAT),
    ),
    (
        "name-id-format",
        NAME_ID,
        "Format",
        (None, "", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
    ),
    ("name-qualifier", NAME_ID, "NameQualifier", (None, "")),
    (
        "subject-confirmation-method",
        CONFIRMATION,
        "Method",
        (None, "", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"),
    ),
    ("recipient", DATA, "Recipient", (None, "", ELSEWHERE)),
    ("subject-in-response-to", DATA, "InResponseTo", (None, "", "_another")),
    ("subject-not-before", DATA, "NotBefore", ("2026-11-24T08:00:00Z", "")),
    ("subject-not-on-or-after", DATA, "NotOnOrAfter", (None, *BAD_INSTANTS)),
    ("subject-expired", DATA, "NotOnOrAfter", ("2026-11-24T07:58:00Z",)),
    ("not-before", CONDITIONS, "NotBefore", (None, *BAD_INSTANTS)),
    ("not-yet-valid", CONDITIONS, "NotBefore", ("2099-01-01T00:00:00Z",)),
    ("not-on-or-after", CONDITIONS, "NotOnOrAfter", (None, *BAD_INSTANTS)),
    ("expired", CONDITIONS, "NotOnOrAfter", ("2026-11-24T07:58:00Z",)),
    ("authn-instant", AUTHN, "AuthnInstant", (None, *BAD_INSTANTS)),
    ("attribute-name", FISCAL, "Name", (None, "")),
    ("attribute-twice", FISCAL, "Name", ("email",)),
    ("fiscal-number", FISCAL, "Name", ("fiscalnumber",)),
]

# Texts: the refusal, where, and values none of which will do.
TEXTS = [
    ("issuer", "saml:Issuer", ("", " ", "https://b.example/idp", "https://a.example/idp/")),
    ("assertion-issuer", f"{ASSERTION}/saml:Issuer", ("", "https://b.example/idp")),
    ("name-id", NAME_ID, ("", "  ")),
    ("audience", f"{RESTRICTION}/saml:Audience", ("", ELSEWHERE)),
    (
        "authn-context",
        CLASS,
        (
            *("", "https://www.spid.gov.it/SpidL4", "https://www.spid.gov.it/SpidL22", "SpidL2"),
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        ),
    ),
    ("level", CLASS, ("https://www.spid.gov.it/SpidL1",)),
    ("attribute-value", f"{FISCAL}/saml:AttributeValue", ("", "\n ")),
    (
        "fiscal-number",
        f"{FISCAL}/saml:AttributeValue",
        (
            *("VRDNNA80A41H501X", "TINIT-", "TINIT-VRDNNA80A41H501", "TINIT-VRDNNA80A41H501XX"),
            *("TINDE-VRDNNA80A41H501X", "TINIT-VRDNNA80A41H501é", "TINIT-VRDNNA80A41H501 "),
            "TINIT-VRDNNA80A41H501X TINIT-RSSMRA80A01H501U",
        ),
    ),
]

# Elements: the refusal, and one that may be neither missing nor there twice.
ELEMENTS = [
    ("issuer", "saml:Issuer"),
    ("status", STATUS),
    ("status", CODE),
    ("assertion-issuer", f"{ASSERTION}/saml:Issuer"),
    ("subject", SUBJECT),
    ("name-id", NAME_ID),
    ("subject-confirmation", CONFIRMATION),
    ("subject-confirmation-data", DATA),
    ("conditions", CONDITIONS),
    ("authn-statement", AUTHN),
    ("authn-context", f"{AUTHN}/saml:AuthnContext"),
    ("authn-context", CLASS),
    ("attribute-statement", ATTRIBUTES),
    ("attribute-value", f"{FISCAL}/saml:AttributeValue"),
]


def each(faults):
    return [(code, *where, value) for code, *where, values in faults for value in values]


@pytest.mark.parametrize(("code", "path", "attribute", "value"), each(VALUES))
def test_a_wrong_attribute_is_refused(login, find, code, path, attribute, value):
    root = login.response()
    if value is None:
        del find(root, path).attrib[attribute]
    else:
        find(root, path).set(attribute, value)

    assert login.refusal(root) == code


@pytest.mark.parametrize(("code", "path", "text"), each(TEXTS))
def test_a_wrong_text_is_refused(login, find, code, path, text):
    root = login.response()
    find(root, path).text = text

    assert login.refusal(root) == code


@pytest.mark.parametrize(("code", "path"), ELEMENTS)
def test_a_missing_element_is_refused(login, find, code, path):
    root = login.response()
    element = find(root, path)
    element.getparent().remove(element)

    assert login.refusal(root) == code


@pytest.mark.parametrize(("code", "path"), ELEMENTS)
def test_a_second_element_is_refused(login, find, code, path):
    root = login.response()
    element = find(root, path)
    element.addnext(etree.fromstring(etree.tostring(element)))

    assert login.refusal(root) == code


def test_a_document_of_another_kind_is_refused(login):
    root = login.response()
    root.tag = f"{{{names.PROTOCOL}}}ArtifactResponse"
    assert login.refusal(root) == "root"


def test_the_names_without_their_namespace_are_other_names(login):
    data = serialize(login.response())
    assert login.refusal(data.replace(names.PROTOCOL.encode(), b"urn:other")) == "root"


def test_a_message_has_an_id(login):
    for value, code in ((None, "id"), ("", "id")):
        root = login.response()
        if value is None:
            del root.attrib["ID"]
        else:
            root.set("ID", value)
        assert login.refusal(serialize(root)) == code


def test_success_has_no_other_status_inside(login, find):
    root = login.response()
    find(root, CODE).append(SAMLP.StatusCode(Value=names.AUTHN_FAILED))

    assert login.refusal(root) == "status"


def test_an_error_comes_without_an_assertion(login, find):
    root = login.response()
    find(root, CODE).set("Value", names.RESPONDER)

    assert login.refusal(root) == "assertion-with-error"


def test_an_error_that_says_it_is_signed_is_verified(login, find):
    root = failure(login.issuer, login.answer(), 25)
    tampered = etree.fromstring(sign(root, login.issuer.keys, 1))
    find(tampered, "samlp:Status/samlp:StatusMessage").text = "ErrorCode nr19"

    assert login.refusal(serialize(tampered)) == "signature"


def test_success_has_an_assertion(login, find):
    root = login.response()
    root.remove(find(root, ASSERTION))

    assert login.refusal(sign(root, login.issuer.keys, 1)) == "assertion-count"


def test_there_is_one_assertion(login, find):
    root = login.response()
    root.append(success(login.issuer, login.answer())[-1])

    assert login.refusal(sign(root, login.issuer.keys, 1)) == "assertion-count"


def test_an_assertion_stands_nowhere_but_in_the_response(login, find):
    root = login.response()
    root.append(SAMLP.Extensions(find(root, ASSERTION)))

    assert login.refusal(sign(root, login.issuer.keys, 1)) == "assertion-count"


def test_an_encrypted_assertion_is_refused_alone_and_beside_a_good_one(login, find):
    beside = login.response()
    beside.append(SAML.EncryptedAssertion())
    alone = login.response()
    alone.replace(find(alone, ASSERTION), SAML.EncryptedAssertion())

    assert login.refusal(beside) == "encrypted-assertion"
    assert login.refusal(sign(alone, login.issuer.keys, 1)) == "encrypted-assertion"


def test_a_response_holds_nothing_we_do_not_know(login):
    root = login.response()
    root.insert(1, SAMLP.Extensions())

    assert login.refusal(root) == "content"


def test_the_school_must_be_in_every_restriction_of_the_audience(login, find):
    """RS-12: two audiences in one restriction are alternatives, two restrictions are not."""
    root = login.response()
    find(root, RESTRICTION).append(SAML.Audience(ELSEWHERE))
    assert login.check(root)

    root = login.response()
    find(root, CONDITIONS).append(SAML.AudienceRestriction(SAML.Audience(ELSEWHERE)))
    assert login.refusal(root) == "audience"

    root = login.response()
    find(root, CONDITIONS).remove(find(root, RESTRICTION))
    assert login.refusal(root) == "audience"


def test_a_condition_we_do_not_know_is_not_met(login, find):
    for condition, known in ((SAML.OneTimeUse(), True), (SAML.ProxyRestriction(), False)):
        root = login.response()
        find(root, CONDITIONS).append(condition)
        if known:
            assert login.check(root)
        else:
            assert login.refusal(root) == "conditions"


def test_no_attributes_are_too_few(login, find):
    root = login.response()
    for attribute in find(root, ATTRIBUTES):
        find(root, ATTRIBUTES).remove(attribute)
    assert login.refusal(root) == "attribute-statement"


def test_an_attribute_is_there_once(login, find):
    root = login.response()
    again = etree.fromstring(etree.tostring(find(root, FISCAL)))
    find(again, "saml:AttributeValue").text = "TINIT-RSSMRA80A01H501U"
    find(root, ATTRIBUTES).append(again)

    assert login.refusal(root) == "attribute-twice"


def test_an_attribute_is_text(login, find):
    root = login.response()
    find(root, f"{FISCAL}/saml:AttributeValue").append(SAML.NameID("x"))

    assert login.refusal(root) == "attribute-value"


def test_the_tax_code_must_be_there_when_it_was_asked_for(login):
    root = login.response(attributes={"name": "Anna", "companyName": "Verdi s.r.l."})

    assert login.refusal(root) == "fiscal-number"


@pytest.mark.parametrize("profile", [SPID, CIE], ids=lambda profile: profile.name)
def test_the_other_federations_address_is_not_ours(login_with, provider_of, profile):
    login = login_with(profile)
    other = provider_of(CIE if profile is SPID else SPID)

    assert login.refusal(login.response(acs_url=other.acs_url)) == "destination"
    assert login.refusal(login.response(audience=other.entity_id)) == "audience"


def test_another_request_of_ours_is_not_this_one(login):
    assert login.refusal(login.response(request_id="_another")) == "unsolicited"
