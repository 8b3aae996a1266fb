"""Writing the demo's requests of families, delegates, and leaves to go home alone."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_attendance.models import (
    AutonomousExit,
    Companion,
    Delegate,
    DelegateState,
    Permit,
    PermitKind,
)
from registro_attendance.permits.states import PermitState
from registro_attendance.pickup.rules import needs_authorisation
from registro_attendance.reasons import Reason
from registro_core.api import DemoSchool, DemoStudent

# Of ten students: who asks for something this week, who has a delegate, who goes home alone.
ASKS, DELEGATES, ALONE = 0.06, 0.15, 0.6
NAMES = ("Nonno Aldo", "Nonna Rosa", "Zia Carla", "Zio Mario", "Anna Vicini", "Paolo Amici")
HOURS = (time(10), time(11), time(12))


def fill(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with what its families asked."""
    _write(session, Permit, list(_permits(demo)))
    _write(session, Delegate, list(_delegates(demo)))
    _write(session, AutonomousExit, list(_leaves(demo)))


def _write(session: Session, model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)


def _coming_days(demo: DemoSchool) -> list[date]:
    days = (demo.today + timedelta(days=n) for n in range(1, 15))
    return [day for day in days if demo.is_school_day(day)][:5] or [demo.today]


def _permits(demo: DemoSchool) -> Iterator[dict[str, Any]]:
    days, random = _coming_days(demo), demo.random
    for student in demo.students:
        if student.guardian_ids and (random.random() < ASKS or _shown(demo, student)):
            yield _permit(demo, student, random.choice(days))


def _permit(demo: DemoSchool, student: DemoStudent, day: date) -> dict[str, Any]:
    random = demo.random
    kind = random.choice(list(PermitKind))
    exits = kind is PermitKind.EARLY_EXIT
    alone = exits and student.is_adult(day)
    return {
        "student_id": student.id,
        "kind": kind,
        "state": PermitState.REQUESTED,
        "first_day": day,
        "last_day": day,
        "at": None if kind is PermitKind.ABSENCE else random.choice(HOURS),
        "reason": random.choice(list(Reason)),
        "requested_by": student.guardian_ids[0],
        "requested_at": _asked_at(demo),
        "signed_method": "password",
        "companion": (Companion.ALONE if alone else Companion.DELEGATE) if exits else None,
        "companion_name": random.choice(NAMES) if exits and not alone else None,
        "at_desk": False,
        "version": 1,
    }


def _shown(demo: DemoSchool, student: DemoStudent) -> bool:
    """Whether a visitor who signs in as `genitore` looks at this student."""
    return demo.sign_ins.get("genitore") in student.guardian_ids


def _asked_at(demo: DemoSchool) -> datetime:
    return demo.now - timedelta(hours=demo.random.randint(1, 40))


def _delegates(demo: DemoSchool) -> Iterator[dict[str, Any]]:
    random = demo.random
    for student in demo.students:
        if not student.guardian_ids or student.is_adult(demo.today):
            continue
        if random.random() < DELEGATES or _shown(demo, student):
            waits = random.random() < 0.2
            yield {
                "student_id": student.id,
                "name": random.choice(NAMES),
                "document": f"CI CA{random.randint(10000, 99999)}XY",
                "starts_on": demo.first_day,
                "ends_on": demo.last_day,
                "state": DelegateState.REQUESTED if waits else DelegateState.APPROVED,
                "requested_by": student.guardian_ids[0],
                "requested_at": _asked_at(demo),
                "decided_by": None if waits else demo.office_id,
                "decided_at": None if waits else demo.now,
                "version": 1,
            }


def _leaves(demo: DemoSchool) -> Iterator[dict[str, Any]]:
    for student in demo.students:
        young = needs_authorisation(student.birth_date, demo.today)
        if young and student.guardian_ids and demo.random.random() < ALONE:
            yield {
                "student_id": student.id,
                "starts_on": demo.first_day,
                "ends_on": demo.last_day,
                "given_by": student.guardian_ids[0],
                "given_at": _asked_at(demo),
                "signed_method": "password",
                "version": 1,
            }
