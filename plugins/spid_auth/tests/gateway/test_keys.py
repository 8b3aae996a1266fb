"""The gateway's keys: kept, looked for again once, and never any that are not for this."""

from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from registro_spid_auth.gateway.keys import LIFETIME, KeyCache
from registro_spid_auth.saml.errors import Refused

ADDRESS = "https://eid.example/jwks"


def refusal(document, kid, now):
    with pytest.raises(Refused) as refused:
        KeyCache(ADDRESS, lambda _url: document).find(kid, now)
    return refused.value.code


def test_keys_are_fetched_once(gateway, signer, now):
    for _ in range(3):
        gateway.identify(signer.token(), "the nonce", now)
    assert len(signer.fetches) == 1


def test_a_new_key_is_looked_for(gateway, signer, now):
    gateway.identify(signer.token(), "the nonce", now)
    signer.published = ["one", "two"]
    gateway.identify(signer.token({"kid": "two"}, key="two"), "the nonce", now)
    assert len(signer.fetches) == 2


def test_a_key_that_is_nowhere_is_looked_for_once_for_each_token(gateway, signer, refusal, now):
    gateway.identify(signer.token(), "the nonce", now)
    assert refusal(signer.token({"kid": "nowhere"})) == "token-key"
    assert len(signer.fetches) == 2


def test_a_key_that_was_withdrawn_is_not_believed_for_long(gateway, signer, refusal, now):
    gateway.identify(signer.token(), "the nonce", now)
    signer.published = ["two"]
    later = now + LIFETIME
    stamped = int(later.timestamp())
    assert refusal(signer.token(iat=stamped, exp=stamped + 300), now=later) == "token-key"


def test_a_token_that_names_no_key_means_the_only_one(gateway, signer, refusal, now):
    assert gateway.identify(signer.token({"kid": None}), "the nonce", now)
    signer.published = ["one", "two"]
    gateway.identify(signer.token({"kid": "two"}, key="two"), "the nonce", now)
    assert refusal(signer.token({"kid": None})) == "token-key"


@pytest.mark.parametrize(
    "change",
    [{"use": "enc"}, {"kty": "oct", "k": "c2VjcmV0"}, {"alg": "HS256"}, {"n": None}, {"n": "%"}],
)
def test_a_key_for_something_else_is_no_key(signer, now, change):
    assert (
        refusal({"keys": [{**signer.jwk("one"), **change}, "rubbish"]}, "one", now) == "token-key"
    )


def test_a_weak_key_is_no_key(now):
    key = generate_private_key(65537, 1024)  # noqa: S505 - to see it refused
    numbers = key.public_key().public_numbers()
    n = urlsafe_b64encode(numbers.n.to_bytes(256)).decode().rstrip("=")
    weak = {"kty": "RSA", "n": n, "e": "AQAB", "kid": "weak"}
    assert refusal({"keys": [weak]}, "weak", now) == "token-key"


@pytest.mark.parametrize("document", [{}, {"keys": {}}, {"keys": None}])
def test_a_document_without_keys_is_refused(now, document):
    assert refusal(document, "one", now) == "gateway-answer"
