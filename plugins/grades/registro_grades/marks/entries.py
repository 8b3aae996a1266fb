"""What a teacher wrote in the cells, before it is stored."""

from dataclasses import dataclass
from datetime import datetime

from registro_grades.marks.rows import MarkRow
from registro_grades.scales.vocabulary import NOTHING, Value
from registro_grades.values import Style

LONGEST_COMMENT = 500
LONGEST_REASON = 500


@dataclass(frozen=True)
class Entry:
    """A cell as it should be: a value, a code or words, or nothing at all (G5).

    `mark` is what is stored there, cancelled or not; `shown` is the value as it is written.
    """

    assessment_id: int
    student_id: int
    value: Value = NOTHING
    shown: str = ""
    comment: str | None = None
    mark: MarkRow | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left in the cell: then the mark is cancelled."""
        return not self.value and not self.comment

    def changes(self) -> bool:
        """Whether it differs from what is stored."""
        mark = self.mark
        if mark is None or mark.cancelled_at is not None:
            return not self.empty
        return (self.value, self.comment) != (mark.value, mark.comment)

    def needs_reason(self, now: datetime) -> bool:
        """Whether the family has seen what this changes (G9, L8)."""
        return self.mark is not None and self.changes() and self.mark.seen(now)


def standing(mark: MarkRow | None, style: Style) -> tuple[str, str | None]:
    """What stands in a cell: its text and its words; nothing where a mark is cancelled."""
    if mark is None or mark.cancelled_at is not None:
        return "", None
    return mark.shown(style), mark.comment


def described(shown: str, comment: str | None) -> str:
    """A mark in a line, as corrections and the log keep it."""
    return " · ".join(part for part in (shown, comment) if part) or "—"


def described_mark(mark: MarkRow, style: Style) -> str:
    """A stored mark in a line; what is cancelled has a word for it."""
    if mark.cancelled_at is not None:
        return "—"
    return described(mark.shown(style), mark.comment)
