"""Who the demo provider is: names, addresses, and keys that it makes for itself."""

from datetime import datetime, timedelta
from pathlib import Path

from registro_spid_auth.configuration.values import DEVELOPMENT_FOLDER
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.identity_providers import IdentityProvider, read_providers
from registro_spid_auth.saml.keys import KeyFileError, KeyPair

FOLDER = Path("spid_auth") / DEVELOPMENT_FOLDER
NAMES = {"spid": "Gestore dimostrativo", "cie": "CIE dimostrativa"}
# A certificate with less than this before it is made anew: nobody has to know of it.
REMAINDER = timedelta(days=30)


def issuer_of(connector: str, public_url: str, data_dir: Path, now: datetime) -> Issuer:
    """Return the demo provider of SPID or CIE; its key is made when there is none.

    Raises `KeyFileError` for a key that is there and cannot be used.
    """
    address = f"{public_url}/demo-idp/{connector}"
    return Issuer(
        entity_id=address,
        name=NAMES[connector],
        sso_url=f"{address}/sso",
        slo_url=f"{address}/slo",
        keys=_keys(data_dir / FOLDER / f"demo-idp-{connector}", NAMES[connector], now),
        says_format=connector == "spid",
    )


def identity_providers(
    connector: str, public_url: str, data_dir: Path, now: datetime
) -> dict[str, IdentityProvider]:
    """Return the demo provider as a federation's file of providers would name it."""
    issuer = issuer_of(connector, public_url, data_dir, now)
    return read_providers(issuer_metadata(issuer), insecure=True)


def _keys(path: Path, name: str, now: datetime) -> KeyPair:
    key_file, certificate_file = path.with_suffix(".key"), path.with_suffix(".crt")
    try:
        found = keys.load(key_file, certificate_file)
    except KeyFileError:
        if key_file.exists() and certificate_file.exists():
            raise
    else:
        if found.certificate.not_valid_after_utc > now + REMAINDER:
            return found
    key_file.unlink(missing_ok=True)
    certificate_file.unlink(missing_ok=True)
    made = make_issuer_keys(name, now)
    keys.save(made, key_file, certificate_file)
    return made
