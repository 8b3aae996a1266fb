"""The keys the gateway signs with, fetched when needed and kept for a while."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from registro_spid_auth.gateway.calls import fetch_json
from registro_spid_auth.saml.errors import Refused

# A key that the gateway withdraws is believed for no longer.
LIFETIME = timedelta(hours=1)
SHORTEST_BITS = 2048


class KeyCache:
    """Keys by their `kid`.

    One that is not known is looked for once more at the gateway, which changes keys when it likes.
    """

    def __init__(self, url: str, fetch: Callable[[str], dict[str, Any]] = fetch_json) -> None:
        self._url = url
        self._fetch = fetch
        self._lock = Lock()
        self._keys: dict[str | None, RSAKey] = {}
        self._fetched_at: datetime | None = None

    def find(self, kid: str | None, now: datetime) -> RSAKey:
        """Return a key; None names the only one there is.

        Raises `Refused`: `token-key` if there is none, and what `fetch_json` raises.
        """
        with self._lock:
            fresh = self._fetched_at is not None and now - self._fetched_at < LIFETIME
            if not (fresh and kid in self._keys):
                self._keys = _usable(self._fetch(self._url))
                self._fetched_at = now
            if kid not in self._keys:
                raise Refused("token-key")
            return self._keys[kid]


def _usable(document: dict[str, Any]) -> dict[str | None, RSAKey]:
    """Return the keys for signatures by kid; a single one also without."""
    given = document.get("keys")
    if not isinstance(given, list):
        raise Refused("gateway-answer", "the key set has no keys")
    found: dict[str | None, RSAKey] = {
        _kid(each): key for each in given if (key := _imported(each)) is not None
    }
    if len(found) == 1:
        return dict.fromkeys((None, *found), *found.values())
    found.pop(None, None)
    return found


def _kid(key: dict[str, Any]) -> str | None:
    kid = key.get("kid")
    return kid if isinstance(kid, str) else None


def _imported(key: object) -> RSAKey | None:
    """Return a key for signatures, None for one of another kind or too weak."""
    if not isinstance(key, dict) or key.get("kty") != "RSA":
        return None
    if key.get("use", "sig") != "sig" or key.get("alg", "RS256") != "RS256":
        return None
    try:
        if int.from_bytes(urlsafe_b64decode(f"{key['n']}==")).bit_length() < SHORTEST_BITS:
            return None
        # the public numbers alone, whatever else stands there
        return RSAKey.import_key({name: key[name] for name in ("kty", "n", "e")})
    except (JoseError, KeyError, TypeError, ValueError):
        return None
