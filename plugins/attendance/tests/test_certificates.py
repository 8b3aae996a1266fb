"""Frequency certificates: issued by the office, printed on one page, kept as they were."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from registro_attendance.models import Certificate
from registro_core.api import Enrolment
from registro_core.testing import TestSchool


def path(school: TestSchool, name: str = "anna") -> str:
    return f"/students/{school.people[name]}/certificates"


def issue(school: TestSchool, name: str = "anna", status: int = 303, **fields: Any) -> Any:
    page = school.as_("segreteria").get(path(school, name))
    form = next(f for f in page.forms.values() if "purpose" in f.fields)
    for field, value in fields.items():
        form[field] = value
    return form.submit(status=status)


def test_it_says_who_attends_what_since_when(school: TestSchool) -> None:
    page = issue(school, purpose="uso sportivo").follow()
    page.mustcontain(
        "Abate Anna",
        "1 marzo 2012",
        "frequenta",
        "1A",
        "14 settembre 2026",
        "uso sportivo",
        "non può essere prodotto agli organi della pubblica amministrazione",
        "n. 1 · a.s. 2026/27",
        "24 novembre 2026",
    )


def test_days_are_counted_by_the_calendar_of_the_class(school: TestSchool, family: Any) -> None:
    family.event("anna", date(2026, 11, 23))
    family.event("anna", date(2026, 11, 24), kind="late")
    issue(school, with_days=True)
    with school.session() as session:
        row = session.scalars(select(Certificate)).one()
    # 14 September to 24 November, six days a week: 62 days, one away
    assert (row.school_days, row.days_present) == (62, 61)


def test_who_left_has_attended_until_that_day(school: TestSchool) -> None:
    with school.session() as session:
        session.execute(
            update(Enrolment)
            .where(Enrolment.student_id == school.people["bruno"])
            .values(ends_on=date(2026, 10, 31))
        )
    page = issue(school, "bruno").follow()
    page.mustcontain("ha frequentato", "al 31 ottobre 2026")


def test_numbers_go_on_and_a_certificate_stays_as_it_was(school: TestSchool) -> None:
    first = issue(school).location
    issue(school, "luca")
    with school.session() as session:
        assert list(session.scalars(select(Certificate.number))) == [1, 2]
    school.clock.advance(days=30)
    school.as_("dirigente").get(first).mustcontain("24 novembre 2026")
    school.as_("segreteria").get(path(school)).mustcontain("n. 1 del")


@pytest.mark.parametrize(("who", "status"), [("docente", 403), ("mamma", 403), ("altra", 404)])
def test_who_does_not_issue(who: str, status: int, school: TestSchool) -> None:
    school.as_(who).get(path(school), status=status)


def test_another_student_s_certificate_is_not_found(school: TestSchool) -> None:
    issue(school)
    school.as_("segreteria").get(f"{path(school, 'luca')}/1", status=404)
    issue(school, "anna", 422, purpose="x" * 201)
