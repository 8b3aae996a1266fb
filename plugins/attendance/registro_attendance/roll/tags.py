"""What a row of the roll tells the teacher beside the name."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.day.states import Mark, RowState
from registro_attendance.justifications.items import Item
from registro_attendance.permits.models import PermitKind
from registro_attendance.permits.reading import PermitRow, standing_on
from registro_attendance.permits.states import PermitState
from registro_attendance.permits.wording import announced
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
    session: Session, student_ids: Collection[int], day: date, unsettled: Collection[Item]
) -> Mapping[int, Sequence[RowTag]]:
    """The notes of each student of a roll, by student id: one statement.

    What the family announced or asked for the day, what the school allowed,
    and how much is still to be justified.
    """
    tags: dict[int, list[RowTag]] = defaultdict(list)
    for row in standing_on(session, day, student_ids):
        tags[row.student_id].append(_permit_tag(row))
    to_justify = [i for i in unsettled if i.is_open and not i.locked and i.first_day < day]
    for student_id, count in Counter(item.student_id for item in to_justify).items():
        text = _("Da giustificare: ${count}", mapping={"count": str(count)})
        tags[student_id].append(RowTag("warn", "it-file-signed", text))
    return tags


def _permit_tag(row: PermitRow) -> RowTag:
    if row.kind is PermitKind.ABSENCE:
        return RowTag("info", "it-info-circle", announced(row), RowState(Mark.ABSENT))
    style = "info" if row.state is PermitState.APPROVED else "warn"
    return RowTag(style, "it-clock", announced(row))
