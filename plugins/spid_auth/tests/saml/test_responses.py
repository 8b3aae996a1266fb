"""Responses that are accepted, and how far the clock may be off (RS)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from registro_spid_auth.issuing.answers import failure, sign_assertion
from registro_spid_auth.saml.messages import Comparison
from registro_spid_auth.saml.profiles import CIE, SPID
from registro_spid_auth.saml.responses import read_response
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import serialize

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("profile", [SPID, CIE], ids=lambda profile: profile.name)
def test_a_good_response_says_who_signed_in(login_with, profile, now):
    login = login_with(profile)
    root = login.response(name_id="_name", session_index="_session")
    assertion_id = root[-1].get("ID")

    assertion = login.check(root)

    assert assertion.codice_fiscale == "VRDNNA80A41H501X"
    assert assertion.attributes["familyName"] == "Verdi"
    assert set(assertion.attributes) == set(profile.attributes)
    assert assertion.level == 2
    assert assertion.issuer == login.issuer.entity_id
    assert assertion.name_id == "_name"
    assert assertion.name_qualifier == login.issuer.entity_id
    assert assertion.session_index == "_session"
    assert assertion.response_id == root.get("ID")
    assert assertion.response_issued_at == now
    assert assertion.assertion_id == assertion_id


def test_a_response_whose_assertion_alone_is_signed_is_accepted(login):
    data = serialize(sign_assertion(login.response(), login.issuer))

    assert data.count(b"SignatureValue>") == 2
    assert login.check(data).codice_fiscale == "VRDNNA80A41H501X"


def test_the_envelope_says_what_the_log_needs_before_anything_is_believed(login, now):
    envelope = read_response(serialize(login.response()))

    assert envelope.in_response_to == login.asked.id
    assert envelope.issuer == login.issuer.entity_id
    assert envelope.issued_at == now
    assert envelope.id.startswith("_")


@pytest.mark.parametrize("fraction", ["", ".5", ".123", ".123456789"])
@pytest.mark.parametrize("zone", ["Z", "+00:00", "-00:00"])
def test_instants_may_have_fractions_and_say_utc_in_three_ways(login, now, fraction, zone):
    root = login.response()
    for element in (root, root[-1]):
        element.set("IssueInstant", f"2026-11-24T08:00:00{fraction}{zone}")

    issued_at = login.check(root).response_issued_at
    assert issued_at.replace(microsecond=0) == now
    assert issued_at.microsecond == int((fraction[1:7] or "0").ljust(6, "0"))


def at(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# RS-6, RS-11, RS-12, OPS-3: an element, its attribute, the instant it is held against, and the
# code of the refusal; a minute either way is forgiven, a second more is not.
EARLIEST = [
    (".", "IssueInstant", "asked", "issue-instant-window"),
    ("saml:Assertion", "IssueInstant", "asked", "assertion-issue-instant-window"),
    ("saml:Assertion/saml:Conditions", "NotOnOrAfter", "now", "expired"),
    (
        "saml:Assertion/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData",
        "NotOnOrAfter",
        "now",
        "subject-expired",
    ),
]
LATEST = [
    (".", "IssueInstant", "issue-instant-window"),
    ("saml:Assertion", "IssueInstant", "assertion-issue-instant-window"),
    ("saml:Assertion/saml:Conditions", "NotBefore", "not-yet-valid"),
    ("saml:Assertion/saml:AuthnStatement", "AuthnInstant", "authn-instant"),
]


@pytest.mark.parametrize(("path", "attribute", "against", "code"), EARLIEST)
def test_an_instant_may_be_59_seconds_early_and_not_61(login, find, path, attribute, against, code):
    limit = login.asked.issued_at if against == "asked" else login.now
    root = login.response()
    find(root, path).set(attribute, at(limit - 59 * SECOND))
    assert login.check(root)

    root = login.response()
    find(root, path).set(attribute, at(limit - 61 * SECOND))
    assert login.refusal(root) == code


@pytest.mark.parametrize(("path", "attribute", "code"), LATEST)
def test_an_instant_may_be_59_seconds_late_and_not_61(login, find, path, attribute, code):
    root = login.response()
    find(root, path).set(attribute, at(login.now + 59 * SECOND))
    assert login.check(root)

    root = login.response()
    find(root, path).set(attribute, at(login.now + 61 * SECOND))
    assert login.refusal(root) == code


def test_an_end_is_the_first_instant_that_is_too_late(login, find):
    """RS-12: NotOnOrAfter > now - 60 s."""
    root = login.response()
    find(root, "saml:Assertion/saml:Conditions").set("NotOnOrAfter", at(login.now - 60 * SECOND))

    assert login.refusal(root) == "expired"


def test_a_request_waits_ten_minutes(login):
    """RS-3."""
    login.now = login.asked.issued_at + timedelta(minutes=10)
    assert login.check(login.response())

    login.now += SECOND
    assert login.refusal(login.response()) == "unsolicited"


@pytest.mark.parametrize(
    ("comparison", "asked", "reached"),
    [
        (Comparison.MINIMUM, 2, {2, 3}),
        (Comparison.EXACT, 2, {2, 3}),
        (Comparison.MINIMUM, 1, {1, 2, 3}),
        (Comparison.MINIMUM, 3, {3}),
        (Comparison.BETTER, 2, {3}),
        (Comparison.MAXIMUM, 2, {1, 2}),
    ],
)
def test_a_higher_level_is_accepted_a_lower_is_not(login_with, comparison, asked, reached):
    """RS-13: "the IdP may use a higher level", but never a lower one."""
    login = login_with(level=asked, comparison=comparison)
    for level in (1, 2, 3):
        root = login.response(level=level)
        if level in reached:
            assert login.check(root).level == level
        else:
            assert login.refusal(root) == "level"


def test_other_attributes_than_asked_are_accepted_if_the_tax_code_is_among_them(login):
    """RS-14, test 103 of AgID's."""
    attributes = {"spidCode": "ABC", "fiscalNumber": "TINIT-VRDNNA80A41H501X"}

    assertion = login.check(login.response(attributes=attributes))

    assert assertion.attributes == attributes


