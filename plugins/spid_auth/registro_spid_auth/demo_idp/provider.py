"""Who the demo provider is: names, addresses, and keys that it makes for itself."""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

from registro_spid_auth.configuration.values import DEVELOPMENT_FOLDER
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.identity_providers import IdentityProvider, read_providers
from registro_spid_auth.saml.keys import KeyPair

FOLDER = Path("spid_auth") / DEVELOPMENT_FOLDER
NAMES = {"spid": "Gestore dimostrativo", "cie": "CIE dimostrativa"}
# A certificate with less than this before it is made anew: nobody has to know of it.
REMAINDER = timedelta(days=30)
MAKING = Lock()


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
        keys=keys_in(data_dir / FOLDER, now),
        says_format=connector == "spid",
    )


def identity_providers(
    connector: str, public_url: str, data_dir: Path, now: datetime
) -> dict[str, IdentityProvider]:
    """Return the demo provider as a federation's file of providers would name it."""
    issuer = issuer_of(connector, public_url, data_dir, now)
    return read_providers(issuer_metadata(issuer), insecure=True)


def keys_in(folder: Path, now: datetime) -> KeyPair:
    """Return the one key of both: a second would cost a new user a second of waiting."""
    # two pages that are opened at once at the first start make one key, not two
    with MAKING:
        return _keys(folder, now)


def _keys(folder: Path, now: datetime) -> KeyPair:
    key_file, certificate_file = folder / "demo-idp.key", folder / "demo-idp.crt"
    try:
        changed = key_file.stat().st_ctime_ns, certificate_file.stat().st_ctime_ns
        found = _load(key_file, certificate_file, changed)
    except FileNotFoundError:
        pass
    else:
        if found.certificate.not_valid_after_utc > now + REMAINDER:
            return found
    key_file.unlink(missing_ok=True)
    certificate_file.unlink(missing_ok=True)
    made = make_issuer_keys(NAMES["spid"], now)
    keys.save(made, key_file, certificate_file)
    return made


@lru_cache(maxsize=8)
def _load(key_file: Path, certificate_file: Path, _changed: tuple[int, int]) -> KeyPair:
    """Read a key once: to check that it is whole takes longer than all the rest of an answer."""
    return keys.load(key_file, certificate_file)
