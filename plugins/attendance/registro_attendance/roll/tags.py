"""What a row of the roll tells the teacher beside the name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registro_attendance.day.states import RowState
from registro_core.api import Text


@dataclass(frozen=True)
class RowTag:
    """A note under a name: `style` is "warn" (to do) or "info" (to know).

    `proposed` is the state to show before the first roll of the day, such as
    absent for an absence that the family announced.
    """

    style: str
    icon: str
    text: Text
    proposed: RowState | None = None


def row_tags(
    session: Session, student_ids: Collection[int], day: date
) -> Mapping[int, Sequence[RowTag]]:
    """The notes of each student of a roll, by student id."""
    return {}
