"""The office gives people access: by mail, by the school's mailbox, by a letter (web-free).

It never sees or sets a password, and the accounts of who runs the installation
are given out only by their like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts import first_access, services
from registro_core.accounts.finding import AccountRow
from registro_core.accounts.models import Channel
from registro_core.accounts.tokens import CODE_LIVES
from registro_core.facts import password_refusal
from registro_core.items import Actor, Role
from registro_core.people.models import RoleGrant

# Letters and mails made at once: the work is one transaction, and others wait for it.
MOST_AT_ONCE = 150


@dataclass(frozen=True)
class Letter:
    """What is printed for one person; the code is kept nowhere else."""

    name: str
    username: str
    code: str
    good_until: datetime


@dataclass(frozen=True)
class Giver:
    """Who gives access, when, and to which address of the register links lead."""

    actor: Actor
    now: datetime
    base_url: str
    code_lives: timedelta = CODE_LIVES


def write_letter(session: Session, giver: Giver, account: AccountRow) -> Letter:
    """Make a code for a person and the letter that carries it."""
    code = first_access.make_code(session, giver.actor, account, giver.now, giver.code_lives)
    return Letter(account.display_name, account.username, code, giver.now + giver.code_lives)


def write_letters(session: Session, giver: Giver, person_ids: Iterable[int]) -> list[Letter]:
    """Make letters for several people; who had no account gets one."""
    accounts = (
        services.create_account(session, giver.actor, person_id, giver.now)
        for person_id in person_ids
    )
    return [
        write_letter(session, giver, account) for account in accounts if _may_use(session, account)
    ]


def mail_links(session: Session, giver: Giver, person_ids: Iterable[int]) -> int:
    """Mail links to several people, to the private mailbox or else the school's; how many left."""
    sent = 0
    for person_id in person_ids:
        account = services.create_account(session, giver.actor, person_id, giver.now)
        sent += _may_use(session, account) and mail_link(session, giver, account)
    return sent


def _may_use(session: Session, account: AccountRow) -> bool:
    return account.enabled and password_refusal(session, account.person_id) is None


def mail_link(session: Session, giver: Giver, account: AccountRow) -> bool:
    """Mail a link to the private mailbox, else to the school's; False without either."""
    return any(
        first_access.send_link(session, giver.actor, account, channel, giver.base_url, giver.now)
        for channel in (Channel.EMAIL, Channel.INSTITUTIONAL)
    )


def is_admin(session: Session, person_id: int) -> bool:
    """Whether somebody runs the installation, now or at any other time."""
    statement = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.role == Role.ADMIN
    )
    return session.scalars(statement.limit(1)).first() is not None
