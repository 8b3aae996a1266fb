"""The federation's signed file: believed by a pinned certificate alone, and not if it shrinks."""

from dataclasses import replace

import pytest
from lxml import etree

from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata
from registro_spid_auth.saml import names
from registro_spid_auth.saml.aggregate import compare, verify_aggregate
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import read_providers
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import serialize


def issuers(keys, letters):
    return [
        Issuer(
            f"https://{each}.example",
            each,
            f"https://{each}.example/sso",
            f"https://{each}.example/slo",
            keys("A"),
        )
        for each in letters
    ]


@pytest.fixture
def registry(keys):
    """The keys of the registry, which signs the file."""
    return keys("registry")


@pytest.fixture
def unsigned(keys):
    root = etree.fromstring(issuer_metadata(*issuers(keys, "abc")))
    root.set("ID", "_registry")
    return root


def why(data, certificate, now):
    with pytest.raises(Refused) as refused:
        verify_aggregate(data, certificate, now)
    return refused.value.code


def test_ops1_the_file_is_believed_by_the_pinned_certificate(unsigned, registry, now):
    verified = verify_aggregate(sign(unsigned, registry, 0), registry.certificate, now)

    assert list(read_providers(verified)) == [f"https://{each}.example" for each in "abc"]


def test_the_signature_may_be_of_the_whole_document_without_a_name(unsigned, registry, forger, now):
    del unsigned.attrib["ID"]
    signed = forger(key=registry.key, uri="").sign(unsigned, 0)

    verified = verify_aggregate(serialize(signed), registry.certificate, now)
    assert len(read_providers(verified)) == 3


@pytest.mark.parametrize(
    "canonical",
    ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11"],
)
def test_the_file_may_be_in_inclusive_canonical_form(unsigned, registry, forger, now, canonical):
    """Which form a registry uses is its own affair; the providers' messages have one."""
    inclusive = forger(
        key=registry.key, canonical=canonical, transforms=(names.ENVELOPED, canonical)
    )
    signed = inclusive.sign(unsigned, 0)

    verified = verify_aggregate(serialize(signed), registry.certificate, now)
    assert len(read_providers(verified)) == 3


def test_the_certificate_that_comes_along_proves_nothing(unsigned, registry, keys, now):
    data = sign(unsigned, keys("attacker"), 0)

    assert why(data, registry.certificate, now) == "signature"


def test_an_unsigned_file_is_refused(unsigned, registry, now):
    assert why(serialize(unsigned), registry.certificate, now) == "signature-missing"


def test_one_changed_letter_is_refused(unsigned, registry, now):
    data = sign(unsigned, registry, 0).replace(b"https://a.example/sso", b"https://a.example/ssO")

    assert why(data, registry.certificate, now) == "signature"


def test_a_signature_of_one_provider_does_not_do_for_all(unsigned, registry, now):
    signed_one = deep_signed(unsigned, registry)

    assert why(serialize(signed_one), registry.certificate, now) == "signature-missing"


def deep_signed(unsigned, registry):
    unsigned[0].set("ID", "_one")
    unsigned.replace(unsigned[0], etree.fromstring(sign(unsigned[0], registry, 0)))
    return unsigned


def test_a_signed_provider_within_the_signed_file_is_read_like_the_others(unsigned, registry, now):
    data = sign(deep_signed(unsigned, registry), registry, 0)

    assert len(read_providers(verify_aggregate(data, registry.certificate, now))) == 3


def test_a_wrapped_file_is_refused(unsigned, registry, now):
    """The good file inside an evil one, with the good one's signature."""
    good = etree.fromstring(sign(unsigned, registry, 0))
    evil = etree.fromstring(serialize(unsigned).replace(b"a.example/sso", b"evil.example/sso"))
    evil.set("ID", "_evil")
    signature = good.find("ds:Signature", names.PREFIXES)
    signature.append(etree.fromstring(serialize(unsigned)))
    evil.insert(0, signature)

    assert why(serialize(evil), registry.certificate, now) == "signature-reference"


def test_an_expired_pinned_certificate_is_told(unsigned, registry, now):
    later = registry.certificate.not_valid_after_utc.replace(microsecond=1)
    data = sign(unsigned, registry, 0)

    assert why(data, registry.certificate, later) == "certificate-expired"


@pytest.mark.parametrize(
    ("data", "code"), [(b"<html/>", "root"), (b"", "xml"), (b"<!DOCTYPE x><x/>", "doctype")]
)
def test_what_is_no_file_of_a_federation(registry, now, data, code):
    assert why(data, registry.certificate, now) == code


# ---- what has changed


@pytest.fixture
def providers(keys):
    """Providers by letter: `providers("abc")`."""
    return lambda letters: read_providers(issuer_metadata(*issuers(keys, letters)))


def test_a_difference_names_what_came_went_and_changed(providers):
    old, new = providers("abc"), providers("bcd")
    new["https://c.example"] = replace(new["https://c.example"], name="C")
    difference = compare(old, new)

    assert difference.added == ("https://d.example",)
    assert difference.removed == ("https://a.example",)
    assert difference.changed == ("https://c.example",)
    assert difference


def test_the_same_file_makes_no_difference(providers):
    difference = compare(providers("abc"), providers("abc"))

    assert not difference
    assert not difference.shrinks


def test_another_certificate_is_a_change(providers, keys):
    old = providers("a")
    new = {key: replace(value, certificates=(keys("B").certificate,)) for key, value in old.items()}

    assert compare(old, new).changed == ("https://a.example",)


@pytest.mark.parametrize(
    ("old", "new", "shrinks"),
    [
        ("abcd", "abc", False),
        ("abcd", "ab", False),
        ("abcd", "a", True),
        ("abc", "ab", False),
        ("abc", "a", True),
        ("abcd", "aefgh", True),
        ("a", "b", True),
    ],
)
def test_ops1_more_than_half_may_not_go_at_once(providers, old, new, shrinks):
    """Also if as many others came."""
    assert compare(providers(old), providers(new)).shrinks is shrinks


def test_the_first_file_does_not_shrink(providers):
    assert not compare({}, providers("abc")).shrinks