def test_the_tax_code_is_written_in_capitals(login):
    """ACC-1."""
    root = login.response(attributes={"fiscalNumber": "tinit-vrdnna80a41h501x"})

    assert login.check(root).codice_fiscale == "VRDNNA80A41H501X"


def test_who_was_not_asked_for_a_tax_code_may_have_none(login):
    """MD-10: eIDAS users."""
    login.asked = replace(login.asked, attributes=frozenset({"spidCode", "name"}))

    assertion = login.check(login.response(attributes={"spidCode": "ABC", "name": "Zoë"}))

    assert assertion.codice_fiscale is None
    assert assertion.attributes == {"spidCode": "ABC", "name": "Zoë"}


@pytest.mark.parametrize("number", [19, 20, 21, 22, 23, 25, 30, 8])
@pytest.mark.parametrize("signed", [True, False])
def test_an_error_of_the_provider_is_told_by_its_number(login, number, signed):
    """RS-7, ERR-1: errors may come unsigned."""
    root = failure(login.issuer, login.answer(), number)
    data = sign(root, login.issuer.keys, 1) if signed else serialize(root)

    assert login.error(data) == number


@pytest.mark.parametrize("message", [None, "", "nr25", "ErrorCode nr", "ErrorCode nr251", "<b>"])
def test_an_error_without_a_number_is_an_error(login, find, message):
    root = failure(login.issuer, login.answer(), 25)
    element = find(root, "samlp:Status/samlp:StatusMessage")
    if message is None:
        element.getparent().remove(element)
    else:
        element.text = message

    assert login.error(serialize(root)) is None


def test_the_number_does_not_hang_on_the_second_status(login, find):
    """ERR-1: AgID's own text misspells it."""
    root = failure(login.issuer, login.answer(), 22)
    find(root, "samlp:Status/samlp:StatusCode/samlp:StatusCode").set("Value", "statuss:AuthnFailed")

    assert login.error(serialize(root)) == 22


def test_all_certificates_of_a_provider_are_tried(login, keys):
    """OPS-2."""
    signing = login.issuer
    login.issuer = replace(
        login.issuer, keys=keys("B"), further_certificates=(keys("A").certificate,)
    )

    data = serialize(sign_assertion(login.response(), signing))

    assert login.check(data).codice_fiscale == "VRDNNA80A41H501X"


def test_cie_says_no_format_of_its_issuer_and_spid_must(login_with, find):
    """RS-10: each by its own rules, lenient nowhere else."""
    for profile, accepted in ((CIE, True), (SPID, False)):
        login = login_with(profile)
        root = login.response()
        find(root, "saml:Assertion/saml:Issuer").attrib.pop("Format", None)
        if accepted:
            assert login.check(root)
        else:
            assert login.refusal(root) == "assertion-issuer-format"
