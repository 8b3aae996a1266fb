"""The subjects of a student's card: marks, how many of each kind, and what they come to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from registro_grades.family.subjects import SubjectMarks
from registro_grades.labels import KINDS
from registro_grades.marks.results import Result
from registro_grades.models import Kind
from registro_grades.overview.risk import is_low


@dataclass(frozen=True)
class CardSubject:
    """A subject: its marks newest first, and its result as the overview of the class has it."""

    marks: SubjectMarks | None
    result: Result

    @property
    def low(self) -> bool:
        """Whether it is below the pass mark."""
        return is_low(self.result)

    @property
    def by_kind(self) -> list[tuple[Kind, int]]:
        """How many marks of each kind there are, in the order of the kinds.

        What is cancelled is none, nor is the sign of an absence.
        """
        shown = [each.mark for each in self.marks.marks] if self.marks else []
        counts = Counter(mark.kind for mark in shown if mark.given)
        return [(kind, counts[kind]) for kind in KINDS if counts[kind]]


def card_subjects(subjects: list[SubjectMarks], results: Mapping[int, Result]) -> list[CardSubject]:
    """Subjects by name: those with marks, and those of which only tests are missing.

    A student who left has marks and no results: what they are worth is in the marks themselves.
    """
    with_marks = {each.subject_id: each for each in subjects}
    known = {
        subject_id: Result(0, subject_id, each.name, average=each.average)
        for subject_id, each in with_marks.items()
    } | dict(results)
    ordered = sorted(known.values(), key=lambda result: (result.subject, result.subject_id))
    return [CardSubject(with_marks.get(each.subject_id), each) for each in ordered]
