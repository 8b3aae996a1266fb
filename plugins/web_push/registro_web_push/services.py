"""The browsers in which somebody wants notices: adding, removing, forgetting."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_change
from registro_web_push.models import Device

MOST_DEVICES = 10
# Afterwards one is asked again; telephones are given away, and children leave the school.
FORGOTTEN_AFTER = timedelta(days=400)


class TooManyDevices(Exception):
    """The person has as many as one may have."""


@dataclass(frozen=True)
class Subscription:
    """What a browser says when it agrees to get messages."""

    endpoint: str
    p256dh: str
    auth: str
    label: str


@dataclass(frozen=True)
class DeviceRow:
    """A device as its owner sees it. `mark` is how its own browser knows it again."""

    id: int
    label: str
    added_at: datetime
    mark: str


def devices_of(session: Session, person_id: int) -> list[DeviceRow]:
    """The devices of a person, newest first: one statement."""
    rows = session.execute(
        select(Device.id, Device.label, Device.added_at, Device.endpoint)
        .where(Device.person_id == person_id)
        .order_by(Device.id.desc())
    )
    return [
        DeviceRow(row.id, row.label, row.added_at, sha256(row.endpoint.encode()).hexdigest())
        for row in rows
    ]


def addresses(session: Session, person_ids: Collection[int]) -> Mapping[int, Collection[str]]:
    """The keys of the devices of people, by person: one statement."""
    found: dict[int, list[str]] = {}
    statement = select(Device.person_id, Device.key).where(Device.person_id.in_(person_ids))
    for person_id, key in session.execute(statement):
        found.setdefault(person_id, []).append(key)
    return found


def subscribe(session: Session, actor: Actor, asked: Subscription, now: datetime) -> None:
    """Send notices of the person acting to a browser from now on.

    A browser is one person's: who used it before gets nothing there any more. Raise
    TooManyDevices, or ValueError if no person acts.
    """
    if actor.person_id is None:
        raise ValueError("only a person has devices")
    known = session.scalars(
        select(Device).where(Device.endpoint == asked.endpoint).with_for_update()
    ).one_or_none()
    if known is not None and known.person_id == actor.person_id:
        known.p256dh, known.auth, known.added_at = asked.p256dh, asked.auth, now
        return
    if _count(session, actor.person_id) >= MOST_DEVICES:
        raise TooManyDevices
    if known is not None:
        session.delete(known)
        session.flush()
    session.add(_device(actor.person_id, asked, now))
    session.flush()
    _record(session, actor, "added", asked.label, now)


def remove(session: Session, actor: Actor, device_id: int, now: datetime) -> bool:
    """Send nothing to a device of the person acting any more; False if it is not theirs."""
    device = session.scalars(
        select(Device).where(Device.id == device_id, Device.person_id == actor.person_id)
    ).one_or_none()
    if device is None:
        return False
    session.delete(device)
    session.flush()
    _record(session, actor, "removed", device.label, now)
    return True


def forget(session: Session, key: str) -> None:
    """Drop a device of which the push service says that it is gone."""
    session.execute(delete(Device).where(Device.key == key))


def forget_old(session: Session, now: datetime) -> None:
    """Drop devices that were added long ago (GDPR art. 5.1.e)."""
    session.execute(delete(Device).where(Device.added_at < now - FORGOTTEN_AFTER))


def _device(person_id: int, asked: Subscription, now: datetime) -> Device:
    return Device(
        person_id=person_id,
        key=secrets.token_hex(8),
        endpoint=asked.endpoint,
        p256dh=asked.p256dh,
        auth=asked.auth,
        label=asked.label,
        added_at=now,
    )


def _count(session: Session, person_id: int) -> int:
    counting = select(func.count()).select_from(Device).where(Device.person_id == person_id)
    return session.scalar(counting) or 0


def _record(session: Session, actor: Actor, what: str, label: str, now: datetime) -> None:
    """The audit log knows the device by name; its address and keys are nobody's business."""
    told = {"device": label}
    change = Change(
        f"web_push.device.{what}",
        "person",
        actor.person_id or "",
        before=told if what == "removed" else {},
        after=told if what == "added" else {},
    )
    record_change(session, actor, change, now)
