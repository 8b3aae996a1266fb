"""Who may read a circular, who read and signed it, and who owes a signature."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from registro_core.api import Actor, Change, Identity, Person, SchoolClass, record_change
from registro_messaging.noticeboard.models import Circular, CircularState, Recipient


@dataclass(frozen=True)
class BoardRow:
    """A circular in the list of who received it."""

    id: int
    number: int | None
    title: str
    state: CircularState
    published_at: datetime | None
    unread: bool
    owes: bool


@dataclass(frozen=True)
class Tally:
    """How a circular stands with the recipients of a class; without a class: the staff."""

    class_name: str | None
    sent: int
    read: int
    signed: int
    owing: int


@dataclass(frozen=True)
class Sheet:
    """One recipient: for whom, and what they did."""

    class_name: str | None
    student: str | None
    name: str
    read_at: datetime | None
    signed_at: datetime | None
    owes: bool


def mine(identity: Identity) -> ColumnElement[bool]:
    """Recipients that who is signed in still is, for the children they may see today (V1, V2)."""
    as_staff = Recipient.student_id.is_(None) if identity.roles else false()
    own = Recipient.student_id.in_(identity.own_student_ids)
    return and_(Recipient.person_id == identity.person_id, or_(as_staff, own))


def owing() -> ColumnElement[bool]:
    """Whether a recipient owes a signature: their own, or that of one parent of the child."""
    other = aliased(Recipient)
    signed = select(other.id).where(
        other.circular_id == Recipient.circular_id,
        other.student_id == Recipient.student_id,
        other.signed_at.is_not(None),
    )
    return and_(
        Circular.state == CircularState.PUBLISHED,
        Circular.needs_signature,
        Recipient.signed_at.is_(None),
        or_(Circular.each_signs, ~signed.correlate(Recipient).exists()),
    )


def board(session: Session, identity: Identity, offset: int, size: int) -> list[BoardRow]:
    """Circulars received: unread first, then those to sign, then the newest: one statement."""
    unread, owes = func.count() - func.count(Recipient.read_at), _sum(owing())
    rows = session.execute(
        select(
            Circular.id,
            Circular.number,
            Circular.title,
            Circular.state,
            Circular.published_at,
            unread,
            owes,
        )
        .select_from(Circular)
        .join(Recipient, Recipient.circular_id == Circular.id)
        .where(mine(identity))
        .group_by(Circular.id)
        .order_by(
            case((unread > 0, 0), else_=1),
            case((owes > 0, 0), else_=1),
            Circular.published_at.desc(),
            Circular.id.desc(),
        )
        .offset(offset)
        .limit(size)
    )
    return [BoardRow(*row[:5], unread=bool(row[5]), owes=bool(row[6])) for row in rows]


def count_board(session: Session, identity: Identity) -> int:
    """How many circulars somebody received."""
    found = select(func.count(Recipient.circular_id.distinct())).where(mine(identity))
    return session.scalar(found) or 0


def own_rows(session: Session, identity: Identity, circular_id: int) -> list[Recipient]:
    """As what somebody received a circular; nothing if they did not, or may not see it any more."""
    found = select(Recipient).where(Recipient.circular_id == circular_id, mine(identity))
    return list(session.scalars(found.order_by(Recipient.id)))


def owes(session: Session, identity: Identity, circular_id: int) -> bool:
    """Whether somebody owes a signature."""
    found = (
        select(Recipient.id)
        .join(Circular, Circular.id == Recipient.circular_id)
        .where(Circular.id == circular_id, mine(identity), owing())
    )
    return session.scalar(found.limit(1)) is not None


def note_read(session: Session, identity: Identity, circular_id: int, now: datetime) -> None:
    """Remember that somebody opened a circular; the first time counts."""
    session.execute(
        update(Recipient)
        .where(Recipient.circular_id == circular_id, mine(identity), Recipient.read_at.is_(None))
        .values(read_at=now)
    )


def sign(
    session: Session, identity: Identity, circular: Circular, actor: Actor, now: datetime
) -> bool:
    """Sign for all of whom one received it; return whether there was anything to sign."""
    unsigned = [r for r in own_rows(session, identity, circular.id) if r.signed_at is None]
    asked = circular.needs_signature and circular.state is CircularState.PUBLISHED
    if not (asked and unsigned):
        return False
    for row in unsigned:
        row.signed_at, row.read_at = now, row.read_at or now
    session.flush()
    change = Change(
        "messaging.circular.signed",
        "messaging_circular",
        circular.id,
        after={"students": [row.student_id for row in unsigned], "method": identity.method},
    )
    record_change(session, actor, change, now)
    return True


def tallies(session: Session, circular_id: int) -> list[Tally]:
    """How a circular stands, class by class: one statement."""
    rows = session.execute(
        select(
            SchoolClass.name,
            func.count(),
            func.count(Recipient.read_at),
            func.count(Recipient.signed_at),
            _sum(owing()),
        )
        .select_from(Recipient)
        .join(Circular, Circular.id == Recipient.circular_id)
        .outerjoin(SchoolClass, SchoolClass.id == Recipient.class_id)
        .where(Recipient.circular_id == circular_id)
        .group_by(SchoolClass.id, SchoolClass.name)
        .order_by(SchoolClass.name)
    )
    return [Tally(*row) for row in rows]


def sheets(
    session: Session,
    circular_id: int,
    *,
    only_owing: bool = False,
    offset: int = 0,
    size: int | None = None,
) -> list[Sheet]:
    """The recipients by class, student and name: one statement."""
    student = aliased(Person)
    found = (
        select(
            SchoolClass.name,
            student.surname + " " + student.given_name,
            Person.surname + " " + Person.given_name,
            Recipient.read_at,
            Recipient.signed_at,
            owing(),
        )
        .select_from(Recipient)
        .join(Circular, Circular.id == Recipient.circular_id)
        .join(Person, Person.id == Recipient.person_id)
        .outerjoin(student, student.id == Recipient.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Recipient.class_id)
        .where(Recipient.circular_id == circular_id, *([owing()] if only_owing else []))
        .order_by(
            SchoolClass.name,
            student.surname,
            student.given_name,
            Person.surname,
            Person.given_name,
            Recipient.id,
        )
    )
    if size is not None:
        found = found.offset(offset).limit(size)
    return [Sheet(*row) for row in session.execute(found)]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
