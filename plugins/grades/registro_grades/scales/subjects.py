"""What the school decided of each subject: kinds of mark in use (G2), in the average or not (G4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Subject, SubjectKind, Teaching, TeachingKind
from registro_grades.models import Kind, SubjectRule

ALL_KINDS = tuple(Kind)


@dataclass(frozen=True)
class Decided:
    """The rule of a subject, for a term or for the whole year."""

    kinds: tuple[Kind, ...] = ALL_KINDS
    in_average: bool = True


# Religion never counts whatever this says: its marks are judgements (G11).
DEFAULT = Decided()


@dataclass(frozen=True)
class SubjectRules:
    """All rules of the school, by subject and term; None is the whole year."""

    decided: Mapping[tuple[int, int | None], Decided]

    def of(self, subject_id: int, term_id: int | None = None) -> Decided:
        """The rule that holds: the term's before the year's, and every kind where there is none."""
        year = self.decided.get((subject_id, None), DEFAULT)
        return self.decided.get((subject_id, term_id), year)

    def in_average(self, subject_id: int) -> bool:
        """Whether a subject is in the general average (G4)."""
        return self.of(subject_id).in_average


def judged() -> ColumnElement[bool]:
    """SQL: whether a subject has judgements alone, as religion and what is taught instead (G11).

    An alternative is a subject of its own where all its teachings are of that kind.
    """
    taught = exists().where(Teaching.subject_id == Subject.id)
    instead = Teaching.kind == TeachingKind.ALTERNATIVE
    only_instead = and_(taught.where(instead), ~taught.where(~instead))
    return or_(Subject.kind == SubjectKind.RELIGION, only_instead)


def subject_rules(session: Session, subject_ids: Sequence[int] = ()) -> SubjectRules:
    """The rules of some subjects, or of all: one statement."""
    statement = select(
        SubjectRule.subject_id, SubjectRule.term_id, SubjectRule.kinds, SubjectRule.in_average
    )
    if subject_ids:
        statement = statement.where(SubjectRule.subject_id.in_(subject_ids))
    return SubjectRules(
        {
            (subject_id, term_id): Decided(tuple(map(Kind, kinds)), in_average)
            for subject_id, term_id, kinds, in_average in session.execute(statement)
        }
    )
