"""Asking, granting and refusing permits: the rules, with no web in them (J3, J4, E1, E3)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.notice_kinds import DECIDED
from registro_attendance.justifications.doing import Doer
from registro_attendance.permits.models import Companion, Permit, PermitKind
from registro_attendance.permits.notices import tell_exit, tell_family
from registro_attendance.permits.states import STANDING, PermitAct, PermitState, next_state
from registro_attendance.pickup.reading import Fetcher, fetchers
from registro_attendance.pickup.rules import may_leave_during_hours
from registro_attendance.reasons import Reason
from registro_core.api import (
    Change,
    Person,
    Text,
    check_version,
    is_adult,
    record_change,
    school_day,
)

DOCUMENT_LENGTH = 120


@dataclass(frozen=True)
class Wish:
    """What is asked for a student: days, time, why, and with whom they leave."""

    kind: PermitKind
    first_day: date
    last_day: date
    at: time | None
    reason: Reason
    text: str | None = None
    weekdays: str | None = None
    fetcher: Fetcher | None = None
    document: str | None = None


class RefusedError(Exception):
    """A rule forbids it; `field` and `message` say which to the person."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(str(message))
        self.field = field
        self.message = message


def check_companion(session: Session, wish: Wish, student: Person) -> None:
    """Raise `RefusedError` if a minor would leave during hours without an adult of the list (E1)."""
    if wish.kind is not PermitKind.EARLY_EXIT:
        return
    listed = {each.key for each in fetchers(session, [student.id], wish.first_day)}
    companion = wish.fetcher.key if wish.fetcher else None
    adult = is_adult(student.birth_date, wish.first_day)
    if not may_leave_during_hours(adult=adult, companion=companion, fetchers=listed):
        raise RefusedError(
            "companion",
            _("Un minorenne esce durante le lezioni solo con un genitore o un delegato."),
        )


class AlreadyAskedError(Exception):
    """The same is asked for already, by the other parent or oneself: who, by name, and when."""

    def __init__(self, person_id: int | None, name: str, at: datetime) -> None:
        super().__init__(person_id)
        self.person_id = person_id
        self.name = name
        self.at = at


def ask(session: Session, doer: Doer, student: Person, wish: Wish, deadline: datetime) -> Permit:
    """Store a family's request.

    Raise `AlreadyAskedError` if it stands already, `RefusedError` if it is late (J3, J4) or
    against E1. Of two parents who ask at once the database refuses the second; the
    request is tried again, and finds the first one's.
    """
    _look_for_same(session, student.id, wish)
    if doer.now > deadline:
        raise RefusedError("first_day", _("Per questo giorno il termine è già passato."))
    check_companion(session, wish, student)
    return _store(session, doer, student, wish, PermitState.REQUESTED)


def _look_for_same(session: Session, student_id: int, wish: Wish) -> None:
    statement = (
        select(
            Permit.requested_by,
            func.coalesce(Person.given_name + " " + Person.surname, ""),
            Permit.requested_at,
        )
        .outerjoin(Person, Person.id == Permit.requested_by)
        .where(
            Permit.student_id == student_id,
            Permit.kind == wish.kind,
            Permit.state.in_(STANDING),
            Permit.at_desk.is_(False),
            Permit.first_day == wish.first_day,
            Permit.last_day == wish.last_day,
            Permit.weekdays == wish.weekdays,
        )
    )
    row = session.execute(statement).first()
    if row is not None:
        raise AlreadyAskedError(*row)


def grant_at_desk(
    session: Session, doer: Doer, student: Person, wish: Wish, *, absent: bool
) -> Permit:
    """Store a permit given by the school, approved at once.

    Raise `RefusedError`: a student marked absent cannot leave (E3); a minor
    leaves with an adult of the list, whose document is noted (E1).
    """
    today = school_day(doer.now)
    check_companion(session, wish, student)
    _check_exit(wish.kind, student, today, wish.document, absent=absent)
    row = _store(session, doer, student, wish, PermitState.APPROVED)
    if wish.kind is PermitKind.EARLY_EXIT:
        tell_exit(session, doer, student, row)
    return row


def _check_exit(
    kind: PermitKind, student: Person, today: date, document: str | None, *, absent: bool
) -> None:
    """Raise `RefusedError` for who is absent (E3), or a minor without a document noted (E1)."""
    if kind is not PermitKind.EARLY_EXIT:
        return
    if absent:
        raise RefusedError("kind", _("Risulta assente: non può avere un permesso di uscita."))
    if not is_adult(student.birth_date, today) and not document:
        raise RefusedError("document", _("Annota il documento di chi ritira lo studente."))


