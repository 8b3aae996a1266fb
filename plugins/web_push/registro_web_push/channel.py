"""The channel: a notice as a message to each of a person's browsers."""

import hmac
import json
from collections.abc import Collection, Mapping
from email.utils import parseaddr
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    AddressGone,
    ChannelMessage,
    DeliveryPostponed,
    Installation,
    NoticeChannel,
)
from registro_web_push import _
from registro_web_push.encoding import to_bytes, to_text
from registro_web_push.keys import Keys, signing_keys
from registro_web_push.messages.encryption import Reader, encrypt
from registro_web_push.messages.posting import Poster
from registro_web_push.messages.signature import authorization
from registro_web_push.models import Device
from registro_web_push.panel import panel
from registro_web_push.services import addresses, forget
from registro_web_push.settings import push_services

NAME = "web_push:browser"
# A telephone that is off gets it when it is on again, within a day.
TTL_SECONDS = 24 * 60 * 60
# Of a topic: 32 characters of base64url at most (RFC 8030, 5.4).
TOPIC_BYTES = 24
LONGEST_TEXT = 200


def make_channel(installation: Installation) -> NoticeChannel:
    """The channel of an installation."""
    services, contact = push_services(installation), contact_of(installation)

    def sender(session: Session, keys_of_devices: Collection[str]) -> "Sender":
        return Sender(session, keys_of_devices, Poster(services), contact)

    return NoticeChannel(NAME, _("Notifiche sui dispositivi"), addresses, sender, forget, panel)


def contact_of(installation: Installation) -> str:
    """Whom a push service may turn to: the register's address, or its mailbox."""
    if installation.secure:
        return installation.public_url
    return f"mailto:{parseaddr(installation.mail_from)[1]}"


class Sender:
    """Sends to the devices of a batch. What it needs of the database it reads when it is made."""

    def __init__(
        self, session: Session, keys_of_devices: Collection[str], poster: Poster, contact: str
    ) -> None:
        """Read devices and keys; raise BrokenSeal if the installation's secret is another one."""
        found = session.scalars(select(Device).where(Device.key.in_(keys_of_devices)))
        self._devices = {device.key: device for device in found}
        self._keys = signing_keys(session)
        self._poster, self._contact = poster, contact

    def __call__(self, message: ChannelMessage) -> None:
        """Encrypt, sign and post one message; raise what a channel's `send` raises."""
        device = self._devices.get(message.address)
        if device is None or device.person_id != message.person_id:
            raise AddressGone("the device was removed")
        if self._keys is None:
            raise DeliveryPostponed("there is no signing key: registro web-push keys")
        topic = topic_of(message, self._keys)
        body = encrypt(payload(message, topic), reader_of(device))
        headers = self._headers(device.endpoint, self._keys, topic, urgent=message.urgent)
        self._poster.post(device.endpoint, body, headers)

    def _headers(self, endpoint: str, keys: Keys, topic: str, *, urgent: bool) -> Mapping[str, str]:
        return {
            "Authorization": authorization(endpoint, keys.private, keys.public, self._contact),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_SECONDS),
            "Topic": topic,
            "Urgency": "high" if urgent else "normal",
        }


def reader_of(device: Device) -> Reader:
    """The device as who alone can read."""
    return Reader(to_bytes(device.p256dh), to_bytes(device.auth))


def topic_of(message: ChannelMessage, keys: Keys) -> str:
    """The same for a notice and its correction, which so takes its place; tells nobody of what."""
    told = f"{message.person_id}:{message.key}".encode()
    return to_text(hmac.new(keys.private.encode(), told, sha256).digest()[:TOPIC_BYTES])


def payload(message: ChannelMessage, topic: str) -> bytes:
    """What the browser shows: the school, the kind of notice; a locked screen is read by anybody.

    No names and no marks: where they stand, the link leads, to a page that asks who one is.
    """
    shown = {
        "title": message.title[:LONGEST_TEXT],
        "body": message.text[:LONGEST_TEXT],
        "link": message.link,
        "tag": topic,
        "at": int(message.at.timestamp() * 1000),
    }
    return json.dumps(shown, ensure_ascii=False).encode()
