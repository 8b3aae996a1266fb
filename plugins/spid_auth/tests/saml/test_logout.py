"""Single logout from both sides, in both ways (LO)."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from lxml import etree

from registro_spid_auth.issuing import logout as issuing
from registro_spid_auth.issuing.issuer import issuer_metadata
from registro_spid_auth.issuing.reading import read_sign_out
from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import (
    SAML_REQUEST,
    SAML_RESPONSE,
    Binding,
    post_fields,
    read_post,
    read_redirect,
    redirect_url,
)
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import LogoutEndpoint, read_providers
from registro_spid_auth.saml.logout import (
    Session,
    check_logout_response,
    logout_request,
    logout_response,
    read_logout_request,
    read_logout_response,
)
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import SAMLP, parse, serialize

SESSION = Session("_name", "https://a.example/idp", "_session")
BINDINGS = pytest.mark.parametrize("binding", list(Binding))
SECOND = timedelta(seconds=1)


def carried(root, parameter, binding, keys):
    """A provider's message as it arrives."""
    if binding is Binding.POST:
        return read_post(post_fields(parameter, sign(root, keys, 1), "r").items())
    url = redirect_url("https://x.example/", parameter, serialize(root), "r", keys)
    return read_redirect(urlsplit(url).query.encode())


@pytest.fixture
def providers(login, keys):
    other = replace(login.issuer, entity_id="https://b.example/idp", keys=keys("B"))
    return read_providers(issuer_metadata(login.issuer, other))


def why(call, *arguments):
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


# ---- begun by us


@BINDINGS
def test_lo2_our_request(login, provider_of, binding, now):
    request = logout_request(login.provider, login.idp, binding, SESSION, now)
    root = parse(request.xml)
    issuer, name_id = (root.find(path, names.PREFIXES) for path in ("saml:Issuer", "saml:NameID"))

    assert dict(root.attrib) == {
        "ID": request.id,
        "Version": "2.0",
        "IssueInstant": "2026-11-24T08:00:00Z",
        "Destination": "https://a.example/idp/slo",
    }
    assert dict(issuer.attrib) == {
        "Format": names.ENTITY_FORMAT,
        "NameQualifier": login.provider.entity_id,
    }
    assert dict(name_id.attrib) == {
        "Format": names.TRANSIENT_FORMAT,
        "NameQualifier": "https://a.example/idp",
    }
    assert name_id.text == "_name"
    order = ["Issuer", "Signature", "NameID", "SessionIndex"]
    if binding is Binding.REDIRECT:
        order.remove("Signature")
    assert [etree.QName(each).localname for each in root] == order
    assert root[-1].text == "_session"


def test_lo2_a_session_may_have_no_index(login, now):
    session = replace(SESSION, session_index=None)
    request = logout_request(login.provider, login.idp, Binding.POST, session, now)

    assert b"SessionIndex" not in request.xml


@BINDINGS
def test_a_provider_reads_our_request(login, binding, sp_keys, now):
    request = logout_request(login.provider, login.idp, binding, SESSION, now)
    address = "https://a.example/idp/slo"
    if binding is Binding.POST:
        message = read_post(post_fields(SAML_REQUEST, request.xml, "r").items())
    else:
        url = redirect_url(address, SAML_REQUEST, request.xml, "r", sp_keys)
        message = read_redirect(urlsplit(url).query.encode())

    wanted = read_sign_out(message, login.provider, address, now)

    assert wanted.id == request.id
    assert wanted.session == SESSION


@pytest.fixture
def answered(login, now):
    """What we make of a provider's answer to our request `_logout`."""

    def answered(root, binding=Binding.POST, keys=None, at=None):
        message = carried(root, SAML_RESPONSE, binding, keys or login.issuer.keys)
        asked = ("_logout", now - 30 * SECOND)
        return check_logout_response(message, login.provider, login.idp, asked, at or now)

    return answered


@pytest.fixture
def answer(login, now):
    return issuing.logout_response(login.issuer, login.provider.slo_url, "_logout", now)


@BINDINGS
def test_lo4_the_answer_to_our_request(answered, answer, login, binding):
    message = carried(answer, SAML_RESPONSE, binding, login.issuer.keys)

    assert read_logout_response(message) == "_logout"
    assert answered(answer, binding) is True


@BINDINGS
def test_lo4_a_partial_logout_is_no_error(answered, login, now, binding):
    partial = issuing.logout_response(
        login.issuer, login.provider.slo_url, "_logout", now, partial=True
    )

    assert answered(partial, binding) is False


