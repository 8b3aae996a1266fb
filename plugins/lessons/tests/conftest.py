"""The small school with lessons alone, and a timetable for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registro_core.api import Actor, LessonRef, LockRules, SchoolClass, slots_of_day
from registro_core.testing import TODAY, TestSchool
from registro_lessons.models import (
    Lesson,
    RollPart,
    Signature,
    SignatureKind,
    Timetable,
    TimetableEntry,
)
from registro_lessons.services.entries import Content, Entry, Quality
from registro_lessons.services.signing import sign

# Tuesday, the day of the tests: class, slot, subject, teacher.
TUESDAY = [
    ("1A", 1, "ITA", "coordinatore"),
    ("1A", 2, "MAT", "docente"),
    ("1A", 3, "MAT", "docente"),
    ("1A", 4, "REL", "religione"),
    ("1A", 2, "SOS", "sostegno"),
    ("1A", 5, "STO", "docente.genitore"),
    ("2A", 1, "MAT", "docente"),
    ("2A", 5, "MAT", "docente"),
]


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return ("lessons",)


@dataclass
class Desk:
    """Signs lessons of the small school without a browser, as its tests need."""

    school: TestSchool
    today: date = TODAY
    lock_days: int = 0
    seen: dict[int, int] = field(default_factory=dict)

    def ref(self, class_name: str, slot: int, day: date | None = None) -> LessonRef:
        return LessonRef(self.school.classes[class_name], day or self.today, slot)

    def rules(self) -> LockRules:
        return LockRules(self.today, self.school.clock.now, self.lock_days)

    def own(self, code: str) -> Quality:
        """To sign as the teacher of a subject."""
        return Quality(SignatureKind.CURRICULAR, self.school.subjects[code])

    def supply(self, replaced: str | None = None, part: RollPart = RollPart.WHOLE) -> Quality:
        """To sign in place of a colleague."""
        replaces_id = self.school.people[replaced] if replaced else None
        return Quality(SignatureKind.SUBSTITUTION, part=part, replaces_id=replaces_id)

    def support(self, student: str = "dario") -> Quality:
        """To sign for a student one supports."""
        student_id = self.school.people[student]
        return Quality(SignatureKind.SUPPORT, student_id=student_id)

    def sign(
        self,
        session: Session,
        teacher: str,
        class_name: str,
        slot: int,
        quality: Quality,
        *,
        topic: str | None = None,
        day: date | None = None,
        hours: int = 1,
        seen: int = 0,
        reason: str | None = None,
        group_id: int | None = None,
        activity: str | None = None,
    ) -> list[Lesson]:
        person = self.school.people[teacher]
        ref = self.ref(class_name, slot, day)
        if group_id is not None:
            ref = LessonRef(ref.class_id, ref.day, slot, group_id)
        slots = tuple(range(slot, slot + hours))
        entry = Entry(
            person,
            quality,
            Content(topic, activity),
            slots,
            dict.fromkeys(slots, seen) | self.seen,
            reason,
        )
        school_class = session.get_one(SchoolClass, self.school.classes[class_name])
        day_slots = slots_of_day(session, school_class, ref.day)
        return sign(session, Actor(person), ref, day_slots, entry, self.rules())

    def timetable(
        self,
        session: Session,
        hours: list[tuple[str, int, str, str]],
        valid_from: date = date(2026, 9, 14),
        weekday: int = 2,
    ) -> int:
        """Make a version of the timetable with the hours of one day of the week."""
        school = self.school
        school_class = session.get_one(SchoolClass, school.classes["1A"])
        version = Timetable(
            year_id=school_class.year_id,
            name="Orario definitivo",
            valid_from=valid_from,
            created_at=datetime(2026, 9, 1, tzinfo=UTC),
        )
        session.add(version)
        session.flush()
        session.add_all(
            TimetableEntry(
                timetable_id=version.id,
                class_id=school.classes[class_name],
                subject_id=school.subjects[code],
                teacher_id=school.people[teacher],
                weekday=weekday,
                slot=slot,
            )
            for class_name, slot, code, teacher in hours
        )
        session.flush()
        return version.id


@pytest.fixture
def desk(school: TestSchool) -> Desk:
    return Desk(school)


@pytest.fixture
def timetable(desk: Desk) -> int:
    """The id of a version with the hours of Tuesday, in force since the first day."""
    with desk.school.session() as session:
        return desk.timetable(session, TUESDAY)


@pytest.fixture
def signed(school: TestSchool) -> Callable[[], list[tuple[str, int, str]]]:
    """Who signed what, as (user name, hour, kind)."""
    names = {person_id: name for name, person_id in school.people.items()}

    def read() -> list[tuple[str, int, str]]:
        with school.session() as session:
            rows = session.query(Signature).order_by(Signature.slot, Signature.teacher_id)
            return [(names[row.teacher_id], row.slot, row.kind.value) for row in rows]

    return read


@pytest.fixture
def form_of() -> Callable[[Any], Any]:
    """The form of a lesson page."""

    def find(page: Any) -> Any:
        return next(form for form in page.forms.values() if "lessons-sign" in form.fields)

    return find
