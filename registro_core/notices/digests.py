"""The daily digest: one mail a day with what would have been many, at an hour the school sets."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.clock import school_day, school_instant
from registro_core.items import Setting, SettingType
from registro_core.notices.models import Delivery, DeliveryState, Digest, NoticeRecipient
from registro_core.settings import SchoolSettings

DIGEST_AT = Setting(
    "core.digest_at",
    _("Ora del riepilogo giornaliero"),
    SettingType.TIME,
    "17:00",
    help=_("A quest’ora parte una sola e-mail per chi ha scelto il riepilogo."),
)
LEFT_OUT = "left out of the digest"


def next_digest(settings: SchoolSettings, now: datetime) -> datetime:
    """The next instant at which digests leave, after now: by the clock on the school's wall.

    Where summer time begins an hour that the clock skips is the one after it (check 58).
    """
    at, day = settings.time(DIGEST_AT.name), school_day(now)
    turn = school_instant(day, at)
    return turn if turn > now else school_instant(day + timedelta(days=1), at)


def collect(session: Session, delivery_id: int, due_at: datetime) -> None:
    """Put a delivery into its person's digest of an instant, or of a day later if that has left.

    Nothing happens if the delivery was settled meanwhile.
    """
    person_id = session.scalar(
        select(NoticeRecipient.person_id)
        .join(Delivery, Delivery.recipient_id == NoticeRecipient.id)
        .where(Delivery.id == delivery_id)
    )
    if person_id is None:
        return
    digest_id = _open_digest(session, person_id, due_at)
    while digest_id is None:
        due_at += timedelta(days=1)
        digest_id = _open_digest(session, person_id, due_at)
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.COLLECTED, leased_until=None, digest_id=digest_id)
        .execution_options(synchronize_session=False)
    )


def _open_digest(session: Session, person_id: int, due_at: datetime) -> int | None:
    """The id of a person's digest of an instant, made if missing; None if it may have left.

    It stays locked: no worker leases it before what is collected now is in it.
    """
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    row = {
        "person_id": person_id,
        "due_at": due_at,
        "address": "",
        "state": DeliveryState.QUEUED,
        "attempts": 0,
        "next_try_at": due_at,
    }
    session.execute(insert(Digest).values(row).on_conflict_do_nothing())
    return session.scalar(
        select(Digest.id)
        .where(
            Digest.person_id == person_id,
            Digest.due_at == due_at,
            Digest.state == DeliveryState.QUEUED,
            Digest.attempts == 0,
            Digest.leased_until.is_(None),
        )
        .with_for_update()
    )


def settle_parts(
    session: Session,
    digest_id: int,
    state: DeliveryState,
    told: Collection[int],
    values: Mapping[str, object],
) -> None:
    """Note for each delivery of a digest what became of it, with the digest's own fate.

    Of one that was sent, what it did not speak of was not sent. The parts of a dead one are dead:
    so the office finds them where it finds all others, and may send them again.
    """
    changed = dict(values)
    if state is DeliveryState.SENT:
        is_told = Delivery.id.in_(told)
        changed["state"] = case((is_told, state.value), else_=DeliveryState.SKIPPED.value)
        changed["last_error"] = case((is_told, None), else_=LEFT_OUT)
        changed["attempts"] = case((is_told, Delivery.attempts + 1), else_=Delivery.attempts)
        changed["sent_at"] = case((is_told, values["sent_at"]), else_=None)
    else:
        changed["state"] = state
    session.execute(
        update(Delivery)
        .where(Delivery.digest_id == digest_id, Delivery.state == DeliveryState.COLLECTED)
        .values(**changed)
        .execution_options(synchronize_session=False)
    )