def test_a_partial_logout_that_says_success_is_partial(answered, answer):
    code = answer.find("samlp:Status/samlp:StatusCode", names.PREFIXES)
    code.append(SAMLP.StatusCode(Value=names.PARTIAL_LOGOUT))

    assert answered(answer) is False


@BINDINGS
@pytest.mark.parametrize(
    ("attribute", "value", "code"),
    [
        ("InResponseTo", "_other", "unsolicited"),
        ("InResponseTo", "", "unsolicited"),
        ("Destination", "https://elsewhere.example/", "destination"),
        ("Version", "1.1", "version"),
        ("IssueInstant", "2026-11-24", "issue-instant"),
        ("IssueInstant", "2026-11-24T08:01:01Z", "issue-instant-window"),
        ("IssueInstant", "2026-11-24T07:58:29Z", "issue-instant-window"),
    ],
)
def test_a_wrong_answer_is_refused(answered, answer, binding, attribute, value, code):
    answer.set(attribute, value)

    assert why(answered, answer, binding) == code


@BINDINGS
def test_an_answer_is_the_providers_own(answered, answer, keys, binding):
    assert why(answered, answer, binding, keys("B")) == "signature"

    answer.find("saml:Issuer", names.PREFIXES).text = "https://b.example/idp"
    assert why(answered, answer, binding, keys("B")) == "issuer"


def test_an_answer_comes_within_ten_minutes(answered, answer, now):
    asked_at = now - 30 * SECOND
    assert answered(answer, at=asked_at + timedelta(minutes=10)) is True

    late = asked_at + timedelta(minutes=10) + SECOND
    assert why(answered, answer, Binding.POST, None, late) == "unsolicited"


def test_an_answer_has_a_status(answered, answer):
    answer.remove(answer.find("samlp:Status", names.PREFIXES))

    assert why(answered, answer) == "status"


def test_what_answers_no_request_is_told_at_once(login, answer):
    del answer.attrib["InResponseTo"]
    message = carried(answer, SAML_RESPONSE, Binding.POST, login.issuer.keys)
    assert why(read_logout_response, message) == "unsolicited"

    answer.tag = f"{{{names.PROTOCOL}}}Response"
    message = carried(answer, SAML_RESPONSE, Binding.POST, login.issuer.keys)
    assert why(read_logout_response, message) == "root"

    message = carried(answer, SAML_REQUEST, Binding.POST, login.issuer.keys)
    assert why(read_logout_response, message) == "parameters"


# ---- begun by the provider


@pytest.fixture
def wanted(login, providers, now):
    """What we make of a provider's request."""

    def wanted(root, binding=Binding.POST, keys=None, at=None):
        message = carried(root, SAML_REQUEST, binding, keys or login.issuer.keys)
        return read_logout_request(message, login.provider, providers, at or now)

    return wanted


@pytest.fixture
def request_of_a(login, now):
    return issuing.logout_request(login.issuer, login.provider.slo_url, SESSION, now)


@BINDINGS
def test_lo3_a_providers_request(wanted, request_of_a, binding):
    read = wanted(request_of_a, binding)

    assert read.id == request_of_a.get("ID")
    assert read.idp.entity_id == "https://a.example/idp"
    assert (read.name_id, read.name_qualifier) == ("_name", "https://a.example/idp")
    assert read.session_indexes == ("_session",)


def test_lo3_a_request_may_name_several_sessions_or_none(wanted, request_of_a):
    request_of_a.append(SAMLP.SessionIndex("_other"))
    assert wanted(request_of_a).session_indexes == ("_session", "_other")

    for index in request_of_a.findall("samlp:SessionIndex", names.PREFIXES):
        request_of_a.remove(index)
    assert wanted(request_of_a).session_indexes == ()


@BINDINGS
@pytest.mark.parametrize(
    ("attribute", "value", "code"),
    [
        ("Version", "1.1", "version"),
        ("Destination", "https://registro.example/spid/acs", "destination"),
        ("Destination", "", "destination"),
        ("IssueInstant", "", "issue-instant"),
        ("IssueInstant", "2026-11-24T08:01:01Z", "issue-instant-window"),
        ("IssueInstant", "2026-11-24T07:49:59Z", "issue-instant-window"),
        ("NotOnOrAfter", "2026-11-24T07:59:00Z", "expired"),
        ("NotOnOrAfter", "tomorrow", "not-on-or-after"),
    ],
)
def test_a_wrong_request_is_refused(wanted, request_of_a, binding, attribute, value, code):
    request_of_a.set(attribute, value)

    assert why(wanted, request_of_a, binding) == code


