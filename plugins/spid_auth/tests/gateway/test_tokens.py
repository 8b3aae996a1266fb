"""The id_token of the gateway: each fault alone, with the code of its refusal."""

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def seconds(now, **span):
    return int((now + timedelta(**span)).timestamp())


def mac(secret):
    def sign(octets):
        made = hmac.HMAC(secret, hashes.SHA256())
        made.update(octets)
        return made.finalize()

    return sign


def test_a_good_token_says_who_it_is(gateway, signer, now):
    token = signer.token(
        given_name="Anna", family_name="Verdi", birthdate="1980-01-01", acr="https://unknown"
    )
    who = gateway.identify(token, "the nonce", now)
    assert (who.codice_fiscale, who.level) == ("VRDNNA80A41H501X", 2)
    assert (who.surname, who.given_name, who.birth_date) == ("Verdi", "Anna", date(1980, 1, 1))


@pytest.mark.parametrize("subject", ["TINIT-VRDNNA80A41H501X", "vrdnna80a41h501x"])
def test_the_codice_fiscale_is_written_in_one_way(gateway, signer, now, subject):
    who = gateway.identify(signer.token(sub=subject), "the nonce", now)
    assert (who.codice_fiscale, who.subject) == ("VRDNNA80A41H501X", subject)


def test_a_level_that_is_said_is_believed(gateway, signer, now):
    for level in (1, 2, 3):
        token = signer.token(acr=f"https://www.spid.gov.it/SpidL{level}")
        assert gateway.identify(token, "the nonce", now).level == level


def test_odd_names_and_birthdays_are_no_obstacle(gateway, signer, now):
    token = signer.token(given_name=["Anna"], birthdate="1980-13-01")
    who = gateway.identify(token, "the nonce", now)
    assert (who.given_name, who.birth_date) == ("", None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://other.example"}, "token-issuer"),
        ({"iss": None}, "token-issuer"),
        ({"aud": "another client"}, "token-audience"),
        ({"aud": None}, "token-audience"),
        ({"aud": []}, "token-audience"),
        ({"aud": ["another client"]}, "token-audience"),
        # several audiences: azp must say that it was made for us
        ({"aud": ["registro", "another client"]}, "token-audience"),
        ({"aud": ["registro", "another client"], "azp": "another client"}, "token-audience"),
        ({"azp": "another client"}, "token-audience"),
        ({"exp": None}, "token-expired"),
        ({"exp": "2099-01-01"}, "token-expired"),
        ({"exp": True}, "token-expired"),
        ({"exp": float("nan")}, "token-expired"),
        ({"exp": float("inf")}, "token-expired"),
        ({"iat": None}, "token-issued-at"),
        ({"iat": "now"}, "token-issued-at"),
        ({"nonce": None}, "token-nonce"),
        ({"nonce": "another nonce"}, "token-nonce"),
        ({"nonce": "the noncè"}, "token-nonce"),
        ({"nonce": ["the nonce"]}, "token-nonce"),
        ({"sub": None}, "fiscal-number"),
        ({"sub": "anna.verdi"}, "fiscal-number"),
        ({"sub": "VRDNNA80A41H501X\n"}, "fiscal-number"),
        ({"sub": 7}, "fiscal-number"),
    ],
)
def test_each_wrong_claim_alone(signer, refusal, changes, code):
    assert refusal(signer.token(**changes)) == code


def test_a_second_audience_is_well_if_we_are_the_authorized_party(gateway, signer, now):
    token = signer.token(aud=["registro", "another client"], azp="registro")
    assert gateway.identify(token, "the nonce", now).level == 2


@pytest.mark.parametrize(
    ("claim", "late", "early", "code"),
    [
        ("exp", {"seconds": -60}, {"seconds": -59}, "token-expired"),
        ("iat", {"seconds": 61}, {"seconds": 60}, "token-issued-at"),
        ("iat", {"minutes": -11, "seconds": -1}, {"minutes": -11}, "token-issued-at"),
        ("nbf", {"seconds": 61}, {"seconds": 60}, "token-not-before"),
    ],
)
def test_clocks_may_be_a_minute_apart_and_no_more(
    gateway, signer, refusal, now, claim, late, early, code
):
    assert refusal(signer.token(**{claim: seconds(now, **late)})) == code
    token = signer.token(**{claim: seconds(now, **early)})
    assert gateway.identify(token, "the nonce", now).level == 2


@pytest.mark.parametrize(
    ("auth_time", "well"), [(0, True), (-60, True), (-61, False), (None, False)]
)
def test_who_confirms_has_just_authenticated(gateway, signer, refusal, now, auth_time, well):
    said = None if auth_time is None else seconds(now, seconds=auth_time)
    token = signer.token(auth_time=said)
    if well:
        assert gateway.identify(token, "the nonce", now, since=now)
    else:
        assert refusal(token, since=now) == "token-auth-time"


# ---- signatures ------------------------------------------------------------------------------


def test_a_token_without_signature_is_refused(signer, refusal):
    assert refusal(signer.by_hand({"alg": "none"}, lambda _octets: b"")) == "token-algorithm"
    assert (
        refusal(signer.by_hand({"alg": "NONE", "kid": "one"}, lambda _octets: b""))
        == "token-algorithm"
    )
    assert (
        refusal(signer.by_hand({"alg": "RS256", "kid": "one"}, lambda _octets: b""))
        == "token-signature"
    )


def test_a_mac_is_no_signature(signer, keys, settings, refusal):
    """HS256 with what an attacker knows (the public key), or an insider (the client secret)."""
    public = keys("one").public_key
    for secret in (
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        settings().client_secret.encode(),
    ):
        for algorithm, code in (("HS256", "token-algorithm"), ("RS256", "token-signature")):
            token = signer.by_hand({"alg": algorithm, "kid": "one"}, mac(secret))
            assert refusal(token) == code


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_other_algorithms_are_refused_though_the_key_is_right(signer, refusal, algorithm):
    assert refusal(signer.token({"alg": algorithm})) == "token-algorithm"


def test_another_key_under_the_same_name_is_refused(signer, refusal):
    assert refusal(signer.token(key="attacker")) == "token-signature"


def test_a_key_in_the_token_itself_is_not_believed(signer, keys, refusal):
    own = keys("attacker")
    for header in ({"jwk": signer.jwk("attacker")}, {"jku": "https://attacker.example/jwks"}):
        token = signer.by_hand(
            {"alg": "RS256", "kid": "one", **header},
            lambda octets: own.private_key.sign(octets, padding.PKCS1v15(), hashes.SHA256()),
        )
        assert refusal(token) in {"token", "token-signature"}
    assert signer.fetches == ["https://eid.example/gateway/oauth2/jwks"]


def test_a_changed_token_is_refused(signer, refusal):
    head, body, signature = signer.token().split(b".")
    other = signer.token(sub="RSSMRA80A01H501U").split(b".")[1]
    assert refusal(b".".join([head, other, signature])) == "token-signature"
    assert refusal(b".".join([head, body, signature[:-8] + b"AAAAAAAA"])) == "token-signature"


@pytest.mark.parametrize("token", [b"", b"a.b", b"a.b.c", b"....", b"{}", b"\xff.\xff.\xff"])
def test_rubbish_is_no_token(refusal, token):
    assert refusal(token) == "token"
