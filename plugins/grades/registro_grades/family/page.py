"""The family's page of marks: all that its template shows, in a constant number of statements."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import Relation, Request
from registro_grades.charts.distribution import Distribution
from registro_grades.charts.trend import Trend
from registro_grades.contexts import StudentMarksContext
from registro_grades.courses.terms import Windows
from registro_grades.family.reading import (
    FamilyMark,
    Reader,
    family_marks,
    levels_of,
    year_terms,
)
from registro_grades.family.subjects import (
    SubjectMarks,
    by_subject,
    general,
    judged,
    latest_trend,
)
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.visibility import Viewer
from registro_grades.scales.subjects import subject_rules
from registro_grades.settings import SHOW_AVERAGES, SHOW_MARKS_AS
from registro_grades.values import Style

LATEST = 5
FAMILY = frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF})


@dataclass(frozen=True)
class MarksPage:
    """The page: marks newest first, subjects, averages where they are shown, charts."""

    windows: Windows
    marks: list[FamilyMark]
    subjects: list[SubjectMarks]
    trend: Trend | None
    judgements: Distribution | None
    averages: bool
    general: Fraction | None
    style: Style

    @property
    def latest(self) -> list[FamilyMark]:
        """The newest marks."""
        return [each for each in self.marks if each.mark.cancelled_at is None][:LATEST]

    @property
    def waiting(self) -> list[FamilyMark]:
        """What the reader has not confirmed yet."""
        return [each for each in self.marks if each.waits]


def is_family(context: StudentMarksContext, request: Request) -> bool:
    """Whether who is signed in reads as family: the student, or who answers for them."""
    identity = request.identity
    return identity is not None and not context.relations(identity).isdisjoint(FAMILY)


def reader_of(context: StudentMarksContext, request: Request) -> Reader:
    """Who reads, and as what."""
    person_id = request.identity.person_id if request.identity else 0
    viewer = Viewer.FAMILY if is_family(context, request) else Viewer.COUNCIL
    return Reader(person_id, viewer, request.now)


def style_of(request: Request) -> Style:
    """How the school writes marks."""
    return Style(request.school_settings.text(SHOW_MARKS_AS.name))


def marks_page(context: StudentMarksContext, request: Request) -> MarksPage:
    """Read the page: three statements, a fourth where there are judgements."""
    session, reader = request.dbsession, reader_of(context, request)
    year_id = context.school_class.year_id
    year = year_terms(session, year_id, request.today, str(request.params.get("term", "")))
    shown = year.windows.shown
    found = family_marks(session, [context.student.id], shown.first, shown.last, reader)
    levels = levels_of(session, {m.mark.scale_id for m in found if m.mark.scale_id is not None})
    subjects = by_subject(found, levels)
    averages = reader.viewer is not Viewer.FAMILY or request.school_settings.boolean(
        SHOW_AVERAGES.name
    )
    style = style_of(request)
    return MarksPage(
        year.windows,
        found,
        subjects,
        latest_trend(found, style, month_of(request), hint_of(request, style)),
        judged(found, levels),
        averages,
        general(subjects, subject_rules(session)) if averages else None,
        style,
    )


def month_of(request: Request) -> Callable[[MarkRow], str]:
    """How a trend names the month of a mark."""

    def month(mark: MarkRow) -> str:
        return str(request.fmt.date(mark.day, "MMM"))

    return month


def hint_of(request: Request, style: Style) -> Callable[[MarkRow], str]:
    """How a trend tells of a mark."""

    def hint(mark: MarkRow) -> str:
        day = request.fmt.date(mark.day, "d MMMM")
        return f"{mark.subject}, {day}: {mark.shown(style)}"

    return hint
