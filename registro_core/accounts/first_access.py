"""Sending people what they enter with the first time, or after forgetting (web-free)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registro_core.accounts import mails, tokens
from registro_core.accounts.finding import AccountRow
from registro_core.accounts.models import Channel, TokenPurpose
from registro_core.audit.services import Change, record_change
from registro_core.items import Actor

LINK_PATH = "/link"


def make_link(
    session: Session,
    actor: Actor,
    account: AccountRow,
    base_url: str,
    now: datetime,
    channel: Channel = Channel.COMMAND,
    address: str | None = None,
) -> str:
    """Make a link by which somebody chooses their password, once; return its whole address.

    :param base_url: the configured public URL, never what a browser says (check 20).
    """
    token = tokens.issue_link(session, account, channel, now, address, actor.person_id)
    _record(session, actor, account, channel, now)
    return f"{base_url}{LINK_PATH}/{token}"


def make_code(
    session: Session,
    actor: Actor,
    account: AccountRow,
    now: datetime,
    lives: timedelta = tokens.CODE_LIVES,
) -> str:
    """Make a code to hand over on paper; return it, for it is kept nowhere."""
    code = tokens.issue_code(session, account, now, actor.person_id, lives)
    _record(session, actor, account, Channel.PRINTED, now)
    return code


def send_link(
    session: Session,
    actor: Actor,
    account: AccountRow,
    channel: Channel,
    base_url: str,
    now: datetime,
) -> bool:
    """Send a link to a mailbox of the person, the private or the institutional one.

    False, and nothing sent, if they have no such mailbox.
    """
    private = channel is Channel.EMAIL
    address = account.email if private else account.institutional_email
    if not address:
        return False
    link = make_link(session, actor, account, base_url, now, channel, address)
    first = tokens.purpose_for(account) is TokenPurpose.ACTIVATE
    send = mails.send_activation if first else mails.send_reset
    send(session, account, address, link, now)
    return True


def _record(
    session: Session, actor: Actor, account: AccountRow, channel: Channel, now: datetime
) -> None:
    # that a token was made, and how it travels; never the token
    change = Change("account.token-issued", "account", account.id, after={"channel": channel.value})
    record_change(session, actor, change, now)
