"""Single-use links and codes for first access and reset: short-lived, kept as hashes (check 20)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from registro_core.accounts.finding import AccountRow, account_with_id, plain_name
from registro_core.accounts.models import AccountToken, Channel, TokenPurpose

LINK_LIVES = {
    TokenPurpose.ACTIVATE: timedelta(hours=72),
    TokenPurpose.RESET: timedelta(minutes=30),
}
CODE_LIVES = timedelta(hours=24)
# After a code was typed: long enough to choose a password.
OPENED_LIVES = timedelta(minutes=30)

# Without the letters and digits that look alike on paper: 30 signs, 12 of them are 59 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
GROUP = 4


def purpose_for(account: AccountRow) -> TokenPurpose:
    """First access for who has no password yet, else a reset."""
    return TokenPurpose.RESET if account.password_hash else TokenPurpose.ACTIVATE


def issue_link(
    session: Session,
    account: AccountRow,
    channel: Channel,
    now: datetime,
    address: str | None = None,
    created_by: int | None = None,
) -> str:
    """Make the token of a link (256 bits); what was issued to the account before is void."""
    void_tokens(session, account.id, now)
    token = secrets.token_urlsafe(32)
    purpose = purpose_for(account)
    _keep(
        session,
        AccountToken(
            account_id=account.id,
            purpose=purpose,
            token_hash=link_hash(token),
            channel=channel,
            address=address,
            created_at=now,
            expires_at=now + LINK_LIVES[purpose],
            created_by_id=created_by,
        ),
    )
    return token


def issue_code(
    session: Session,
    account: AccountRow,
    now: datetime,
    created_by: int | None = None,
    lives: timedelta = CODE_LIVES,
) -> str:
    """Make a code for paper, in groups of four; what was issued to the account before is void."""
    void_tokens(session, account.id, now)
    code = "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))
    _keep(
        session,
        AccountToken(
            account_id=account.id,
            purpose=purpose_for(account),
            token_hash=code_hash(account.username, code),
            channel=Channel.PRINTED,
            created_at=now,
            expires_at=now + lives,
            created_by_id=created_by,
        ),
    )
    return "-".join(code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def open_code(session: Session, username: str, code: str, now: datetime) -> str | None:
    """Turn a typed code into the token of a link, good for half an hour; None if it is wrong.

    The code itself stays good until a password is chosen: who presses twice is not shut out.
    """
    found = _living(session, code_hash(username, code), now)
    if found is None:
        return None
    token = secrets.token_urlsafe(32)
    _keep(
        session,
        AccountToken(
            account_id=found.account_id,
            purpose=found.purpose,
            token_hash=link_hash(token),
            channel=found.channel,
            created_at=now,
            expires_at=min(now + OPENED_LIVES, found.expires_at),
            created_by_id=found.created_by_id,
        ),
    )
    return token


def find_link(session: Session, token: str | None, now: datetime) -> AccountToken | None:
    """The token of a link if it is still good: unused, in time, its mailbox still the person's."""
    found = _living(session, link_hash(token), now) if token else None
    if found is None:
        return None
    account = account_with_id(session, found.account_id)
    mailboxes = {None, account.email, account.institutional_email}
    return found if account.enabled and found.address in mailboxes else None


def living_token(session: Session, account_id: int, now: datetime) -> AccountToken | None:
    """What was last given out to an account and is still good, for the office to see."""
    return session.scalars(
        select(AccountToken)
        .where(
            AccountToken.account_id == account_id,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
        )
        .order_by(AccountToken.id.desc())
        .limit(1)
    ).first()


def use_token(session: Session, token_id: int, now: datetime) -> bool:
    """Use a token up; False if somebody did so a moment before."""
    result = session.execute(
        update(AccountToken)
        .where(AccountToken.id == token_id, AccountToken.used_at.is_(None))
        .values(used_at=now)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def void_tokens(session: Session, account_id: int, now: datetime) -> None:
    """Make all tokens of an account worthless."""
    session.execute(
        update(AccountToken)
        .where(AccountToken.account_id == account_id, AccountToken.used_at.is_(None))
        .values(used_at=now)
    )


def link_hash(token: str) -> str:
    """What is kept of a link's token. Codes have another prefix: no cookie can guess at them."""
    return hashlib.sha256(f"link:{token}".encode()).hexdigest()


def code_hash(username: str, code: str) -> str:
    """What is kept of a printed code: it goes with the user name, blanks and dashes are ignored."""
    letters = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return hashlib.sha256(f"code:{plain_name(username)}:{letters}".encode()).hexdigest()


def _living(session: Session, token_hash: str, now: datetime) -> AccountToken | None:
    return session.scalars(
        select(AccountToken).where(
            AccountToken.token_hash == token_hash,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
        )
    ).first()


def _keep(session: Session, token: AccountToken) -> None:
    session.add(token)
    session.flush()
