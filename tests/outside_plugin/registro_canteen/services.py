"""Counting meals: the rules, with no web in them."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_canteen import _
from registro_canteen.models import MealCount
from registro_core.api import (
    Actor,
    Change,
    Notice,
    Role,
    RoleGrant,
    check_version,
    publish_notice,
    record_change,
)

COUNTED = "canteen:counted"


def count_of(session: Session, class_id: int, day: date) -> MealCount | None:
    """The meals of a class on a day, if they were counted."""
    statement = select(MealCount).where(MealCount.class_id == class_id, MealCount.day == day)
    return session.scalars(statement).first()


def counts_of_class(session: Session, class_id: int) -> list[MealCount]:
    """All counts of a class, newest first."""
    statement = select(MealCount).where(MealCount.class_id == class_id)
    return list(session.scalars(statement.order_by(MealCount.day.desc()).limit(31)))


def set_count(
    session: Session,
    actor: Actor,
    now: datetime,
    class_id: int,
    day: date,
    meals: int,
    version: int,
) -> None:
    """Store how many meals a class needs, and tell the office; raise `Conflict`."""
    row = count_of(session, class_id, day)
    before = row.meals if row else None
    if row is None:
        row = MealCount(class_id=class_id, day=day, meals=meals)
        session.add(row)
    else:
        check_version(row, version)
        row.meals = meals
    session.flush()
    values = ({"meals": before}, {"meals": meals})
    record_change(
        session, actor, Change("canteen.counted", "canteen_meal_count", row.id, *values), now
    )
    publish_notice(session, _notice(session, class_id, day, meals), now)


def _notice(session: Session, class_id: int, day: date, meals: int) -> Notice:
    office = session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == Role.OFFICE))
    return Notice(
        kind=COUNTED,
        subject=_("Pasti di oggi: ${meals}", mapping={"meals": meals}),
        body=_("La classe ha contato i pasti."),
        recipients=tuple(office),
        key=f"canteen:{class_id}:{day}",
        link=f"/canteen/{class_id}",
    )
