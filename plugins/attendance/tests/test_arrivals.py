"""A16: hours from the school before, asked for when somebody arrives; the monthly command."""

from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from registro_attendance.cli import app
from registro_core.api import Enrolment, EnrolmentEvent, Person
from registro_core.testing import NOW, TODAY, TestSchool, inbox_of


def arrive(school: TestSchool, day: date) -> None:
    with school.session() as session:
        newcomer = Person(surname="Nuovo", given_name="Ivo", created_at=NOW)
        session.add(newcomer)
        session.flush()
        class_id = school.classes["1A"]
        session.add(Enrolment(student_id=newcomer.id, class_id=class_id, starts_on=day))
        session.flush()
        event = EnrolmentEvent(newcomer.id, class_id, day, NOW)
        school.platform.plugins.fire("registro_student_enrolled", session=session, enrolment=event)


def test_a16_the_coordinator_is_asked_for_the_hours_of_the_school_before(
    school: TestSchool,
) -> None:
    arrive(school, TODAY)
    assert inbox_of(school, "coordinatore") == ["Nuovo Ivo è ora in 1A"]
    assert inbox_of(school, "docente") == []


def test_a16_nobody_is_asked_at_the_beginning_of_the_year(school: TestSchool) -> None:
    arrive(school, date(2026, 9, 14))
    assert inbox_of(school, "coordinatore") == []


def test_a16_nor_for_a_change_of_class(school: TestSchool) -> None:
    with school.session() as session:
        event = EnrolmentEvent(
            school.people["luca"], school.classes["1A"], TODAY + timedelta(days=1), NOW
        )
        school.platform.plugins.fire("registro_student_enrolled", session=session, enrolment=event)
    assert inbox_of(school, "coordinatore") == []


@pytest.mark.parametrize(("name", "status"), [("1A", 0), ("9Z", 1)])
def test_the_monthly_summary_from_the_command_line(
    school: TestSchool, name: str, status: int
) -> None:
    done = CliRunner().invoke(app, ["month", name, "2026-11"], obj=school)
    assert done.exit_code == status
    assert ("Abate Anna" in done.stdout) == (status == 0)
