"""The roll on the lesson page, through a browser without scripts."""

from typing import Any

from registro_core.testing import TestSchool
from sqlalchemy import select

from registro_attendance.models import Event, EventKind, Roll

DAY = "2026-11-24"


def hour(school: TestSchool, slot: int, class_name: str = "1A") -> str:
    """Address of an hour of today."""
    return f"/classes/{school.classes[class_name]}/lessons/{DAY}/{slot}"


def call(page: Any, school: TestSchool, status: int = 303, **states: str) -> Any:
    """Fill the roll: `anna="A"`, `bruno="R 8:20"`, and save."""
    form = page.forms[0] if 0 in page.forms else page.form
    for name, typed in states.items():
        letter, _space, at = typed.partition(" ")
        student = school.people[name]
        form[f"roll-{student}"] = letter
        if at:
            form[f"roll-{student}-{'in' if letter == 'R' else 'out'}"] = at
    return form.submit(status=status)


def events(school: TestSchool, name: str) -> list[tuple[str, str | None, str | None]]:
    """The events of a student, as kind and times."""
    with school.session() as session:
        rows = session.execute(
            select(Event.kind, Event.starts_at, Event.ends_at)
            .where(Event.student_id == school.people[name], Event.cancelled_at.is_(None))
            .order_by(Event.starts_at)
        ).all()
    return [
        (str(kind), start and f"{start:%H:%M}", end and f"{end:%H:%M}")
        for kind, start, end in rows
    ]


def test_it_stores_only_exceptions_and_that_the_roll_was_called(school: TestSchool) -> None:
    page = school.as_("docente").get(hour(school, 1))
    call(page, school, anna="A")
    assert events(school, "anna") == [("absent", None, None)]
    assert events(school, "bruno") == []
    with school.session() as session:
        roll = session.scalars(select(Roll)).one()
        assert (roll.slot, roll.taken_by) == (1, school.people["docente"])
        assert session.scalars(select(Event.kind)).one() is EventKind.ABSENT
