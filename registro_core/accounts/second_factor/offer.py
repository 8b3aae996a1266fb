"""A seed that is offered to somebody and not yet kept: it travels with the form, sealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registro_core.accounts.second_factor import totp
from registro_core.security.vault import Broken, Vault

LIVES = timedelta(hours=1)


@dataclass(frozen=True)
class Offer:
    """A seed for one account, until an instant; `sealed` is what the form carries."""

    seed: str
    sealed: str


def make(vault: Vault, account_id: int, now: datetime) -> Offer:
    """Offer a new seed."""
    seed = totp.new_seed()
    until = int((now + LIVES).timestamp())
    return Offer(seed, vault.seal(f"{until} {seed}", _purpose(account_id)))


def reopen(vault: Vault, account_id: int, sealed: str, now: datetime) -> Offer | None:
    """The offer that a form carries; None if it is somebody else's, too old, or none of ours."""
    try:
        until, seed = vault.open(sealed, _purpose(account_id)).split(" ")
    except Broken:
        return None
    return Offer(seed, sealed) if now.timestamp() < int(until) else None


def _purpose(account_id: int) -> str:
    return f"seed offered to account {account_id}"
