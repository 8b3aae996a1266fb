"""Classes, teachings, duties, groups."""

from sqlalchemy import select

from registro_core.school.models import ClassDuty, GroupMember, Teaching
from registro_core.testing import TestSchool
from registro_core.testing.forms import fill


def base(school: TestSchool) -> str:
    return f"/office/classes/{school.classes['1A']}"


def test_teachers_and_families_cannot_organise_a_class(school: TestSchool) -> None:
    school.as_("docente").get(base(school), status=403)
    school.as_("mamma").get(base(school), status=404)


def test_a_class_is_added_once_under_its_name(school: TestSchool) -> None:
    data = {"name": "3A", "section": "A"}
    form = fill(school, "/office/classes/new", **data)
    form["grade"] = "3"
    assert "3A" in form.submit(status=303).follow()
    assert "già una classe" in fill(school, "/office/classes/new", **data).submit(status=422)


def test_a_teaching_opens_the_class_to_its_teacher(school: TestSchool) -> None:
    path = f"/classes/{school.classes['1A']}"
    school.as_("estraneo").get(path, status=403)
    form = fill(school, f"{base(school)}/teachings/new", weekly_hours="4,5")
    form["teacher_id"] = str(school.people["estraneo"])
    form["subject_id"] = str(school.subjects["STO"])
    form.submit(status=303)
    school.as_("estraneo").get(path, status=200)
    with school.session() as session:
        statement = select(Teaching).where(Teaching.teacher_id == school.people["estraneo"])
        assert str(session.scalars(statement).one().weekly_hours) == "9/2"


def test_l3_support_names_its_student(school: TestSchool) -> None:
    form = fill(school, f"{base(school)}/teachings/new")
    form["kind"] = "S"
    assert "si lega a uno studente" in form.submit(status=422)


def test_odd_hours_are_told_at_their_field(school: TestSchool) -> None:
    form = fill(school, f"{base(school)}/teachings/new", weekly_hours="quattro")
    assert "Scrivi un numero di ore" in form.submit(status=422)
    form = fill(school, f"{base(school)}/teachings/new", weekly_hours="1/0")
    form.submit(status=422)


def test_a_new_coordinator_ends_the_one_before(school: TestSchool) -> None:
    form = fill(school, f"{base(school)}/duties")
    form["person_id"] = str(school.people["docente"])
    form.submit(status=303)
    with school.session() as session:
        duties = session.scalars(select(ClassDuty).order_by(ClassDuty.id)).all()
    assert [duty.ends_on is None for duty in duties] == [False, True]


def test_a_duty_is_of_the_year_of_the_class(school: TestSchool) -> None:
    for day in ("0001-01-01", "2026-08-01", "9999-12-31"):
        form = fill(school, f"{base(school)}/duties", starts_on=day)
        form["person_id"] = str(school.people["docente"])
        assert "di questo anno scolastico" in form.submit(status=422), day
    with school.session() as session:
        assert [duty.ends_on for duty in session.scalars(select(ClassDuty))] == [None]


def test_l5_a_group_has_its_students_from_a_day(school: TestSchool) -> None:
    form = fill(school, f"{base(school)}/groups", name="Francese")
    ticks = form.fields["students"]
    ticks[0].checked = ticks[1].checked = True
    page = form.submit(status=303).follow()
    assert "Francese" in page
    path = page.html.select_one("a[href*='/groups/']")["href"]
    again = fill(school, str(path))
    again.fields["students"][0].checked = False
    again.submit(status=303)
    with school.session() as session:
        members = session.scalars(select(GroupMember)).all()
    assert len(members) == 1


def test_a_group_of_another_class_is_not_found(school: TestSchool) -> None:
    form = fill(school, f"{base(school)}/groups", name="Francese")
    form.submit(status=303)
    other = f"/office/classes/{school.classes['2A']}/groups/1"
    school.as_("segreteria").get(other, status=404)
