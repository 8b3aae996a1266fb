"""What is done to accounts: make, open, close, choose a password. Each act is in the audit log."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from registro_core.accounts import devices, mails, sessions, throttle, tokens
from registro_core.accounts.finding import AccountRow, account_of, account_with_id
from registro_core.accounts.models import Account, AccountToken, ThrottleCount
from registro_core.accounts.password_policy import PasswordRules
from registro_core.accounts.second_factor import pending
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.clock import school_day
from registro_core.imports.accounts import free_username
from registro_core.items import Actor, Role
from registro_core.people.models import Person, RoleGrant


def create_account(session: Session, actor: Actor, person_id: int, now: datetime) -> AccountRow:
    """Give a person an account with a free user name and no password; the one there is, if any."""
    existing = account_of(session, person_id)
    if existing is not None:
        return existing
    person = session.get_one(Person, person_id)
    taken = set(session.scalars(select(Account.username)))
    username = free_username(person.given_name, person.surname, taken)
    account = Account(person_id=person_id, username=username, created_at=now)
    session.add(account)
    session.flush()
    _record(session, actor, "account.created", account.id, now, after={"username": username})
    return account_with_id(session, account.id)


def create_admin(
    session: Session, actor: Actor, surname: str, given_name: str, email: str | None, now: datetime
) -> AccountRow:
    """Make a new person who runs the installation. Hand them the link of `first_access.make_link`."""
    person = Person(surname=surname, given_name=given_name, email=email, created_at=now)
    session.add(person)
    session.flush()
    session.add(RoleGrant(person_id=person.id, role=Role.ADMIN, starts_on=school_day(now)))
    record_change(
        session,
        actor,
        Change("role.granted", "person", person.id, after={"role": Role.ADMIN.value}),
        now,
    )
    return create_account(session, actor, person.id, now)


def rules_for(account: AccountRow | None, minimum: int, *school_words: str | None) -> PasswordRules:
    """The rules for somebody's password: the school's minimum, and the words near them."""
    own = (
        (account.username, account.surname, account.given_name, account.email or "")
        if account
        else ()
    )
    return PasswordRules(minimum, (*own, *(word for word in school_words if word)))


def change_password(
    session: Session,
    actor: Actor,
    account: AccountRow,
    password_hash: str,
    now: datetime,
    but: str | None = None,
) -> None:
    """Keep a new password. Every session, known browser, link and code of before ends with it.

    :param but: hash of the one session that lives on, of who does it.
    """
    _keep_password(session, account, password_hash, now, but)
    _record(session, actor, "account.password-changed", account.id, now)
    mails.send_changed(session, account, now)


def choose_password(
    session: Session, actor: Actor, token: AccountToken, password_hash: str, now: datetime
) -> bool:
    """Keep the password chosen with a link or code; False if it was used a moment before."""
    if not tokens.use_token(session, token.id, now):
        return False
    account = account_with_id(session, token.account_id)
    first = account.password_hash is None
    _keep_password(session, account, password_hash, now)
    act = "account.activated" if first else "account.password-reset"
    _record(session, actor, act, account.id, now, after={"channel": token.channel.value})
    if not first:
        mails.send_changed(session, account, now)
    return True


def set_enabled(
    session: Session, actor: Actor, account: AccountRow, enabled: bool, now: datetime
) -> None:
    """Open or close an account. Closing ends its sessions, links and codes at once (check 7)."""
    session.execute(
        update(Account)
        .where(Account.id == account.id)
        .values(enabled=enabled, version=Account.version + 1)
    )
    if not enabled:
        sessions.end_sessions(session, account.id)
        tokens.void_tokens(session, account.id, now)
        pending.drop_all(session, account.id)
    act = "account.enabled" if enabled else "account.disabled"
    _record(session, actor, act, account.id, now, before={"enabled": account.enabled})


def end_all_sessions(session: Session, actor: Actor, account: AccountRow, now: datetime) -> int:
    """Sign somebody out everywhere; return how many sessions ended."""
    ended = sessions.end_sessions(session, account.id)
    _record(session, actor, "account.sessions-ended", account.id, now, after={"count": ended})
    return ended


def _keep_password(
    session: Session,
    account: AccountRow,
    password_hash: str,
    now: datetime,
    but: str | None = None,
) -> None:
    session.execute(
        update(Account)
        .where(Account.id == account.id)
        .values(
            password_hash=password_hash, must_change_password=False, version=Account.version + 1
        )
    )
    sessions.end_sessions(session, account.id, but)
    tokens.void_tokens(session, account.id, now)
    devices.forget_all(session, account.id)
    pending.drop_all(session, account.id)
    # who proved by mail or in person who they are need not wait for strangers' guesses
    counter = Counter(throttle.ACCOUNT, f"id:{account.id}")
    session.execute(delete(ThrottleCount).where(ThrottleCount.key == counter.key))


def _record(
    session: Session,
    actor: Actor,
    act: str,
    account_id: int,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    change = Change(act, "account", account_id, before=before or {}, after=after or {})
    record_change(session, actor, change, now)
