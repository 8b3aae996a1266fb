"""A mark as pages read it: columns of one statement, no entities."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registro_core.api import Subject, SubjectKind
from registro_grades.averages import Weighted
from registro_grades.marks.visibility import MarkState, state_of
from registro_grades.models import Assessment, Code, Kind, Mark, ScaleLevel, Share, Tone
from registro_grades.scales.vocabulary import Value
from registro_grades.values import PASS, Style, display


@dataclass(frozen=True)
class MarkRow:
    """A mark with what it was given for."""

    id: int
    student_id: int
    quarters: int | None
    level_id: int | None
    code_id: int | None
    comment: str | None
    publish_at: datetime | None
    told_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    entered_at: datetime
    entered_by: int | None
    version: int
    level: str | None
    level_name: str | None
    level_position: int | None
    level_passing: bool | None
    scale_id: int | None
    code: str | None
    code_label: str | None
    code_tone: Tone | None
    code_quarters: int | None
    code_absent: bool | None
    code_family: bool | None
    assessment_id: int
    day: date
    kind: Kind
    weight: int
    title: str | None
    share: Share
    class_id: int
    subject_id: int
    subject: str
    subject_kind: SubjectKind

    @property
    def value(self) -> Value:
        """What it says, but for the words."""
        return Value(self.quarters, self.level_id, self.code_id)

    @property
    def counted(self) -> Weighted | None:
        """What it counts in an average; None if it has no place there (G3, G8, G11)."""
        if self.cancelled_at is not None or self.share is not Share.WHOLE:
            return None
        quarters = self.code_quarters if self.quarters is None else self.quarters
        return None if quarters is None else Weighted(quarters, self.weight)

    @property
    def given(self) -> bool:
        """Whether it is a mark that holds, and not words alone or the sign of an absence (G5, G8)."""
        return self.cancelled_at is None and bool(self.value) and not self.code_absent

    @property
    def insufficient(self) -> bool:
        """Whether it is below the pass mark, as a number or as a judgement."""
        if self.level_id is not None:
            return self.level_passing is False
        return self.quarters is not None and self.quarters < PASS

    def shown(self, style: Style = Style.SIGNS) -> str:
        """What stands in a cell: 7½, Ott, NC; nothing for words alone."""
        if self.quarters is not None:
            return display(self.quarters, style)
        return self.level or self.code or ""

    def seen(self, now: datetime) -> bool:
        """Whether the family could ever see it: then it changes only with a reason (G9)."""
        published = self.publish_at is not None and self.publish_at <= (self.cancelled_at or now)
        return published and self.code_family is not False

    def state(self, now: datetime) -> MarkState:
        """Where it stands at an instant."""
        return state_of(self.publish_at, self.cancelled_at, now)


MARK_COLUMNS = (
    Mark.id,
    Mark.student_id,
    Mark.quarters,
    Mark.level_id,
    Mark.code_id,
    Mark.comment,
    Mark.publish_at,
    Mark.told_at,
    Mark.cancelled_at,
    Mark.cancel_reason,
    Mark.entered_at,
    Mark.entered_by,
    Mark.version,
    ScaleLevel.short.label("level"),
    ScaleLevel.name.label("level_name"),
    ScaleLevel.position.label("level_position"),
    ScaleLevel.passing.label("level_passing"),
    ScaleLevel.scale_id,
    Code.short.label("code"),
    Code.label.label("code_label"),
    Code.tone.label("code_tone"),
    Code.quarters.label("code_quarters"),
    Code.for_absent.label("code_absent"),
    Code.for_family.label("code_family"),
)
ASSESSMENT_COLUMNS = (
    Assessment.id.label("assessment_id"),
    Assessment.day,
    Assessment.kind,
    Assessment.weight,
    Assessment.title,
    Assessment.share,
    Assessment.class_id,
)
SUBJECT_COLUMNS = (
    Assessment.subject_id,
    Subject.name.label("subject"),
    Subject.kind.label("subject_kind"),
)


def marks() -> Select[*tuple[Any, ...]]:
    """Marks with assessment, subject, level and code: add conditions and an order."""
    return (
        select(*MARK_COLUMNS, *ASSESSMENT_COLUMNS, *SUBJECT_COLUMNS)
        .join_from(Mark, Assessment, Assessment.id == Mark.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .outerjoin(ScaleLevel, ScaleLevel.id == Mark.level_id)
        .outerjoin(Code, Code.id == Mark.code_id)
    )


def mark_rows(session: Session, statement: Select[*tuple[Any, ...]]) -> list[MarkRow]:
    """Run a statement made of `marks`."""
    return [MarkRow(*row) for row in session.execute(statement)]
