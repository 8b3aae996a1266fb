"""The institute: its buildings, bells, year and classes."""

from registro_core.accounts.second_factor.policy import SETTING as SECOND_FACTOR
from registro_core.accounts.second_factor.policy import Policy
from registro_core.demo.calendar import DemoCalendar
from registro_core.demo.layout import ClassPlan
from registro_core.demo.rows import Rows
from registro_core.items import SchoolOrder
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    Holiday,
    School,
    SchoolClass,
    SchoolYear,
    Site,
    Term,
)

NAME = "IIS «Rita Levi-Montalcini» (dimostrazione)"
SITES = (("RMPS00000A", "Sede centrale"), ("RMTF00000B", "Succursale"))


def found_institute(rows: Rows, calendar: DemoCalendar) -> int:
    """Make the school, its buildings and its year; return the id of the year."""
    rows.add(
        School,
        name=NAME,
        code="RMIS00000X",
        city="Roma",
        is_demo=True,
        # visitors come in with the password alone
        settings={SECOND_FACTOR.name: Policy.OPTIONAL.value},
    )
    for code, name in SITES:
        _bells(rows, calendar, rows.add(Site, code=code, name=name, address="Via della Scuola 1"))
    for day, description in calendar.holidays.items():
        rows.add(Holiday, day=day, description=description)
    year_id = rows.add(
        SchoolYear, name=calendar.name, starts_on=calendar.first_day, ends_on=calendar.last_day
    )
    for term in calendar.terms:
        rows.add(
            Term, year_id=year_id, name=term.name, starts_on=term.starts_on, ends_on=term.ends_on
        )
    return year_id


def _bells(rows: Rows, calendar: DemoCalendar, site_id: int) -> None:
    schedule_id = rows.add(BellSchedule, site_id=site_id, valid_from=calendar.first_day)
    for weekday, slots in calendar.slots.items():
        for slot in slots:
            rows.add(
                BellSlot,
                schedule_id=schedule_id,
                weekday=weekday,
                number=slot.number,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                units=slot.units,
            )


def found_class(rows: Rows, plan: ClassPlan, year_id: int) -> int:
    """Make a class without students; return its id."""
    return rows.add(
        SchoolClass,
        year_id=year_id,
        site_id=plan.site_id,
        name=plan.name,
        grade=plan.grade,
        section=plan.section,
        order=SchoolOrder.UPPER_SECONDARY,
        course=plan.course,
        short_week=False,
    )
