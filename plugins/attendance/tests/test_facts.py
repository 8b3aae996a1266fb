"""What attendance tells other plugins: presence, summaries, alerts; what it keeps of a person."""

from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch
from registro_attendance.models import Derogation, DerogationKind, EventKind
from registro_attendance.privacy import erase_person, personal_data
from registro_attendance.statistics.facts import presence_of
from registro_core.api import Absence, AttendanceSummary, Presence, PresenceState, absences
from registro_core.testing import NOW, TestSchool

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], Presence(PresenceState.PRESENT)),
        ([Stretch(DAY_START, DAY_END, EventKind.ABSENT)], Presence(PresenceState.ABSENT)),
        (
            [Stretch(DAY_START, 500, EventKind.LATE)],
            Presence(PresenceState.LATE, time(8, 20)),
        ),
        ([Stretch(690, DAY_END, EventKind.EXIT)], Presence(PresenceState.LEFT, time(11, 30))),
        ([Stretch(600, 640, EventKind.EXIT)], Presence(PresenceState.PRESENT)),
        (
            [Stretch(DAY_START, 500, EventKind.LATE), Stretch(690, DAY_END, EventKind.EXIT)],
            Presence(PresenceState.LEFT, time(11, 30)),
        ),
        ([Stretch(DAY_START, DAY_END, EventKind.OUTSIDE)], Presence(PresenceState.OUTSIDE)),
    ],
)
def test_the_latest_stretch_says_where_a_student_is(
    stretches: list[Stretch], expected: Presence
) -> None:
    assert presence_of(stretches, called=True) == expected


def test_without_a_roll_nobody_is_known_to_be_present(school: TestSchool, rolls: Any) -> None:
    def state(name: str) -> PresenceState:
        with school.session() as session:
            found = school.platform.plugins.first(
                "registro_presence",
                session=session,
                class_id=school.classes["1A"],
                day=TUESDAY,
            )
        where: PresenceState = found[school.people[name]].state
        return where

    assert state("anna") is PresenceState.NOT_TAKEN
    rolls.call(1, bruno="A")
    assert state("anna") is PresenceState.PRESENT
    assert state("bruno") is PresenceState.ABSENT


def test_a14_past_the_limit_is_told_exactly() -> None:
    """The outcome is the council's; what it needs is whether the limit is passed."""
    limit = Fraction(264)
    assert not AttendanceSummary(Fraction(1056), Fraction("264.0"), limit).over_limit
    assert AttendanceSummary(Fraction(1056), Fraction("264.5"), limit).over_limit


def test_what_is_kept_of_a_student_and_what_goes(school: TestSchool, rolls: Any) -> None:
    anna = school.people["anna"]
    rolls.call(1, anna="A")
    with school.session() as session:
        session.add(
            Derogation(
                student_id=anna,
                first_day=TUESDAY,
                last_day=TUESDAY,
                kind=DerogationKind.ILLNESS,
                document="prot. 7",
                recorded_at=NOW,
            )
        )
    with school.session() as session:
        rows = [row for part in personal_data(session, anna) for row in part.rows]
        assert any(row.get("day") == TUESDAY for row in rows)
        assert any(row.get("document") == "prot. 7" for row in rows)
        assert personal_data(session, school.people["admin"]) == []
        erase_person(session, anna)
    with school.session() as session:
        assert session.scalars(select(Derogation.document)).all() == [None]
    assert rolls.of("anna") == ["absent -"], "the register is kept"


def test_a5_absences_of_many_days_are_one_question(school: TestSchool, family: Any) -> None:
    other = date(2026, 11, 20)
    family.event("anna")
    family.event("anna", other, kind="late", ends_at=time(9, 10))
    family.event("bruno", kind="outside")
    family.event("carla", date(2026, 10, 1))
    students = [school.people[name] for name in ("anna", "bruno", "carla")]
    with school.session() as session, school.queries() as seen:
        found = absences(session, students, other, TUESDAY)
    anna = school.people["anna"]
    assert sorted(found, key=lambda each: each.day) == [
        Absence(anna, other, None, time(9, 10)),
        Absence(anna, TUESDAY),
    ]
    assert [each for each in seen if "attendance_event" in each] == seen
    assert len(seen) == 1


def test_an_absence_covers_the_hours_that_were_missed_wholly() -> None:
    eight, nine, ten = time(8), time(9), time(10)
    assert Absence(1, TUESDAY).covers(eight, nine)
    assert Absence(1, TUESDAY, ends_at=nine).covers(eight, nine)
    assert not Absence(1, TUESDAY, ends_at=time(8, 50)).covers(eight, nine)
    assert Absence(1, TUESDAY, starts_at=nine).covers(nine, ten)
    assert not Absence(1, TUESDAY, starts_at=time(9, 5)).covers(nine, ten)
