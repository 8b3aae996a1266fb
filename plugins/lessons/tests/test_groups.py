"""Groups of an articulated class: own signature, own roll (L5)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import Group, GroupClass, GroupKind, GroupMember, SchoolClass, Teaching
from registro_core.testing import TestSchool, close_term
from registro_lessons.models import Lesson, TimetableEntry
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.scheduled import scheduled_lessons
from registro_lessons.services.topics import topics

SINCE = date(2026, 9, 14)
OLD = date(2026, 11, 17)


@pytest.fixture
def group(school: TestSchool, timetable: int) -> int:
    """A group of 1A with anna alone, taught mathematics by docente in the first hour."""
    class_id = school.classes["1A"]
    with school.session() as session:
        year_id = session.get_one(SchoolClass, class_id).year_id
        made = Group(year_id=year_id, name="1A-AFM", kind=GroupKind.ARTICULATED)
        session.add(made)
        session.flush()
        session.add_all(
            [
                GroupClass(group_id=made.id, class_id=class_id),
                GroupMember(group_id=made.id, student_id=school.people["anna"], starts_on=SINCE),
                TimetableEntry(
                    timetable_id=timetable,
                    group_id=made.id,
                    subject_id=school.subjects["MAT"],
                    teacher_id=school.people["docente"],
                    weekday=2,
                    slot=1,
                ),
            ]
        )
        teaching = session.scalars(
            select(Teaching).where(
                Teaching.teacher_id == school.people["docente"], Teaching.class_id == class_id
            )
        ).one()
        teaching.group_id = made.id
        return made.id


def test_l5_group_and_class_sign_apart_in_one_hour(
    school: TestSchool, desk: Any, group: int
) -> None:
    with school.session() as session:
        own = desk.own("MAT")
        desk.sign(session, "docente", "1A", 1, own, group_id=group, topic="Sconti")
        desk.sign(session, "coordinatore", "1A", 1, desk.own("ITA"), topic="Dante")
        rows = session.execute(select(Lesson.class_id, Lesson.group_id, Lesson.topic))
        assert sorted(map(tuple, rows), key=str) == sorted(
            [(None, group, "Sconti"), (school.classes["1A"], None, "Dante")], key=str
        )


def test_l5_the_page_of_the_group_signs(school: TestSchool, group: int, form_of: Any) -> None:
    browser = school.as_("docente")
    page = browser.get(f"/groups/{group}/lessons/2026-11-24/1")
    assert "1A-AFM" in page
    form = form_of(page)
    assert form["lessons-sign"].value == f"curricular:{school.subjects['MAT']}"
    form.submit().follow()
    with school.session() as session:
        assert session.scalars(select(Lesson.group_id)).one() == group


def test_l5_a_subject_of_the_group_is_not_signed_in_the_class(
    school: TestSchool,
    group: int,
    form_of: Any,
) -> None:
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/lessons/2026-11-24/1")
    values = [option[0] for option in form_of(page)["lessons-sign"].options]
    assert f"curricular:{school.subjects['MAT']}" not in values


def test_l5_the_day_of_the_teacher_leads_to_the_group(school: TestSchool, group: int) -> None:
    page = school.as_("docente").get("/lessons?day=2026-11-24")
    assert f"/groups/{group}/lessons/2026-11-24/1" in page


def test_l5_the_plan_has_the_group_for_its_class(school: TestSchool, group: int) -> None:
    day = date(2026, 11, 24)
    with school.session() as session:
        found = scheduled_lessons(session, [school.classes["1A"]], day, day)
    refs = [(x.ref.class_id, x.ref.group_id) for x in found if x.ref.slot == 1]
    assert refs == [(school.classes["1A"], None), (school.classes["1A"], group)]


def test_l5_only_members_see_what_the_group_did(school: TestSchool, desk: Any, group: int) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 1, desk.own("MAT"), group_id=group, topic="Sconti")
    ids = [school.people["anna"], school.people["bruno"]]
    with school.session() as session:
        found = topics(session, ids, desk.today, desk.today)
    assert [t.topic for t in found[ids[0]]] == ["Sconti"]
    assert found[ids[1]] == []


def test_l5_the_class_register_shows_the_group(school: TestSchool, desk: Any, group: int) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 1, desk.own("MAT"), group_id=group, topic="Sconti")
    page = school.as_("coordinatore").get(f"/classes/{school.classes['1A']}/register")
    assert "Sconti" in page
    assert "1A-AFM" in page


def test_l5_the_office_puts_a_group_into_the_timetable(school: TestSchool, group: int) -> None:
    browser = school.as_("segreteria")
    form = next(f for f in browser.get("/timetable/new").forms.values() if "valid_from" in f.fields)
    form["name"], form["valid_from"] = "Con i gruppi", "2026-12-01"
    page = form.submit().follow()
    form = next(f for f in page.forms.values() if "weekday" in f.fields)
    form["weekday"], form["slot"], form["group"] = "1", "1", str(group)
    form["teacher"] = str(school.people["docente"])
    form["subject"] = str(school.subjects["MAT"])
    page = form.submit().follow()
    assert "1A-AFM" in page
    with school.session() as session:
        added = session.scalars(select(TimetableEntry).where(TimetableEntry.weekday == 1)).one()
        assert (added.class_id, added.group_id) == (None, group)


def test_l7a_one_closed_class_locks_the_hours_of_its_groups(
    school: TestSchool, desk: Any, group: int
) -> None:
    with school.session() as session:
        session.add(GroupClass(group_id=group, class_id=school.classes["2A"]))
    address = f"/groups/{group}/lessons/2026-11-17/1"
    assert "lessons-sign" in school.as_("docente").get(address)
    close_term(school, "2A")
    page = school.as_("docente").get(address)
    assert "chiuso per lo scrutinio" in page
    assert "lessons-sign" not in page
    with school.session() as session, pytest.raises(RefusedError, match="chiuso"):
        desk.sign(session, "docente", "1A", 1, desk.own("MAT"), day=OLD, group_id=group)
