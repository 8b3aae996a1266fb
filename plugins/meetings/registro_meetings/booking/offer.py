"""What a teacher offers: the slots of the weekly hours, as days come near."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.api import Holiday
from registro_meetings.models import DayBlock, Hour
from registro_meetings.rules.moments import Moment
from registro_meetings.rules.weekly import Block, WeeklyHour, slots


@dataclass(frozen=True)
class Offered:
    """A slot that a weekly hour offers, with what holds there."""

    moment: Moment
    hour: Hour


def offered(
    session: Session, teacher_id: int, first_day: date, last_day: date, *, hold: bool = False
) -> list[Offered]:
    """The slots of a teacher from a day to a day, both included: three statements.

    None on holidays and blocked days. Whether places are left is not asked here.

    :param hold: nobody may change the hours or block days until the transaction ends.
    """
    statement = (
        select(Hour)
        .where(
            Hour.teacher_id == teacher_id, Hour.first_day <= last_day, Hour.last_day >= first_day
        )
        .order_by(Hour.id)
    )
    # The hours first: a block that was waited for is then seen by the statements that follow.
    hours = session.scalars(statement.with_for_update(read=True) if hold else statement).all()
    holidays = _holidays(session, first_day, last_day)
    blocks = _blocks(session, teacher_id, first_day, last_day)
    found = [
        Offered(moment, hour)
        for hour in hours
        for moment in slots(
            _rule(hour),
            first_day,
            last_day,
            holidays={day for day, site in holidays if site in (None, hour.site_id)},
            blocks=blocks,
        )
    ]
    return list(_once_each(sorted(found, key=lambda each: each.moment)))


def _once_each(found: list[Offered]) -> Iterator[Offered]:
    """Of two hours that begin at one moment the first is offered: there is one teacher."""
    seen = set()
    for each in found:
        key = (each.moment.day, each.moment.starts_at)
        if key not in seen:
            seen.add(key)
            yield each


def _rule(hour: Hour) -> WeeklyHour:
    return WeeklyHour(
        hour.teacher_id,
        hour.weekday,
        hour.starts_at,
        hour.ends_at,
        hour.first_day,
        hour.last_day,
        hour.minutes,
    )


def _holidays(session: Session, first_day: date, last_day: date) -> list[tuple[date, int | None]]:
    rows = session.execute(
        select(Holiday.day, Holiday.site_id).where(Holiday.day.between(first_day, last_day))
    )
    return [(row.day, row.site_id) for row in rows]


def _blocks(session: Session, teacher_id: int, first_day: date, last_day: date) -> list[Block]:
    rows = session.execute(
        select(DayBlock.first_day, DayBlock.last_day, DayBlock.teacher_id).where(
            or_(DayBlock.teacher_id.is_(None), DayBlock.teacher_id == teacher_id),
            DayBlock.first_day <= last_day,
            DayBlock.last_day >= first_day,
        )
    )
    return [Block(row.first_day, row.last_day, row.teacher_id) for row in rows]
