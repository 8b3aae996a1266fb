"""What waits for a teacher: justifications to validate, by class, page by page."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registro_attendance.justifications.events import TO_JUSTIFY
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.justifications.policy import Policy, may_validate_now
from registro_attendance.justifications.reading import items_of
from registro_attendance.justifications.states import State
from registro_attendance.locks import Asker
from registro_attendance.models import Event, EventKind
from registro_attendance.removed import of_family
from registro_core.api import Enrolment, Person, SchoolClass, school_day

# What is older than a school year is history.
YEAR = timedelta(days=300)


@dataclass(frozen=True)
class Waiting:
    """A justification to validate, with whose it is and whether it can be validated now (J3)."""

    item: Item
    student_name: str
    class_name: str
    ready: bool


def waiting(
    session: Session,
    class_ids: Collection[int] | None,
    policy: Policy,
    since: date,
    asker: Asker,
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[Waiting]:
    """Justifications to validate in classes (None: the whole school), oldest first."""
    ids = session.scalars(
        select(Justification.id)
        .where(*_conditions(class_ids, since, asker))
        .order_by(Justification.signed_at, Justification.id)
        .offset(offset)
        .limit(limit)
    ).all()
    return _with_names(session, ids, policy, since, asker)


def waiting_among(
    session: Session,
    class_ids: Collection[int] | None,
    ids: Collection[int],
    policy: Policy,
    since: date,
    asker: Asker,
) -> list[Waiting]:
    """Those of some justifications that still wait, and in these classes."""
    conditions = (Justification.id.in_(ids), *_conditions(class_ids, since, asker))
    waiting_ids = session.scalars(select(Justification.id).where(*conditions)).all()
    return _with_names(session, waiting_ids, policy, since, asker)


def count_waiting(
    session: Session, class_ids: Collection[int] | None, since: date, asker: Asker
) -> int:
    """How many justifications wait in classes: one statement."""
    statement = select(func.count()).select_from(Justification)
    return session.scalar(statement.where(*_conditions(class_ids, since, asker))) or 0


def count_locked(
    session: Session, class_ids: Collection[int] | None, since: date, asker: Asker
) -> int:
    """How many were left waiting when their term was closed (L7a): one statement."""
    statement = select(func.count()).select_from(Justification)
    locked, *others = _conditions(class_ids, since, asker)
    return session.scalar(statement.where(~locked, *others)) or 0


def _conditions(
    class_ids: Collection[int] | None, since: date, asker: Asker
) -> tuple[ColumnElement[bool], ...]:
    """Which justifications wait for who asks: first of the conditions, that none of its days is locked."""
    # by EXISTS: few justifications wait, while a year's justified events are many thousands
    speaks_of = (
        select(JustifiedEvent.id)
        .join(Event, Event.id == JustifiedEvent.event_id)
        .where(
            JustifiedEvent.justification_id == Justification.id,
            JustifiedEvent.live.is_(True),
            Event.cancelled_at.is_(None),
            Event.day >= since,
        )
    )
    waits = (
        ~speaks_of.where(asker.locked()).exists(),
        Justification.state == State.JUSTIFIED_BY_FAMILY,
        Justification.student_id.not_in(asker.kin),
        speaks_of.exists(),
    )
    if class_ids is None:
        return waits
    # by the student: asked for events of a class, SQLite would read the class's whole year each time
    members = select(Enrolment.student_id).where(Enrolment.class_id.in_(class_ids))
    return (*waits, Justification.student_id.in_(members))


def _with_names(
    session: Session, ids: Collection[int], policy: Policy, since: date, asker: Asker
) -> list[Waiting]:
    if not ids:
        return []
    students = session.scalars(
        select(Justification.student_id).where(Justification.id.in_(ids)).distinct()
    ).all()
    items = items_of(session, students, since, policy.certificate_days, asker)
    shown = [item for item in items if item.signed is not None and item.signed.id in set(ids)]
    people = dict(
        session.execute(
            select(Person.id, Person.surname + " " + Person.given_name).where(
                Person.id.in_(students)
            )
        ).all()
    )
    classes = dict(
        session.execute(
            select(SchoolClass.id, SchoolClass.name).where(
                SchoolClass.id.in_({item.class_id for item in shown})
            )
        ).all()
    )
    today = school_day(asker.now)
    away = absent_on(session, students, today)
    rows = [
        Waiting(
            item,
            people[item.student_id],
            classes[item.class_id],
            may_validate_now(policy, item, today, absent_today=item.student_id in away),
        )
        for item in shown
    ]
    return sorted(rows, key=lambda row: (row.class_name, row.student_name, row.item.first_day))


def absent_on(session: Session, student_ids: Collection[int], day: date) -> frozenset[int]:
    """Who of these is away for the whole of a day, as far as the roll says (E3, J3)."""
    statement = select(Event.student_id).where(
        Event.student_id.in_(student_ids),
        Event.day == day,
        Event.kind == EventKind.ABSENT,
        Event.starts_at.is_(None),
        Event.ends_at.is_(None),
        Event.cancelled_at.is_(None),
    )
    return frozenset(session.scalars(statement))


@dataclass(frozen=True)
class OpenEvent:
    """An event that waits for a justification."""

    student_id: int
    day: date


def open_events(
    session: Session, student_ids: Collection[int], before: date, asker: Asker
) -> dict[int, int]:
    """How many events before a day may still be justified, by student: one statement."""
    live = (
        select(JustifiedEvent.id)
        .where(JustifiedEvent.event_id == Event.id, JustifiedEvent.live.is_(True))
        .exists()
    )
    statement = select(Event.student_id, Event.day).where(
        Event.student_id.in_(student_ids),
        Event.day < before,
        Event.day >= before - YEAR,
        Event.kind.in_(TO_JUSTIFY),
        Event.cancelled_at.is_(None),
        Event.short_late.is_(False),
        ~live,
        ~asker.locked(),
    )
    found = [OpenEvent(*row) for row in session.execute(statement)]
    return Counter(event.student_id for event in of_family(session, student_ids, found))
