"""The id_token: believed only with the gateway's signature, for us, now, and for this request."""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from registro_spid_auth.gateway.settings import GatewaySettings
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.names import LEVEL_CLASS
from registro_spid_auth.saml.times import REQUEST_LIFETIME, SKEW

# The one algorithm: `none` has no signature, and HS256 would be signed with our own secret.
ALGORITHM = "RS256"
CODICE_FISCALE = re.compile(r"(?:TINIT-)?([A-Z0-9]{16})", re.ASCII)
# What the gateway lets through (SPID at level 2, CIE at 2 or 3), where it does not say more.
LEVEL = 2
LEVELS = {f"{LEVEL_CLASS}{level}": level for level in (1, 2, 3)}

FindKey = Callable[[str | None], RSAKey]


@dataclass(frozen=True)
class Identified:
    """Whom the gateway vouches for.

    `codice_fiscale` is in capitals without `TINIT-`; names and birthday only if the gateway says
    them.
    """

    codice_fiscale: str
    issuer: str
    subject: str
    level: int
    surname: str = ""
    given_name: str = ""
    birth_date: date | None = None


def check_token(
    token: bytes,
    settings: GatewaySettings,
    find_key: FindKey,
    nonce: str,
    now: datetime,
    since: datetime | None = None,
) -> Identified:
    """Verify an id_token and return who it is about (OpenID Connect Core 3.1.3.7).

    `since`: the person must have authenticated after that instant, as a step-up asks (ACC-9).
    Raises `Refused`: `token`, `token-algorithm`, `token-key`, `token-signature`, `token-issuer`,
    `token-audience`, `token-expired`, `token-issued-at`, `token-not-before`, `token-nonce`,
    `token-auth-time`, `fiscal-number`.
    """
    claims = _signed_claims(token, find_key)
    _check_parties(claims, settings)
    _check_times(claims, now, since)
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise Refused("token-nonce")
    return _identified(claims, settings)


def _signed_claims(token: bytes, find_key: FindKey) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token).headers()
    except (JoseError, ValueError):
        raise Refused("token") from None
    if header.get("alg") != ALGORITHM:
        raise Refused("token-algorithm")
    kid = header.get("kid")
    key = find_key(kid if isinstance(kid, str) else None)
    try:
        return jwt.decode(token, key, algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError):
        raise Refused("token-signature") from None


def _check_parties(claims: Mapping[str, Any], settings: GatewaySettings) -> None:
    """By the gateway, for us: alone, or named as the one it was made for."""
    if claims.get("iss") != settings.issuer:
        raise Refused("token-issuer")
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    if settings.client_id not in several:
        raise Refused("token-audience")
    if claims.get("azp", None if len(several) > 1 else settings.client_id) != settings.client_id:
        raise Refused("token-audience")


def _check_times(claims: Mapping[str, Any], now: datetime, since: datetime | None) -> None:
    if _instant(claims, "exp", "token-expired") <= now - SKEW:
        raise Refused("token-expired")
    issued_at = _instant(claims, "iat", "token-issued-at")
    if not now - REQUEST_LIFETIME - SKEW <= issued_at <= now + SKEW:
        raise Refused("token-issued-at")
    if "nbf" in claims and _instant(claims, "nbf", "token-not-before") > now + SKEW:
        raise Refused("token-not-before")
    if since is not None and _instant(claims, "auth_time", "token-auth-time") < since - SKEW:
        raise Refused("token-auth-time")


def _instant(claims: Mapping[str, Any], name: str, code: str) -> datetime:
    seconds = claims.get(name)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        raise Refused(code)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise Refused(code) from None


def _identified(claims: Mapping[str, Any], settings: GatewaySettings) -> Identified:
    subject = claims.get("sub")
    found = CODICE_FISCALE.fullmatch(subject.upper()) if isinstance(subject, str) else None
    if found is None:
        raise Refused("fiscal-number")
    return Identified(
        codice_fiscale=found[1],
        issuer=settings.issuer,
        subject=str(subject),
        level=LEVELS.get(str(claims.get("acr")), LEVEL),
        surname=_text(claims, "family_name"),
        given_name=_text(claims, "given_name"),
        birth_date=_date(claims, "birthdate"),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _date(claims: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(claims, name))
    except ValueError:
        return None
