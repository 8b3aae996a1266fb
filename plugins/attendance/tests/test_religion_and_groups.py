"""Rolls of a part of the class: the hour of religion (L4), groups of several classes (L5)."""

from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch
from registro_attendance.hours import Floor, day_hours
from registro_attendance.models import Event, EventKind
from registro_attendance.roll import expected as expected_module
from registro_attendance.school_days import ClassWeek, SchoolDays
from registro_attendance.statistics.calendar import Held, SlotFacts
from registro_core.api import (
    BellSchedules,
    Group,
    GroupClass,
    GroupKind,
    GroupMember,
    LessonRef,
    ReligionChoice,
    ScheduledLesson,
    SchoolYear,
    Slot,
)
from registro_core.testing import TestSchool

TUESDAY = date(2026, 11, 24)
ATTENDS, ALTERNATIVE = ReligionChoice.ATTENDS, ReligionChoice.ALTERNATIVE
LEAVES, ALONE = ReligionChoice.LEAVES, ReligionChoice.STUDIES_ALONE
ABSENT = Stretch(DAY_START, DAY_END, EventKind.ABSENT)


@pytest.fixture
def religion_in_second_hour(school: TestSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timetable in which 1A has religion in the second hour, by `religione` and `sostegno`."""

    def timetable(_session: Any, class_ids: Any, first: date, _last: date) -> list[ScheduledLesson]:
        ref = LessonRef(next(iter(class_ids)), first, 2)
        people = school.people
        return [
            ScheduledLesson(ref, (people["religione"],), religion=frozenset({ATTENDS})),
            ScheduledLesson(ref, (people["sostegno"],), religion=frozenset({ALTERNATIVE})),
        ]

    monkeypatch.setattr(expected_module, "scheduled_lessons", timetable)


@pytest.mark.usefixtures("religion_in_second_hour")
class TestHourOfReligion:
    def names(self, page: Any) -> set[str]:
        """Who is called on a page."""
        return {label.find("b").text for label in page.html.select("label.r-name")}

    def test_l4_each_teacher_calls_their_share(self, rolls: Any) -> None:
        assert self.names(rolls.open(2, "religione")) == {"Abate", "De Luca"}
        assert self.names(rolls.open(2, "sostegno")) == {"Conti"}

    def test_l4_a_substitute_calls_all_but_who_leaves(self, rolls: Any) -> None:
        assert self.names(rolls.open(2, "estraneo")) == {"Abate", "De Luca", "Conti"}

    def test_l4_the_page_says_where_the_others_are(self, rolls: Any) -> None:
        page = rolls.open(2, "religione")
        assert "Bianchi Bruno: Esce o entra dopo" in page.text
        assert "Conti Carla: Attività alternativa" in page.text

    def test_l4_who_leaves_is_not_absent(self, rolls: Any) -> None:
        rolls.call(2, "religione", anna="A")
        assert rolls.of("bruno") == []
        assert rolls.of("anna") == ["absent -"]

    def test_in_other_hours_the_whole_class_is_called(self, rolls: Any) -> None:
        assert len(self.names(rolls.open(3))) == 4


# ---- hours held for a choice of religion (A4, A7) ----------------------------------

SLOTS = tuple(Slot(n, time(7 + n), time(8 + n), Fraction(1)) for n in (1, 2, 3))


def held(facts: dict[int, SlotFacts]) -> Held:
    """A Tuesday of class 1 with three hours by the bell and these facts."""
    days = SchoolDays(
        {1: ClassWeek(1, short_week=False, year_starts_on=TUESDAY, year_ends_on=TUESDAY)},
        {1: BellSchedules(((TUESDAY, {2: SLOTS}),))},
    )
    planned = {1: TUESDAY} if any(fact.planned for fact in facts.values()) else {}
    return Held(days, TUESDAY, TUESDAY, {1: {TUESDAY: facts}}, planned)


def hours(facts: dict[int, SlotFacts], religion: ReligionChoice = ATTENDS) -> tuple[int, int, int]:
    """Held, absent and unsigned hours of who is away all day."""
    lessons = held(facts).lessons(1, TUESDAY, religion)
    found = day_hours(lessons, [ABSENT], Floor.NONE)
    return int(found.held), int(found.absent), int(found.unsigned)


def fact(*, signed: bool = True, religion: set[ReligionChoice] | None = None) -> SlotFacts:
    return SlotFacts(planned=True, held=True, signed=signed, religion=religion or set())


def test_a7_without_a_timetable_the_bell_counts_signed_or_not() -> None:
    assert hours({}) == (3, 3, 3)
    signed = SlotFacts(planned=False, held=True, signed=True)
    assert hours({1: signed}) == (3, 3, 2), "one signature does not make a timetable"


def test_a7_with_a_timetable_only_its_hours_count() -> None:
    assert hours({1: fact(), 2: fact(signed=False)}) == (2, 2, 1)


def test_a7_a_cancelled_hour_is_not_held() -> None:
    assert hours({1: fact(), 2: SlotFacts(planned=True, held=False)}) == (1, 1, 0)


@pytest.mark.parametrize(
    ("religion", "expected"), [(ATTENDS, 2), (ALTERNATIVE, 2), (LEAVES, 1), (ALONE, 1)]
)
def test_a4_the_hour_of_religion_is_held_for_who_has_lesson_in_it(
    religion: ReligionChoice, expected: int
) -> None:
    facts = {1: fact(), 2: fact(religion={ATTENDS, ALTERNATIVE})}
    assert hours(facts, religion)[0] == expected


def test_a1_the_week_of_a_class_is_that_of_its_timetable() -> None:
    assert held({1: fact(), 2: fact()}).weekly_units(1) == 2
    assert held({}).weekly_units(1) == 3


# ---- groups ------------------------------------------------------------------------


def test_l5_a_group_of_two_classes_has_a_roll_of_its_own(school: TestSchool, rolls: Any) -> None:
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        group = Group(year_id=year.id, name="Francese", kind=GroupKind.LANGUAGE)
        session.add(group)
        session.flush()
        for class_name in ("1A", "2A"):
            session.add(GroupClass(group_id=group.id, class_id=school.classes[class_name]))
        for name in ("anna", "luca"):
            session.add(
                GroupMember(
                    group_id=group.id, student_id=school.people[name], starts_on=year.starts_on
                )
            )
        group_id = group.id
    rolls.call(1)
    path = f"/groups/{group_id}/lessons/{TUESDAY}/2"
    page = school.as_("docente").get(path)
    assert "Bianchi" not in page.text
    rolls.fill(page, anna="A", luca="A").submit(status=303)
    # anna was called present in the first hour, luca's class was not called at all
    assert rolls.of("anna") == ["absent 9:00-"]
    assert rolls.of("luca") == ["absent -"]
    with school.session() as session:
        where = dict(session.execute(select(Event.student_id, Event.class_id)).all())
    assert where[school.people["luca"]] == school.classes["2A"], "A9: the student's own class"
    assert rolls.shown(rolls.open(3), "anna") == "A"
