"""Guardians, restrictions and enrolments."""

from datetime import timedelta

from sqlalchemy import select

from registro_core.people.models import GuardianKind, Guardianship
from registro_core.school.models import Enrolment, Teaching
from registro_core.testing import TODAY, TestSchool
from registro_core.testing.forms import fill


def test_a_guardian_is_added_by_name_and_sees_the_child_at_once(school: TestSchool) -> None:
    path = f"/students/{school.people['anna']}"
    school.as_("altra").get(path, status=404)
    form = fill(school, f"/office/people/{school.people['anna']}/guardians", who="Neri Lucia")
    form.submit(status=303)
    school.as_("altra").get(path, status=200)


def test_nobody_is_guardian_twice_nor_of_themselves(school: TestSchool) -> None:
    path = f"/office/people/{school.people['anna']}/guardians"
    assert "già tra i tutori" in fill(school, path, who="Villa Maria").submit(status=422)
    assert "sé stessa" in fill(school, path, who="Abate Anna").submit(status=422)
    assert "Nessuna persona" in fill(school, path, who="Chi Sa").submit(status=422)


def _guardianship_path(school: TestSchool, child: str, label: str) -> str:
    page = school.as_("segreteria").get(f"/office/people/{school.people[child]}")
    item = next(
        li for li in page.html.select("li") if label in li.text and "/guardians/" in str(li)
    )
    return str(item.select_one("a[href*='/guardians/']")["href"])


def test_v1_a_restriction_takes_effect_with_the_next_click(school: TestSchool) -> None:
    browser = school.as_("papa")
    path = f"/students/{school.people['anna']}"
    browser.get(path, status=200)
    form = fill(
        school,
        _guardianship_path(school, "anna", "Abate Giorgio"),
        restricted_from=str(TODAY),
        restriction_reason="Decreto 12/2026",
    )
    form.submit(status=303)
    browser.get(path, status=404)
    browser.get(f"/students/{school.people['luca']}", status=200)


def test_a_change_of_class_ends_one_and_begins_another(school: TestSchool) -> None:
    form = fill(school, f"/office/people/{school.people['anna']}/enrolments")
    form["class_id"] = str(school.classes["2A"])
    form.submit(status=303)
    with school.session() as session:
        stays = session.scalars(
            select(Enrolment)
            .where(Enrolment.student_id == school.people["anna"])
            .order_by(Enrolment.starts_on)
        ).all()
    assert [stay.class_id for stay in stays] == [school.classes["1A"], school.classes["2A"]]
    assert stays[0].ends_on == TODAY - timedelta(days=1)
    assert stays[1].ends_on is None


def test_who_leaves_is_not_in_the_class_the_day_after(school: TestSchool) -> None:
    person = f"/office/people/{school.people['anna']}"
    page = school.as_("segreteria").get(person)
    leave = page.html.select_one("a[href*='leave=']")["href"]
    fill(school, str(leave), last_day=str(TODAY - timedelta(days=1))).submit(status=303)
    assert "Abate Anna" not in school.as_("docente").get(f"/classes/{school.classes['1A']}")


def test_v2_an_adult_who_refuses_is_out_of_the_parents_sight(school: TestSchool) -> None:
    with school.session() as session:
        session.add(
            Guardianship(
                student_id=school.people["adulto"],
                guardian_id=school.people["altra"],
                kind=GuardianKind.MOTHER,
                starts_on=TODAY - timedelta(days=60),
            )
        )
    path = f"/students/{school.people['adulto']}"
    school.as_("altra").get(path, status=200)
    fill(school, f"/office/people/{school.people['adulto']}/profile", adult="no").submit(status=303)
    school.as_("altra").get(path, status=404)


def test_l3_l5_groups_and_support_of_a_class_end_with_the_stay_in_it(school: TestSchool) -> None:
    form = fill(school, f"/office/people/{school.people['dario']}/enrolments")
    form["class_id"] = str(school.classes["2A"])
    form.submit(status=303)
    with school.session() as session:
        support = session.scalars(
            select(Teaching).where(Teaching.student_id == school.people["dario"])
        ).one()
    assert support.ends_on == TODAY - timedelta(days=1)