@pytest.mark.parametrize("instant", ["2026-11-24T08:00:59Z", "2026-11-24T07:50:00Z"])
def test_a_request_may_be_a_little_of_the_future_or_ten_minutes_old(wanted, request_of_a, instant):
    request_of_a.set("IssueInstant", instant)
    request_of_a.set("NotOnOrAfter", "2026-11-24T07:59:01Z")

    assert wanted(request_of_a)


@BINDINGS
def test_lo3_only_a_provider_we_know_may_ask(wanted, request_of_a, keys, binding):
    assert why(wanted, request_of_a, binding, keys("B")) == "signature"

    request_of_a.find("saml:Issuer", names.PREFIXES).text = "https://unknown.example"
    assert why(wanted, request_of_a, binding) == "issuer"


def test_a_provider_may_not_end_sessions_of_anothers(wanted, request_of_a, keys):
    """What is believed of a request of B's is said by B: the session is sought among B's."""
    request_of_a.find("saml:Issuer", names.PREFIXES).text = "https://b.example/idp"
    read = wanted(request_of_a, Binding.POST, keys("B"))

    assert read.idp.entity_id == "https://b.example/idp"


@BINDINGS
def test_a_name_is_needed(wanted, request_of_a, binding):
    request_of_a.remove(request_of_a.find("saml:NameID", names.PREFIXES))

    assert why(wanted, request_of_a, binding) == "name-id"


def test_a_form_must_be_signed_within(login, providers, request_of_a, now):
    message = read_post(post_fields(SAML_REQUEST, serialize(request_of_a), "r").items())

    assert why(read_logout_request, message, login.provider, providers, now) == "signature-missing"


def test_a_form_has_one_signature(login, providers, request_of_a, now):
    root = etree.fromstring(sign(request_of_a, login.issuer.keys, 1))
    root.append(SAMLP.Extensions(etree.fromstring(etree.tostring(root[1]))))
    message = read_post(post_fields(SAML_REQUEST, serialize(root), "r").items())

    assert why(read_logout_request, message, login.provider, providers, now) == "signature-count"


def test_a_signature_within_does_not_do_for_an_address(login, providers, request_of_a, keys, now):
    """The query must be signed, whatever the XML bears."""
    signed = parse(sign(request_of_a, login.issuer.keys, 1))
    message = carried(signed, SAML_REQUEST, Binding.REDIRECT, keys("attacker"))

    assert why(read_logout_request, message, login.provider, providers, now) == "signature"


def test_a_changed_request_is_refused(login, providers, request_of_a, now):
    xml = sign(request_of_a, login.issuer.keys, 1).replace(b">_name<", b">_else<")
    message = read_post(post_fields(SAML_REQUEST, xml, "r").items())

    assert why(read_logout_request, message, login.provider, providers, now) == "signature"


@BINDINGS
def test_an_expired_certificate_is_not_believed(wanted, request_of_a, login, binding):
    end = login.issuer.keys.certificate.not_valid_after_utc
    request_of_a.set("IssueInstant", f"{end:%Y-%m-%dT%H:%M:%SZ}")
    assert wanted(request_of_a, binding, at=end)

    code = "certificate-expired" if binding is Binding.POST else "signature"
    assert why(wanted, request_of_a, binding, None, end + timedelta(microseconds=1)) == code


def test_another_message_is_no_request(wanted, answer, login, providers, now):
    assert why(wanted, answer) == "root"

    message = carried(answer, SAML_RESPONSE, Binding.POST, login.issuer.keys)
    assert why(read_logout_request, message, login.provider, providers, now) == "parameters"


@BINDINGS
def test_lo3_our_answer(login, binding, now):
    """Sent to where the provider wants answers, if that is another place."""
    idp = replace(
        login.idp, slo={binding: LogoutEndpoint("https://a.example/slo", "https://a.example/back")}
    )
    response = logout_response(login.provider, idp, binding, "_theirs", now)
    root = parse(response.xml)

    assert dict(root.attrib) == {
        "ID": response.id,
        "Version": "2.0",
        "IssueInstant": "2026-11-24T08:00:00Z",
        "Destination": "https://a.example/back",
        "InResponseTo": "_theirs",
    }
    code = root.find("samlp:Status/samlp:StatusCode", names.PREFIXES)
    assert code.get("Value") == names.SUCCESS
    assert (b"Signature" in response.xml) is (binding is Binding.POST)
