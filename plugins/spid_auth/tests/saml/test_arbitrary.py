"""Whatever comes, it is refused in an orderly way, or it says what the provider signed."""

import base64
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from registro_spid_auth.issuing.answers import sign_assertion, sign_response
from registro_spid_auth.issuing.issuer import issuer_metadata
from registro_spid_auth.saml.aggregate import verify_aggregate
from registro_spid_auth.saml.bindings import read_post, read_redirect, verify_redirect
from registro_spid_auth.saml.errors import IdpError, Refused
from registro_spid_auth.saml.identity_providers import read_providers
from registro_spid_auth.saml.logout import read_logout_request, read_logout_response
from registro_spid_auth.saml.responses import read_response
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import serialize

WORDS = (
    *("<", ">", "&", "]]>", "<!--", "-->", "<?x", "?>", "<![CDATA[", "<!DOCTYPE x>", "&#0;", "&x;"),
    *("ID", "xmlns:", "xml:id", "saml:Assertion", "ds:Signature", "http://", '"', "'", "\x00"),
    *("2026-11-24T08:00:00Z", "Success", "🎒", "\r\n"),
)
junk = st.one_of(st.binary(max_size=200), st.sampled_from(WORDS).map(str.encode))


@pytest.fixture(scope="module", params=["both", "assertion"])
def good(request, login_with):
    """A login, its response in bytes, and what that says."""
    login = login_with()
    root = login.response()
    if request.param == "both":
        data = sign_response(root, login.issuer)
    else:
        data = serialize(sign_assertion(root, login.issuer))
    return login, data, said(login, data)


@pytest.fixture(scope="module")
def login_once(login_with):
    """A login that no test changes."""
    return login_with()


@pytest.fixture(scope="module")
def registry(login_once, keys):
    """A signed file of providers, and the certificate it is pinned to."""
    root = etree.fromstring(issuer_metadata(login_once.issuer))
    root.set("ID", "_file")
    return sign(root, keys("registry"), 0), keys("registry").certificate


def overwritten(data, at, length, put):
    """Bytes with some of them replaced, `at` from 0 (first) to 1 (last)."""
    start = int(at * len(data))
    return data[:start] + put + data[start + length :]


def said(login, data):
    """What a response says of the person; None if it is refused."""
    try:
        assertion = login.check(data)
    except (Refused, IdpError):
        return None
    return (assertion.codice_fiscale, assertion.level, assertion.attributes, assertion.name_id)


def test_the_good_response_says_something(good):
    assert good[2] is not None


@given(data=junk)
def test_arbitrary_bytes_are_refused(good, data):
    login, _data, _said = good
    assert said(login, data) is None


@settings(max_examples=300)
@given(at=st.floats(0, 1), length=st.integers(0, 40), put=junk)
def test_whatever_is_written_over_a_response_changes_nothing_that_is_believed(
    good, at, length, put
):
    login, data, truth = good
    found = said(login, overwritten(data, at, length, put))

    assert found is None or found == truth


@settings(max_examples=300)
@given(choices=st.data())
def test_however_elements_are_moved_about_nothing_else_is_believed(good, choices):
    login, data, truth = good
    root = etree.fromstring(data)
    for _ in range(choices.draw(st.integers(1, 3))):
        rearrange(root, choices)
    found = said(login, serialize(root))

    assert found is None or found == truth


def rearrange(root, choices):
    """Take out, copy, move, rename or rewrite an element."""
    elements = list(root.iter(etree.Element))
    element = choices.draw(st.sampled_from(elements))
    other = choices.draw(st.sampled_from(elements))
    assume(element is not root)
    act = choices.draw(st.sampled_from(["remove", "copy", "move", "text", "attribute", "comment"]))
    if act == "remove":
        element.getparent().remove(element)
    elif act == "copy":
        other.insert(0, etree.fromstring(etree.tostring(element, with_tail=False)))
    elif act == "move" and other not in list(element.iter()):
        other.append(element)
    elif act == "text":
        element.text = choices.draw(st.sampled_from(["", "TINIT-RSSMRA80A01H501U", "x"]))
    elif act == "attribute" and element.attrib:
        name = choices.draw(st.sampled_from(element.keys()))
        element.set(name, choices.draw(st.sampled_from(["", "x", root.get("ID")])))
    else:
        element.insert(0, etree.Comment("x"))


@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["SAMLRequest", "SAMLResponse", "RelayState", "x"]),
            st.one_of(
                st.text(max_size=50),
                st.binary(max_size=50).map(lambda raw: base64.b64encode(raw).decode()),
            ),
        ),
        max_size=4,
    )
)
def test_arbitrary_forms(login_once, fields):
    attempt(login_once, lambda: read_post(fields))


@given(
    query=st.one_of(
        st.binary(),
        st.text(alphabet="SAMLRequest=&%25+/Aaz9Signature", max_size=300).map(str.encode),
    )
)
def test_arbitrary_addresses(login_once, query):
    attempt(login_once, lambda: read_redirect(query))


def attempt(login, read):
    """Read a message and do with it all that may be done; nothing but a refusal may come of it."""
    providers = {login.idp.entity_id: login.idp}
    try:
        message = read()
    except Refused:
        return
    for use in (
        lambda: read_response(message.xml),
        lambda: read_logout_request(message, login.provider, providers, login.now),
        lambda: read_logout_response(message),
        lambda: verify_redirect(message, login.idp.certificates),
    ):
        with pytest.raises(Refused):
            use()


@settings(max_examples=200)
@given(at=st.floats(0, 1), length=st.integers(0, 40), put=junk)
def test_whatever_is_written_over_a_file_of_providers(login_once, registry, at, length, put):
    data, certificate = registry
    changed = overwritten(data, at, length, put)

    with suppress(Refused):
        read_providers(changed)
    try:
        verified = verify_aggregate(changed, certificate, login_once.now)
    except Refused:
        return
    assert read_providers(verified) == read_providers(data)
