"""Units of the bells, never constants, and the ledger of recovery (L10)."""

from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest

from registro_core.api import Slot
from registro_core.testing import TestSchool
from registro_lessons.services.units import UnitRules, units

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_l10_units_come_from_the_bells(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "2A", 5, desk.own("MAT"))
        desk.sign(session, "docente", "1A", 4, desk.supply("religione"))
        week = units(session, MONDAY, TUESDAY, UnitRules(), teacher_id=school.people["docente"])[0]
    assert week.monday == MONDAY
    assert week.planned == 3 + Fraction(5, 6), "the fifth hour is worth 5/6"
    assert (week.taught, week.supply) == (Fraction(5, 6), 1)
    assert week.difference == -2


@pytest.mark.parametrize(
    ("minutes", "worth", "owed"),
    [(60, Fraction(1), 0), (50, Fraction(1), 10), (50, Fraction(5, 6), 0), (55, Fraction(1), 5)],
)
def test_l10_minutes_to_recover(minutes: int, worth: Fraction, owed: int) -> None:
    ends_at = time(8 + minutes // 60, minutes % 60)
    slot = Slot(1, time(8), ends_at, worth)
    assert UnitRules(60, recover=True).owed(slot) == owed


def test_l10_recovery_is_the_schools_choice(school: TestSchool, timetable: int, desk: Any) -> None:
    person = school.people["docente"]
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
        for recover, expected in ((False, 0), (True, 15)):
            rules = UnitRules(hour_minutes=75, recover=recover)
            week = units(session, TUESDAY, TUESDAY, rules, teacher_id=person)[0]
            assert week.to_recover == expected


def test_l10_one_sees_the_own_ledger_the_office_all(school: TestSchool, timetable: int) -> None:
    assert "Russo Franco" in school.as_("segreteria").get("/lessons/units?from=2026-11-24")
    own = school.as_("docente").get(f"/lessons/units?teacher={school.people['coordinatore']}")
    assert "Russo" not in own
    table = school.as_("docente").get("/lessons/units?format=csv&from=2026-11-24")
    assert "Rossi Paola;23/11/2026;3,83;0,00;0,00;-3,83;0,00" in table.text
