"""Browsers that have signed in before: strangers' guesses do not lock their owners out (check 15)."""

import re
import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from registro_core.accounts.models import KnownDevice
from registro_core.accounts.sessions import hash_token

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def new_device_token() -> str:
    """A token for a browser's cookie; it serves for every account of that browser."""
    return secrets.token_urlsafe(32)


def device_hash(token: str, account_id: int) -> str:
    """What is kept of a browser for one account: two accounts of a family share nothing."""
    return hash_token(f"device:{account_id}:{token}")


def is_known(session: Session, token: str | None, account_id: int) -> bool:
    """Whether this browser has signed in to this account before."""
    return (
        token is not None and session.get(KnownDevice, device_hash(token, account_id)) is not None
    )


def remember(session: Session, token: str, account_id: int, now: datetime) -> None:
    """Know a browser again from now on, for a year after its last sign-in."""
    session.merge(
        KnownDevice(
            token_hash=device_hash(token, account_id), account_id=account_id, created_at=now
        )
    )


def is_trusted(session: Session, token: str | None, account_id: int, now: datetime) -> bool:
    """Whether the owner asked not to be asked for codes in this browser, not too long ago."""
    found = session.get(KnownDevice, device_hash(token, account_id)) if token else None
    return found is not None and found.trusted_until is not None and found.trusted_until > now


def trust(session: Session, token: str, account_id: int, until: datetime) -> None:
    """Ask for no code in a known browser until then."""
    session.execute(
        update(KnownDevice)
        .where(KnownDevice.token_hash == device_hash(token, account_id))
        .values(trusted_until=until)
    )


def distrust_all(session: Session, account_id: int) -> None:
    """Ask for a code in every browser again; they stay known."""
    session.execute(
        update(KnownDevice).where(KnownDevice.account_id == account_id).values(trusted_until=None)
    )


def forget_all(session: Session, account_id: int) -> None:
    """Know no browser of an account any more: its password got into other hands, or was lost."""
    session.execute(delete(KnownDevice).where(KnownDevice.account_id == account_id))


def label(user_agent: str) -> str:
    """A browser as its owner would call it, such as "Firefox, Windows"; empty if unknown."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "")
    return ", ".join(part for part in (browser, system) if part)
