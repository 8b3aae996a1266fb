"""Changing guardianships and enrolments; every change is audited and tells the plugins."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from registro_core.db.versions import check_version
from registro_core.items import EnrolmentEvent, ReligionChoice
from registro_core.office.people.services import Office, plain
from registro_core.people.models import GuardianKind, Guardianship, StudentProfile
from registro_core.school.models import Enrolment

# Tells the plugins of an event: `Plugins.fire`.
Fire = Callable[..., None]


class Impossible(Exception):
    """The change makes no sense with what is there; the message is for the office."""


def add_guardian(
    office: Office, student_id: int, guardian_id: int, kind: GuardianKind, starts_on: date
) -> None:
    """Let somebody answer for a student from a day (V1); raise `Impossible` if they already do."""
    if student_id == guardian_id:
        raise Impossible("self")
    current = select(Guardianship.id).where(
        Guardianship.student_id == student_id,
        Guardianship.guardian_id == guardian_id,
        Guardianship.ends_on.is_(None),
    )
    if office.session.scalar(current) is not None:
        raise Impossible("twice")
    row = Guardianship(
        student_id=student_id, guardian_id=guardian_id, kind=kind, starts_on=starts_on
    )
    office.session.add(row)
    office.session.flush()
    after = plain({"guardian_id": guardian_id, "kind": kind, "starts_on": starts_on})
    office.record("guardian.added", row, row.id, {}, after, student_id)


GUARDIAN_FIELDS = ("kind", "can_justify", "ends_on", "restricted_from", "restriction_reason")


def change_guardian(
    office: Office, row: Guardianship, values: dict[str, Any], version: int
) -> None:
    """Change, restrict or end a guardianship; raise `Conflict`.

    A restriction takes effect with the guardian's next click (check 7). Its
    reason is audited as "changed", never in words: the audit is read by more people.
    """
    check_version(row, version)
    changed = {name: values[name] for name in GUARDIAN_FIELDS if getattr(row, name) != values[name]}
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        office.record(
            "guardian.changed", row, row.id, _discreet(before), _discreet(changed), row.student_id
        )


def _discreet(values: dict[str, Any]) -> dict[str, Any]:
    return plain({n: ("…" if v else None) if n == "restriction_reason" else v for n, v in values.items()})  # fmt: skip


def enrol(
    office: Office, fire: Fire, student_id: int, class_id: int, day: date, religion: ReligionChoice
) -> None:
    """Let a student join a class on a day; the class they are in ends the day before.

    Raise `Impossible` if they are in that class already, or joined another one later.
    """
    for current in _open_enrolments(office, student_id):
        if current.class_id == class_id:
            raise Impossible("same class")
        if current.starts_on >= day:
            raise Impossible("later")
        leave(office, fire, current, day - timedelta(days=1), None)
    row = Enrolment(student_id=student_id, class_id=class_id, starts_on=day, religion=religion)
    office.session.add(row)
    if office.session.get(StudentProfile, student_id) is None:
        office.session.add(StudentProfile(person_id=student_id))
    office.session.flush()
    after = plain({"class_id": class_id, "starts_on": day, "religion": religion})
    office.record("student.enrolled", row, row.id, {}, after, student_id)
    event = EnrolmentEvent(student_id, class_id, day, office.now)
    fire("registro_student_enrolled", session=office.session, enrolment=event)


def leave(office: Office, fire: Fire, row: Enrolment, last_day: date, reason: str | None) -> None:
    """Let a student leave a class; `last_day` is the last one there. Raise `Impossible`."""
    if last_day < row.starts_on:
        raise Impossible("before it began")
    row.ends_on, row.leaving_reason = last_day, reason
    row.version += 1
    after = plain({"ends_on": last_day, "leaving_reason": reason})
    office.record("student.left", row, row.id, {}, after, row.student_id)
    event = EnrolmentEvent(row.student_id, row.class_id, last_day, office.now)
    fire("registro_student_left", session=office.session, enrolment=event)


def change_profile(office: Office, student_id: int, values: dict[str, Any]) -> None:
    """Set a student's needs, and what an adult student chose (V2)."""
    row = office.session.get(StudentProfile, student_id)
    if row is None:
        row = StudentProfile(person_id=student_id)
        office.session.add(row)
        office.session.flush()
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        office.record("student.profile", row, student_id, plain(before), plain(changed), student_id)


def change_religion(office: Office, student_id: int, choice: ReligionChoice) -> None:
    """Set what a student does in the hour of religion this year (L4)."""
    for row in _open_enrolments(office, student_id):
        if row.religion is not choice:
            before, row.religion = row.religion, choice
            row.version += 1
            office.record(
                "student.religion",
                row,
                row.id,
                plain({"religion": before}),
                plain({"religion": choice}),
                student_id,
            )


def _open_enrolments(office: Office, student_id: int) -> list[Enrolment]:
    statement = select(Enrolment).where(
        Enrolment.student_id == student_id, Enrolment.ends_on.is_(None)
    )
    return list(office.session.scalars(statement))
