"""A mark as it will be: what a cell says, when the family sees it, when it is told (G9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from registro_grades.marks.entries import Entry
from registro_grades.marks.notices import told_at
from registro_grades.marks.occasion import Occasion
from registro_grades.marks.rows import MarkRow

Row = dict[str, Any]
KEPT = (
    *("id", "assessment_id", "student_id", "quarters", "level_id", "code_id", "comment"),
    *("entered_by", "entered_at", "publish_at", "told_at", "cancelled_at", "cancel_reason"),
)


@dataclass(frozen=True)
class Plan:
    """How cells are stored: by whom, when the family may see them, why what it saw changes."""

    occasion: Occasion
    # None: drafts stay drafts, what is scheduled stays so.
    publish_at: datetime | None = None
    reason: str | None = None
    # Notices that wait to leave, by student.
    waiting: Mapping[int, Sequence[datetime]] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A mark as it was, and its row as it will be; `shown` is the new value as it is written."""

    mark: MarkRow | None
    row: Row
    shown: str

    @property
    def student_id(self) -> int:
        """Whose mark it is."""
        student_id: int = self.row["student_id"]
        return student_id


def written(entry: Entry, plan: Plan) -> Written:
    """A cell that was written in; emptied, its mark is cancelled and keeps what it said."""
    mark, now = entry.mark, plan.occasion.now
    if entry.empty and mark is not None:
        reason = plan.reason if mark.seen(now) else None
        cancelled = {"cancelled_at": now, "cancel_reason": reason}
        return Written(mark, _stored(mark) | cancelled, "")
    row = _stored(mark) if mark is not None else _new(entry)
    row |= {
        "quarters": entry.value.quarters,
        "level_id": entry.value.level_id,
        "code_id": entry.value.code_id,
        "comment": entry.comment,
        "entered_by": plan.occasion.actor.person_id,
        "entered_at": now,
        "cancelled_at": None,
        "cancel_reason": None,
    }
    return Written(mark, row | _publication(mark, entry.student_id, plan), entry.shown)


def published(draft: MarkRow, plan: Plan) -> Written:
    """A draft that is published as it is."""
    row = _stored(draft) | _publication(draft, draft.student_id, plan)
    return Written(draft, row, draft.shown(plan.occasion.style))


def _stored(mark: MarkRow) -> Row:
    return {name: getattr(mark, name) for name in KEPT} | {"version": mark.version + 1}


def _new(entry: Entry) -> Row:
    return {"assessment_id": entry.assessment_id, "student_id": entry.student_id, "version": 1}


def _publication(mark: MarkRow | None, student_id: int, plan: Plan) -> Row:
    """When the family sees a mark, and when it is told: what it saw once it goes on seeing."""
    if mark is not None and mark.seen(plan.occasion.now):
        return {"publish_at": mark.publish_at, "told_at": mark.told_at}
    if plan.publish_at is not None:
        told = told_at(plan.publish_at, plan.occasion, plan.waiting.get(student_id, ()))
        return {"publish_at": plan.publish_at, "told_at": told}
    if mark is not None and mark.cancelled_at is None:
        return {"publish_at": mark.publish_at, "told_at": mark.told_at}
    return {"publish_at": None, "told_at": None}
