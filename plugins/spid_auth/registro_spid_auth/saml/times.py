"""Instants as SAML writes them, and how far two clocks may be apart."""

import re
from datetime import UTC, datetime, timedelta

from registro_spid_auth.saml.errors import Refused

# RS-6, OPS-3: what a clock may be wrong by.
SKEW = timedelta(seconds=60)
# RS-3: how long a request waits for its response.
REQUEST_LIFETIME = timedelta(minutes=10)

INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|[+-]00:00)", re.ASCII)


def written(instant: datetime) -> str:
    """Write an instant as messages bear it, in UTC to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_of(text: str | None, code: str) -> datetime:
    """Read an instant in UTC; fractions of a second are allowed (RS-2).

    Raises `Refused(code)` if it is missing, of another zone or no instant.
    """
    found = INSTANT.fullmatch(text or "")
    if not found:
        raise Refused(code)
    microseconds = (found[2] or "0")[:6].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{found[1]}.{microseconds}+00:00")
    except ValueError:
        raise Refused(code) from None


def check_window(
    issued_at: datetime, asked_at: datetime, now: datetime, code: str = "issue-instant-window"
) -> None:
    """RS-6: not before the request, not in the future.  Raises `Refused(code)`."""
    if not asked_at - SKEW <= issued_at <= now + SKEW:
        raise Refused(code)
