"""Channels: the ways besides inbox and e-mail by which notices reach people."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from registro_core.items.text import Text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registro_core.request import Request


@dataclass(frozen=True)
class ChannelMessage:
    """A notice as a channel sends it to one address, in its reader's language.

    `text` says only what kind of notice it is: nothing that a bystander may not read. `subject`
    is that of the mail, with a child's given name. `link` is the path of the item in the register,
    `url` the whole address.
    """

    # The same for every try: who gets it twice can know the copy.
    id: str
    person_id: int
    address: str
    title: str
    text: str
    subject: str
    link: str
    url: str
    # The same for a notice and for the one that corrects it.
    key: str
    # Nobody may turn this kind of notice off.
    urgent: bool
    at: datetime


# Sends one message; no transaction is open meanwhile. Raises `DeliveryPostponed` (later, perhaps
# after a time that the other side names), `DeliveryRefused` (never), `AddressGone` (nor anything
# else to this address) or `DeliveryAnswerLost` (it may have left). Anything else it raises is
# logged, and tried again like what is postponed.
Send: TypeAlias = Callable[[ChannelMessage], None]


@dataclass(frozen=True)
class NoticeChannel:
    """A way by which notices reach people, named `<plugin>:<channel>`.

    Each address of a recipient gets a delivery of its own, which is leased, tried again, given up
    and shown to the office as mails are. Addresses are shown there too: they hold no secret.

    :param addresses: whom the channel reaches, by person: one statement for many people. Asked
        by the worker when a notice may leave, and by the page of preferences.
    :param sender: what sends to some addresses, made once for a batch. What it needs of the
        database it reads now, with a session that only reads.
    :param forget: called in a transaction when `AddressGone` was raised for an address.
    :param panel: what the page of preferences shows of the channel: markup, with which people add
        and remove their addresses.
    :param expires_after: a notice that could not leave for so long is not worth sending any more.
    """

    name: str
    label: Text
    addresses: "Callable[[Session, Collection[int]], Mapping[int, Collection[str]]]"
    sender: "Callable[[Session, Collection[str]], Send]"
    forget: "Callable[[Session, str], None] | None" = None
    panel: "Callable[[Request], Any] | None" = None
    expires_after: timedelta = timedelta(days=1)
