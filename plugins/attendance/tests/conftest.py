"""The small school with attendance alone: what attendance must do without any other plugin."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.models import Event, EventKind, Justification
from registro_core.testing import TestSchool

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """The plugins of these tests."""
    return ("attendance",)


class Rolls:
    """Calls rolls in the small school, as a browser without scripts does."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def path(self, slot: int, class_name: str = "1A", day: date = DAY) -> str:
        """Address of an hour."""
        return f"/classes/{self.school.classes[class_name]}/lessons/{day}/{slot}"

    def open(self, slot: int, who: str = "docente", day: date = DAY, class_name: str = "1A") -> Any:
        """The page of an hour."""
        return self.school.as_(who).get(self.path(slot, class_name, day))

    def fill(self, page: Any, **states: str) -> Any:
        """Fill a roll (`anna="A", bruno="R 8:20"`) and return the form."""
        form = next(f for f in page.forms.values() if "roll-seen" in f.fields)
        for name, typed in states.items():
            student = self.school.people.get(name)
            if student is None:
                form[f"roll-{name}"] = typed
                continue
            letter, _space, at = typed.partition(" ")
            form[f"roll-{student}"] = letter
            if at:
                form[f"roll-{student}-{'in' if letter == 'R' else 'out'}"] = at
        return form

    def call(self, slot: int, who: str = "docente", status: int = 303, **states: str) -> Any:
        """Open, fill and save a roll of 1A today."""
        return self.fill(self.open(slot, who), **states).submit(status=status)

    def of(self, name: str, day: date = DAY) -> list[str]:
        """The events of a student on a day, such as "late -9:10" or "exit 11:00-"."""
        with self.school.session() as session:
            rows = session.execute(
                select(Event.kind, Event.starts_at, Event.ends_at)
                .where(
                    Event.student_id == self.school.people[name],
                    Event.day == day,
                    Event.cancelled_at.is_(None),
                )
                .order_by(Event.starts_at.is_not(None), Event.starts_at)
            ).all()
        clock: Callable[[Any], str] = lambda at: f"{at:%H:%M}".lstrip("0") if at else ""  # noqa: E731
        return [f"{kind} {clock(start)}-{clock(end)}" for kind, start, end in rows]

    def shown(self, page: Any, name: str) -> str:
        """The letter that a page shows for a student."""
        form = next(f for f in page.forms.values() if "roll-seen" in f.fields)
        return str(form[f"roll-{self.school.people[name]}"].value)


@pytest.fixture
def rolls(school: TestSchool) -> Rolls:
    """Calls rolls in the small school."""
    return Rolls(school)


class Family:
    """What a family finds: events as the roll would have stored them, and its own pages."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def event(self, name: str, day: date = DAY, kind: str = "absent", **times: Any) -> int:
        """Store an event of a student; return its id."""
        class_name = "2A" if name in {"luca", "adulto", "carlo"} else "1A"
        with self.school.session() as session:
            row = Event(
                student_id=self.school.people[name],
                class_id=self.school.classes[class_name],
                day=day,
                kind=EventKind(kind),
                recorded_at=self.school.clock.now,
                **times,
            )
            session.add(row)
            session.flush()
            return row.id

    def path(self, name: str, *rest: object) -> str:
        """Address of a student's justifications, or of something below it."""
        return "/".join([f"/students/{self.school.people[name]}/justifications", *map(str, rest)])

    def open(self, who: str, name: str, **kw: Any) -> Any:
        """The page of a student's justifications."""
        return self.school.as_(who).get(self.path(name), **kw)

    def form(self, page: Any, ending: str) -> Any:
        """The form of a page whose action ends like this."""
        return next(f for f in page.forms.values() if (f.action or "").endswith(ending))

    def justify(self, who: str, name: str, status: int = 303, **fields: str) -> Any:
        """Justify all that is open in two clicks: open, send."""
        form = self.form(self.open(who, name), self.path(name))
        for field, value in fields.items():
            form[field] = value
        return form.submit(status=status)

    def states(self, name: str) -> list[str]:
        """States of the justifications of a student, oldest first."""
        with self.school.session() as session:
            rows = session.scalars(
                select(Justification.state)
                .where(Justification.student_id == self.school.people[name])
                .order_by(Justification.id)
            )
            return [str(state) for state in rows]


@pytest.fixture
def family(school: TestSchool) -> Family:
    """The family's side of the small school."""
    return Family(school)
