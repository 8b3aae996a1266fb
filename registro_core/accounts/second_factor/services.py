"""What is done to second factors: set up, prove, renew, remove. Each act is in the audit log."""

import logging
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from registro_core.accounts import devices, mails, sessions
from registro_core.accounts.finding import AccountRow
from registro_core.accounts.second_factor import pending, recovery, totp
from registro_core.accounts.second_factor.models import RecoveryCode, SecondFactor
from registro_core.accounts.second_factor.policy import Policy, policy_of
from registro_core.audit.services import Change, record_change
from registro_core.items import Actor
from registro_core.security.vault import Broken, Vault

log = logging.getLogger(__name__)


class Proved(Enum):
    """By which kind of code somebody has proved that they have the second factor."""

    APP = auto()
    RECOVERY = auto()


def find(session: Session, account_id: int) -> SecondFactor | None:
    """The second factor of an account, or None."""
    return session.get(SecondFactor, account_id)


def is_asked(session: Session, account_id: int, device: str | None, now: datetime) -> bool:
    """Whether the password alone does not let in: there is an app, and no trusted browser."""
    if find(session, account_id) is None or policy_of(session) is Policy.OFF:
        return False
    return not devices.is_trusted(session, device, account_id, now)


def set_up(
    session: Session,
    actor: Actor,
    vault: Vault,
    account: AccountRow,
    seed: str,
    step: int,
    now: datetime,
) -> list[str]:
    """Keep a seed whose code was just shown, in place of one there was; return recovery codes.

    :param step: the half minute of that code, which is used up by it.
    """
    sealed = vault.seal(seed, _purpose(account.id))
    session.merge(SecondFactor(account_id=account.id, seed=sealed, last_step=step, set_up_at=now))
    session.flush()
    devices.distrust_all(session, account.id)
    pending.drop_all(session, account.id)
    _record(session, actor, "account.second-factor-added", account.id, now)
    mails.send_second_factor_added(session, account, now)
    return recovery.renew_codes(session, account.id)


def prove(
    session: Session, vault: Vault, account_id: int, typed: str, now: datetime
) -> Proved | None:
    """Take a code of the app, or a recovery code, and use it up; None if it is wrong (check 23).

    Callers count the tries.
    """
    if recovery.looks_like_one(typed):
        used = recovery.use_code(session, account_id, typed, now)
        return Proved.RECOVERY if used else None
    factor = find(session, account_id)
    if factor is None:
        return None
    try:
        seed = vault.open(factor.seed, _purpose(account_id))
    except Broken:
        log.exception(
            "the second factor of account %s cannot be read: is the file `secret` another one?",
            account_id,
        )
        return None
    step = totp.matching_step(seed, "".join(filter(str.isalnum, typed)), now)
    return Proved.APP if step is not None and _use_step(session, account_id, step) else None


def renew_recovery_codes(
    session: Session, actor: Actor, account_id: int, now: datetime
) -> list[str]:
    """Make new recovery codes; those there were are worth nothing any more."""
    _record(session, actor, "account.recovery-codes-made", account_id, now)
    return recovery.renew_codes(session, account_id)


def remove(
    session: Session, actor: Actor, account: AccountRow, now: datetime, but: str | None = None
) -> None:
    """Take the second factor away, lost or not wanted any more; sessions end with it.

    :param but: hash of the one session that may live on, of who does it themselves.
    """
    for table in (SecondFactor, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account.id))
    devices.distrust_all(session, account.id)
    pending.drop_all(session, account.id)
    sessions.end_sessions(session, account.id, but)
    _record(session, actor, "account.second-factor-removed", account.id, now)
    mails.send_second_factor_removed(session, account, now)


def _use_step(session: Session, account_id: int, step: int) -> bool:
    """One statement: of two who show the same code at once, one is let in."""
    result = session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _purpose(account_id: int) -> str:
    return f"seed of account {account_id}"


def _record(session: Session, actor: Actor, act: str, account_id: int, now: datetime) -> None:
    # what was done; never a seed or a code
    record_change(session, actor, Change(act, "account", account_id), now)
