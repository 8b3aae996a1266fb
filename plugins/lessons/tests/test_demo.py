"""The demo school's timetable and history: without clashes, and today to sign."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import func, select

from registro_core.api import (
    DemoClass,
    DemoSchool,
    DemoSize,
    DemoTeaching,
    Slot,
    TeachingKind,
    school_instant,
)
from registro_core.testing import TestSchool
from registro_lessons.demo import fill
from registro_lessons.demo.week import make_week
from registro_lessons.models import Lesson, Signature, Timetable, TimetableEntry

TODAY = date(2026, 11, 24)


def slot(number: int) -> Slot:
    return Slot(number, time(7 + number), time(8 + number), Fraction(1))


def demo_of(school: TestSchool, now: datetime) -> DemoSchool:
    """Two classes of the small school as a demo: thirty hours, six subjects of five."""
    teachers = ["docente", "coordinatore", "docente.genitore", "religione", "estraneo", "vicario"]
    codes = ["MAT", "ITA", "STO", "REL", "CIV", "SOS"]
    teachings = tuple(
        DemoTeaching(
            number,
            school.people[teacher],
            class_id,
            school.subjects[code],
            "Religione" if code == "REL" else "Matematica",
            TeachingKind.CURRICULAR,
            5,
        )
        for class_id in school.classes.values()
        for number, (teacher, code) in enumerate(zip(teachers, codes, strict=True), 1)
    )
    return DemoSchool(
        size=DemoSize.SMALL,
        random=Random(1),
        today=TODAY,
        now=now,
        year_id=1,
        first_day=date(2026, 9, 14),
        last_day=date(2027, 6, 8),
        holidays=frozenset(),
        slots={day: tuple(map(slot, range(1, 6))) for day in range(1, 7)},
        classes=tuple(
            DemoClass(
                class_id,
                name,
                1,
                1,
                school.people["coordinatore"],
                (),
                tuple(t for t in teachings if t.class_id == class_id),
            )
            for name, class_id in school.classes.items()
        ),
        sign_ins={"docente": school.people["docente"]},
        head_id=school.people["dirigente"],
        office_id=school.people["segreteria"],
    )


@pytest.fixture
def demo(school: TestSchool) -> DemoSchool:
    return demo_of(school, datetime(2026, 11, 24, 12, 30, tzinfo=UTC))


def test_nobody_is_in_two_places_at_once(demo: DemoSchool) -> None:
    week = make_week(demo)
    assert len(week) == 60
    for side in ("teacher_id", "class_id"):
        places = Counter((getattr(each.teaching, side), each.hour) for each in week)
        assert max(places.values()) == 1


def test_the_same_chance_gives_the_same_week(demo: DemoSchool) -> None:
    assert make_week(replace(demo, random=Random(7))) == make_week(replace(demo, random=Random(7)))


def test_the_history_reaches_from_the_first_day_to_today(
    school: TestSchool, demo: DemoSchool
) -> None:
    with school.session() as session:
        fill(session, demo)
    with school.session() as session:
        first, last = session.execute(select(func.min(Lesson.day), func.max(Lesson.day))).one()
        assert (first, last) == (demo.first_day, TODAY)
        assert session.scalar(select(func.count()).select_from(Timetable)) == 1
        assert session.scalar(select(func.count()).select_from(TimetableEntry)) == 60
        unsigned = len(demo.school_days) * 10 - (session.scalar(select(func.count(Lesson.id))) or 0)
        assert 0 < unsigned < 40, "a few were forgotten"


def test_docente_has_hours_to_sign_today(school: TestSchool, demo: DemoSchool) -> None:
    with school.session() as session:
        fill(session, demo)
        own = session.scalars(
            select(Signature.slot).where(
                Signature.teacher_id == demo.sign_ins["docente"], Signature.day == TODAY
            )
        ).all()
        planned = session.scalars(
            select(TimetableEntry.slot).where(
                TimetableEntry.teacher_id == demo.sign_ins["docente"], TimetableEntry.weekday == 2
            )
        ).all()
    assert len(planned) >= 1
    assert len(own) <= 1


def test_nothing_is_signed_before_it_began(school: TestSchool) -> None:
    demo = demo_of(school, school_instant(TODAY, time(9, 30)))
    with school.session() as session:
        fill(session, demo)
        assert (session.scalar(select(func.max(Lesson.slot)).where(Lesson.day == TODAY)) or 0) <= 2
        yesterday = TODAY - timedelta(days=1)
        assert session.scalar(select(func.max(Lesson.slot)).where(Lesson.day == yesterday)) == 5
