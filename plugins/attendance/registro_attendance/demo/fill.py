"""Writing the demo's events, rolls and justifications, table by table."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_attendance.demo.days import Away, year_of_student
from registro_attendance.justifications.states import State
from registro_attendance.models import (
    Event,
    EventKind,
    EventSource,
    Justification,
    JustifiedEvent,
    Roll,
)
from registro_attendance.reasons import Reason
from registro_attendance.settings import SHORT_LATE
from registro_core.api import DemoClass, DemoSchool, TeachingKind, school_instant

# Families have answered for what is older than this; most of them also for newer things.
ANSWERED_AFTER = timedelta(days=10)
ANSWERED, ANSWERED_SOON, VALIDATED = 0.99, 0.7, 0.99
REASONS = ((Reason.FAMILY, 4), (Reason.PERSONAL, 5), (Reason.TRANSPORT, 2), (Reason.OTHER, 1))


def fill(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with attendance up to today."""
    events = [away for away in _events(demo) if _instant(away, demo) <= demo.now]
    rows = [_event_row(number, away, demo) for number, away in enumerate(events, 1)]
    _write(session, Event, rows)
    _write(session, Roll, list(_rolls(demo)))
    _justify(session, demo, events)


def _write(session: Session, model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)


# ---- events ----------------------------------------------------------------------


def _events(demo: DemoSchool) -> Iterator[Away]:
    tolerance = int(SHORT_LATE.default)
    open_ones = _left_open(demo)
    days = [(day, demo.slots[day.isoweekday()]) for day in demo.school_days]
    for school_class in demo.classes:
        known = days if _called_today(demo, school_class) else _before(days, demo.today)
        for student in school_class.students:
            mine = list(year_of_student(demo.random, student, known, tolerance))
            planned = {day: kind for kind, day in open_ones.get(student.id, ())}
            yield from (away for away in mine if away.day not in planned)
            for day, kind in sorted(planned.items()):
                end = demo.slots[day.isoweekday()][0].ends_at if kind is EventKind.LATE else None
                yield Away(student, day, kind, -1 - day.toordinal(), ends_at=end)


def _before(days: list[tuple[date, Any]], today: date) -> list[tuple[date, Any]]:
    return [each for each in days if each[0] < today]


def _left_open(demo: DemoSchool) -> dict[int, list[tuple[EventKind, date]]]:
    """What is left to justify, by student.

    An absence of each child of `genitore`, a late entry, and an absence of
    `maggiorenne`, who may justify alone.
    """
    parent = demo.sign_ins.get("genitore")
    children = [student for student in demo.students if parent in student.guardian_ids]
    past = [day for day in demo.school_days if day < demo.today][-4:]
    if len(past) < 4:
        return {}
    found: dict[int, list[tuple[EventKind, date]]] = {}
    for position, child in enumerate(children):
        found[child.id] = [(EventKind.ABSENT, past[1 + position % 2])]
        if position == 0:
            found[child.id].append((EventKind.LATE, past[3]))
    if adult := demo.sign_ins.get("maggiorenne"):
        found[adult] = [(EventKind.ABSENT, past[2])]
    return found


def _called_today(demo: DemoSchool, school_class: DemoClass) -> bool:
    """Whether a class's roll of today is called: not where `docente` teaches, who is to do it."""
    teacher = demo.sign_ins.get("docente")
    return all(teaching.teacher_id != teacher for teaching in school_class.teachings)


def _instant(away: Away, demo: DemoSchool) -> datetime:
    """When a teacher would have written it down."""
    first = demo.slots[away.day.isoweekday()][0].starts_at
    return school_instant(away.day, away.ends_at or away.starts_at or first)


def _event_row(number: int, away: Away, demo: DemoSchool) -> dict[str, Any]:
    return {
        "id": number,
        "student_id": away.student.id,
        "class_id": away.student.class_id,
        "day": away.day,
        "kind": away.kind,
        "starts_at": away.starts_at,
        "ends_at": away.ends_at,
        "short_late": away.short_late,
        "source": EventSource.ROLL,
        "recorded_at": _instant(away, demo),
        "version": 1,
    }


# ---- rolls -----------------------------------------------------------------------


def _rolls(demo: DemoSchool) -> Iterator[dict[str, Any]]:
    number = 0
    for school_class in demo.classes:
        teachers = [
            teaching.teacher_id
            for teaching in school_class.teachings
            if teaching.kind is TeachingKind.CURRICULAR
        ]
        called_today = _called_today(demo, school_class)
        for day in demo.school_days:
            if day == demo.today and not called_today:
                continue
            for slot in demo.slots[day.isoweekday()]:
                taken_at = school_instant(day, slot.starts_at) + timedelta(minutes=5)
                if taken_at > demo.now:
                    continue
                number += 1
                yield {
                    "id": number,
                    "class_id": school_class.id,
                    "day": day,
                    "slot": slot.number,
                    "taken_by": teachers[(day.toordinal() + slot.number) % len(teachers)],
                    "taken_at": taken_at,
                    "version": 1,
                }


# ---- justifications ----------------------------------------------------------------


def _justify(session: Session, demo: DemoSchool, events: list[Away]) -> None:
    """Justify most of what happened: one justification a spell, as families do."""
    open_ones = _left_open(demo)
    coordinators = {each.id: each.coordinator_id for each in demo.classes}
    justifications: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    numbered = enumerate(events, 1)
    for (student_id, spell), group in groupby(
        numbered, key=lambda pair: (pair[1].student.id, pair[1].spell)
    ):
        mine = [(number, away) for number, away in group if not away.short_late]
        if not mine or (spell < 0 and student_id in open_ones):
            continue
        row = _justification(demo, mine, coordinators)
        if row is None:
            continue
        row["id"] = len(justifications) + 1
        justifications.append(row)
        links += [
            {
                "id": len(links) + 1 + offset,
                "justification_id": row["id"],
                "event_id": number,
                "live": True,
            }
            for offset, (number, _away) in enumerate(mine)
        ]
    _write(session, Justification, justifications)
    _write(session, JustifiedEvent, links)


def _justification(
    demo: DemoSchool, events: Iterable[tuple[int, Away]], coordinators: dict[int, int]
) -> dict[str, Any] | None:
    last = [away for _number, away in events][-1]
    old = demo.today - last.day > ANSWERED_AFTER
    signers = _signers(last)
    if last.day >= demo.today or not signers:
        return None
    if demo.random.random() > (ANSWERED if old else ANSWERED_SOON):
        return None
    slots = demo.slots[last.day.isoweekday()]
    signed_at = school_instant(last.day, slots[-1].ends_at) + timedelta(hours=5)
    validated = old and demo.random.random() < VALIDATED
    decided_at = min(signed_at + timedelta(hours=14), demo.now) if validated else None
    return {
        "student_id": last.student.id,
        "state": State.VALIDATED_BY_TEACHER if validated else State.JUSTIFIED_BY_FAMILY,
        "reason": demo.random.choices([r for r, _n in REASONS], [n for _r, n in REASONS])[0],
        "signed_by": demo.random.choice(signers),
        "signed_at": min(signed_at, demo.now),
        "signed_method": "password",
        "authenticated_at": min(signed_at, demo.now),
        "decided_by": coordinators[last.student.class_id] if validated else None,
        "decided_at": decided_at,
        "certificate_seen": validated,
        "version": 2 if validated else 1,
    }


def _signers(away: Away) -> tuple[int, ...]:
    student = away.student
    return (student.id,) if student.is_adult(away.day) else student.guardian_ids
