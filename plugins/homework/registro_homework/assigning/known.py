"""What the page of a lesson says of homework that is there already: one statement, built once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Text
from registro_homework.labels import KINDS, hour_of
from registro_homework.models import Assignment, Kind
from registro_homework.reading import of_class

STATEMENT = (
    select(Assignment.id, Assignment.kind, Assignment.due_on, Assignment.text, Assignment.slot)
    .where(
        of_class(bindparam("class_id")),
        Assignment.subject_id.in_(bindparam("subjects", expanding=True)),
        Assignment.cancelled_at.is_(None),
        or_(
            Assignment.due_on == bindparam("day"),
            Assignment.assigned_on == bindparam("day"),
        ),
    )
    .order_by(Assignment.due_on, Assignment.id)
)


@dataclass(frozen=True)
class Known:
    """Something assigned, in short."""

    id: int
    kind: Kind
    due_on: date
    text: str
    slot: int | None

    @property
    def label(self) -> Text:
        """What it is, in a word."""
        return KINDS[self.kind]

    @property
    def hour(self) -> Text:
        """Of a test the hour, where it is known."""
        return hour_of(self.slot)


def known_rows(session: Session, values: Mapping[str, Any]) -> list[Known]:
    """What is due on a day or was assigned on it; `values`: `class_id`, `subjects`, `day`."""
    return [Known(*row) for row in session.execute(STATEMENT, dict(values))]