def _check_still_fetches(session: Session, row: Permit, student: Person, today: date) -> None:
    """Raise `RefusedError` if a court or the family decided otherwise since the permit (E1)."""
    if row.kind is not PermitKind.EARLY_EXIT or is_adult(student.birth_date, today):
        return
    listed = {(each.companion, each.name) for each in fetchers(session, [student.id], today)}
    if (row.companion, row.companion_name) not in listed:
        raise RefusedError(
            "companion",
            _("Chi era indicato non può più ritirare lo studente: serve un permesso nuovo."),
        )


def note_document(
    session: Session, doer: Doer, row: Permit, student: Person, document: str, *, absent: bool
) -> None:
    """Note the document shown at the door for a permit granted before; raise `RefusedError`."""
    _check_still_fetches(session, row, student, school_day(doer.now))
    shown = document.strip()[:DOCUMENT_LENGTH] or row.companion_document
    _check_exit(row.kind, student, school_day(doer.now), shown, absent=absent)
    row.companion_document = shown
    row.version += 1
    session.flush()
    _record(session, doer, row, row.state)


def _store(session: Session, doer: Doer, student: Person, wish: Wish, state: PermitState) -> Permit:
    desk = state is PermitState.APPROVED
    fetcher = wish.fetcher
    row = Permit(
        student_id=student.id,
        kind=wish.kind,
        state=state,
        first_day=wish.first_day,
        last_day=wish.last_day,
        weekdays=wish.weekdays,
        at=wish.at,
        reason=wish.reason,
        text=wish.text,
        requested_by=doer.actor.person_id,
        requested_at=doer.now,
        signed_method=doer.method,
        decided_by=doer.actor.person_id if desk else None,
        decided_at=doer.now if desk else None,
        companion=_companion(wish),
        companion_name=fetcher.name if fetcher else None,
        companion_document=wish.document or (fetcher.document if fetcher else None),
        at_desk=desk,
    )
    session.add(row)
    session.flush()
    _record(session, doer, row, None)
    return row


def _companion(wish: Wish) -> Companion | None:
    if wish.kind is not PermitKind.EARLY_EXIT:
        return None
    return wish.fetcher.companion if wish.fetcher else Companion.ALONE


def found(session: Session, student_id: int, permit_id: int) -> Permit | None:
    """A permit of this student; None for any other id."""
    statement = select(Permit).where(Permit.id == permit_id, Permit.student_id == student_id)
    return session.scalars(statement).first()


def withdraw(session: Session, doer: Doer, row: Permit, seen: int) -> None:
    """The family takes a request back; raise ImpossibleError, Conflict."""
    _move(session, doer, row, PermitAct.WITHDRAW, seen)


def decide(
    session: Session, doer: Doer, row: Permit, act: PermitAct, note: str | None, seen: int
) -> None:
    """Approve, reject or revoke, and tell the family; raise ImpossibleError, Conflict."""
    _move(session, doer, row, act, seen, note)
    subject = {
        PermitAct.APPROVE: _("Richiesta autorizzata"),
        PermitAct.REJECT: _("Richiesta non autorizzata"),
        PermitAct.REVOKE: _("Autorizzazione revocata"),
    }[act]
    days = _("Riguarda il ${day}.", mapping={"day": f"{row.first_day:%d/%m/%Y}"})
    tell_family(session, doer, row, DECIDED, subject, note or days)


def _move(
    session: Session, doer: Doer, row: Permit, act: PermitAct, seen: int, note: str | None = None
) -> None:
    before = row.state
    after = next_state(before, act, doer.party)
    check_version(row, seen)
    row.state = after
    if act is not PermitAct.WITHDRAW:
        row.decided_by, row.decided_at, row.decision_note = doer.actor.person_id, doer.now, note
    session.flush()
    _record(session, doer, row, before, note)


def _record(
    session: Session, doer: Doer, row: Permit, before: PermitState | None, why: str | None = None
) -> None:
    proved_at = doer.authenticated_at.isoformat() if doer.authenticated_at else None
    after = {
        "state": row.state,
        "kind": row.kind,
        "days": f"{row.first_day}/{row.last_day}",
        "at": row.at.isoformat("minutes") if row.at else None,
        "companion": row.companion_name,
        "document": row.companion_document,
        "signed_in_with": doer.method,
        "signed_in_at": proved_at,
    }
    change = Change(
        act=f"attendance.permit.{row.state}",
        object_type="attendance_permit",
        object_id=row.id,
        before={"state": before} if before else {},
        after=after,
        student_id=row.student_id,
        reason=why,
    )
    record_change(session, doer.actor, change, doer.now)
