"""Recovery codes: ten on paper, each in place of the app once (check 23)."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, insert, select, update
from sqlalchemy.orm import Session

from registro_core.accounts.second_factor.models import RecoveryCode

COUNT = 10
# 16 of 32 signs are 80 bits: too many to guess, so a fast hash without salt is enough.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
# Read from paper, these are taken for the ones they look like.
LOOKALIKES = str.maketrans("ILOU", "110V")


def renew_codes(session: Session, account_id: int) -> list[str]:
    """Make ten codes in place of those there were; return them, for they are kept nowhere."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_new_code() for _turn in range(COUNT)]
    rows = [{"code_hash": code_hash(account_id, code), "account_id": account_id} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return codes


def looks_like_one(typed: str) -> bool:
    """Whether something typed has the length of a recovery code."""
    return len(_plain(typed)) == LENGTH


def use_code(session: Session, account_id: int, typed: str, now: datetime) -> bool:
    """Use a code up; False if it is none of the account's, or was used before."""
    result = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.code_hash == code_hash(account_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def codes_left(session: Session, account_id: int) -> int:
    """How many codes are still good."""
    statement = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    return session.scalar(statement) or 0


def are_own(session: Session, account_id: int, codes: Iterable[str]) -> bool:
    """Whether all these are codes of the account that are still good."""
    hashes = {code_hash(account_id, code) for code in codes}
    statement = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.code_hash.in_(hashes), RecoveryCode.used_at.is_(None))
    )
    return bool(hashes) and session.scalar(statement) == len(hashes)


def code_hash(account_id: int, code: str) -> str:
    """What is kept of a code; small letters, blanks and dashes do not count."""
    return hashlib.sha256(f"recovery:{account_id}:{_plain(code)}".encode()).hexdigest()


def _new_code() -> str:
    code = "".join(secrets.choice(SIGNS) for _position in range(LENGTH))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _plain(typed: str) -> str:
    letters = typed.upper().translate(LOOKALIKES)
    return "".join(sign for sign in letters if sign in SIGNS)
