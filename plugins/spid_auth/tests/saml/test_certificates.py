"""The certificate of a public service provider (CERT)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from registro_spid_auth.saml.certificates import (
    certificate_problems,
    expiry_problems,
    make_certificate,
)

DAY = timedelta(days=1)


def names_of(certificate):
    return {each.oid.dotted_string: each.value for each in certificate.subject}


def test_cert1_it_names_the_school_and_its_metadata(sp_keys, subject):
    certificate = sp_keys.certificate

    assert names_of(certificate) == {
        "2.5.4.6": "IT",
        "2.5.4.7": "Roma",
        "2.5.4.10": "Istituto Comprensivo Statale di Prova",
        "2.5.4.97": "PA:IT-istsc_rmic000000",
        "2.5.4.3": "IC Prova",
        "2.5.4.83": "https://registro.example/spid/metadata",
    }
    assert certificate.issuer == certificate.subject


def test_cert2_key_and_digest(sp_keys):
    assert sp_keys.key.key_size == 3072
    assert isinstance(sp_keys.certificate.signature_hash_algorithm, SHA256)
    sp_keys.certificate.verify_directly_issued_by(sp_keys.certificate)


def test_cert2_it_is_no_authority_and_signs_messages_only(sp_keys):
    extensions = sp_keys.certificate.extensions
    constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    usage = extensions.get_extension_for_class(x509.KeyUsage)

    assert not constraints.critical
    assert not constraints.value.ca
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_encipherment
    assert not usage.value.data_encipherment
    assert not usage.value.key_agreement
    assert not usage.value.key_cert_sign
    assert not usage.value.crl_sign


def test_cert2_it_cites_agids_policies(sp_keys):
    policies = sp_keys.certificate.extensions.get_extension_for_class(x509.CertificatePolicies)

    assert not policies.critical
    assert {
        each.policy_identifier.dotted_string: each.policy_qualifiers[0].explicit_text
        for each in policies.value
    } == {"1.3.76.16.6": "agIDcert", "1.3.76.16.4.2.1": "cert_SP_Pub"}


def test_it_holds_for_three_years(sp_keys, now):
    certificate = sp_keys.certificate

    assert certificate.not_valid_before_utc == now
    assert certificate.not_valid_after_utc == now + 3 * 365 * DAY


def test_a_new_certificate_may_be_of_the_same_key(sp_keys, subject, now):
    """CERT-5: another federation's, or the next one."""
    other = make_certificate(replace(subject, entity_id="https://x.example/"), now, sp_keys.key)

    assert other.certificate.public_key() == sp_keys.certificate.public_key()
    assert other.certificate.serial_number != sp_keys.certificate.serial_number


@pytest.mark.parametrize("field", ["organization_name", "display_name"])
def test_md11_a_name_has_1_to_64_characters(subject, now, sp_keys, field):
    assert make_certificate(replace(subject, **{field: "x" * 64}), now, sp_keys.key)
    for name in ("", "x" * 65):
        with pytest.raises(ValueError, match="64"):
            make_certificate(replace(subject, **{field: name}), now, sp_keys.key)


def codes(problems):
    return [problem.code for problem in problems]


def test_a_certificate_of_ours_is_in_order(sp_keys, subject, now):
    assert certificate_problems(sp_keys.certificate, subject, now) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("organization_name", "certificate-organization"),
        ("display_name", "certificate-common-name"),
        ("entity_id", "certificate-entity-id"),
        ("ipa_code", "certificate-ipa-code"),
        ("town", "certificate-town"),
    ],
)
def test_ops4_another_name_than_the_configured_one_is_said(sp_keys, subject, now, field, code):
    other = replace(subject, **{field: "another"})
    (problem,) = certificate_problems(sp_keys.certificate, other, now)

    assert problem.code == code
    assert getattr(subject, field) in str(problem)
    assert "another" in str(problem)


def certificate(subject, now, key, digest=None, *extensions):
    builder = (
        x509.CertificateBuilder(issuer_name=subject.name(), subject_name=subject.name())
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + 365 * DAY)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, digest or SHA256())


def test_ops4_a_certificate_of_another_make_is_not_what_agid_wants(subject, now, sp_keys):
    plain = certificate(subject, now, sp_keys.key)

    assert codes(certificate_problems(plain, subject, now)) == [
        "certificate-usage",
        "certificate-constraints",
        "certificate-policies",
    ]


def test_ops4_small_and_elliptic_keys_are_refused(subject, now):
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    for key in (small, ec.generate_private_key(ec.SECP256R1())):
        made = certificate(subject, now, key)
        assert codes(certificate_problems(made, subject, now))[0] == "certificate-key"


def test_ops4_the_country_is_italy(sp_keys, subject, now):
    name = x509.Name(each for each in subject.name() if each.oid != NameOID.COUNTRY_NAME)
    made = make_certificate(_Named(name), now, sp_keys.key).certificate

    assert codes(certificate_problems(made, subject, now)) == ["certificate-country"]


class _Named:
    def __init__(self, name):
        self._name = name

    def name(self):
        return self._name


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (91, None),
        (90, None),
        (89, "certificate-expires-90"),
        (30, "certificate-expires-90"),
        (29, "certificate-expires-30"),
        (7, "certificate-expires-30"),
        (6, "certificate-expires-7"),
        (0, "certificate-expires-7"),
        (-1, "certificate-expired"),
        (3 * 365 + 1, "certificate-not-yet"),
    ],
)
def test_cert5_an_end_is_announced_at_90_30_and_7_days(sp_keys, days, code):
    then = sp_keys.certificate.not_valid_after_utc - days * DAY
    problems = expiry_problems(sp_keys.certificate, then, "ours")

    assert codes(problems) == ([code] if code else [])
    assert all(str(problem).startswith("ours") for problem in problems)
