"""Announced absences and permits in a student's agenda."""

from datetime import date, time

from registro_attendance.models import Permit, PermitKind
from registro_attendance.permits.states import PermitState
from registro_attendance.reasons import Reason
from registro_core.testing import TestSchool


def announce(school: TestSchool, student: str, kind: PermitKind, **values: object) -> None:
    given = {
        "student_id": school.people[student],
        "kind": kind,
        "state": PermitState.REQUESTED,
        "first_day": date(2026, 11, 25),
        "last_day": date(2026, 11, 26),
        "reason": Reason.FAMILY,
        "text": "visita dal dottore",
        "requested_at": school.clock.now,
        **values,
    }
    with school.session() as session:
        session.add(Permit(**given))


def entries(school: TestSchool, who: str, path: str) -> list[str]:
    page = school.as_(who).get(f"{path}?view=week&day=2026-11-24", status=200)
    assert "dottore" not in page
    return [
        f"{day['class'][0]} {entry.get_text(' ', strip=True)}"
        for day in page.html.select(".c-date")
        for entry in day.select(".c-entry.is-absence")
    ]


def test_what_was_announced_stands_on_each_of_its_days(school: TestSchool) -> None:
    announce(school, "anna", PermitKind.ABSENCE)
    announce(
        school,
        "anna",
        PermitKind.EARLY_EXIT,
        first_day=date(2026, 11, 1),
        last_day=date(2026, 12, 31),
        weekdays="5",
        at=time(12),
    )
    announce(school, "anna", PermitKind.LATE_ENTRY, state=PermitState.WITHDRAWN, at=time(9))
    announce(school, "bruno", PermitKind.ABSENCE)
    path = f"/students/{school.people['anna']}/calendar"
    for who in ("mamma", "anna", "coordinatore"):
        found = entries(school, who, path)
        assert len(found) == 3
        assert sum("Assenza" in each for each in found) == 2
        assert "12:00" in found[-1]


def test_the_agenda_of_a_class_names_nobody(school: TestSchool) -> None:
    announce(school, "anna", PermitKind.ABSENCE)
    path = f"/classes/{school.classes['1A']}/calendar"
    assert entries(school, "coordinatore", path) == []
