"""The overview of a class: students by subjects, in five statements however many marks there are."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import Request, RosterRow, SchoolClass, roster
from registro_grades.courses.terms import Windows
from registro_grades.family.reading import year_terms
from registro_grades.marks.results import Result, general_average, results
from registro_grades.overview.risk import Risk, risk_of
from registro_grades.scales.subjects import subject_rules
from registro_grades.settings import RISK_SUBJECTS


@dataclass(frozen=True)
class Line:
    """A student with their results by subject, the average of all, and what stands out."""

    student: RosterRow
    by_subject: dict[int, Result]
    general: Fraction | None
    risk: Risk


@dataclass(frozen=True)
class Overview:
    """The page; `subjects` are those that somebody has a result in, by name."""

    windows: Windows
    subjects: list[tuple[int, str]]
    lines: list[Line]

    @property
    def flagged(self) -> int:
        """How many students stand out."""
        return sum(line.risk.flagged for line in self.lines)


def overview(request: Request, found: SchoolClass) -> Overview:
    """Who is in a class today, with what their marks of a term come to by now."""
    session, today = request.dbsession, request.today
    year = year_terms(session, found.year_id, today, str(request.params.get("term", "")))
    shown = year.windows.shown
    known = results(session, found.id, shown.first, max(min(shown.last, today), shown.first))
    rules = subject_rules(session)
    threshold = request.school_settings.integer(RISK_SUBJECTS.name)
    by_student: dict[int, dict[int, Result]] = defaultdict(dict)
    for (student_id, subject_id), result in known.items():
        by_student[student_id][subject_id] = result
    names = {result.subject_id: result.subject for result in known.values()}
    return Overview(
        year.windows,
        sorted(names.items(), key=lambda item: (item[1], item[0])),
        [
            Line(
                row,
                by_student[row.student_id],
                general_average(by_student[row.student_id].values(), rules),
                risk_of(by_student[row.student_id].values(), threshold),
            )
            for row in roster(session, found.id, today)
        ],
    )
