"""What a student's card shows, in a constant number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import AttendanceSummary, Permission, Request, SchoolYear
from registro_grades.card.subjects import CardSubject, card_subjects
from registro_grades.charts.trend import Trend
from registro_grades.contexts import StudentCardContext
from registro_grades.courses.terms import Windows
from registro_grades.family.page import hint_of, month_of, style_of
from registro_grades.family.reading import Reader, family_marks, levels_of, year_terms
from registro_grades.family.subjects import by_subject, general, latest_trend
from registro_grades.marks.results import results
from registro_grades.marks.visibility import Viewer
from registro_grades.notes.permissions import READ_NOTES
from registro_grades.notes.reading import StudentNote, notes_on
from registro_grades.observations.permissions import READ_OBSERVATIONS
from registro_grades.observations.services import ObservationRow, Wanted, observations_of
from registro_grades.overview.risk import Risk, risk_of
from registro_grades.scales.subjects import subject_rules
from registro_grades.settings import RISK_SUBJECTS
from registro_grades.values import Style

# So many observations of a term are on the card; there is a page with all.
OBSERVATIONS = 50


@dataclass(frozen=True)
class Card:
    """The page. `notes`, `observations`: None to whom they are not shown.

    `absences` are those of the year so far; None where no plugin calls the roll.
    """

    windows: Windows
    subjects: list[CardSubject]
    general: Fraction | None
    risk: Risk
    trend: Trend | None
    style: Style
    notes: list[StudentNote] | None
    observations: list[ObservationRow] | None
    absences: AttendanceSummary | None


def card(context: StudentCardContext, request: Request) -> Card:
    """All there is on a student in a term, as a council sees it: without drafts."""
    session, student, today = request.dbsession, context.student, request.today
    school_class, own = context.school_class, _reader_id(request)
    year = year_terms(session, school_class.year_id, today, str(request.params.get("term", "")))
    shown = year.windows.shown
    reader = Reader(own, Viewer.COUNCIL, request.now)
    found = family_marks(session, [student.id], shown.first, shown.last, reader)
    levels = levels_of(session, {m.mark.scale_id for m in found if m.mark.scale_id is not None})
    subjects, style = by_subject(found, levels), style_of(request)
    until = max(min(shown.last, today), shown.first)
    of_class = results(session, school_class.id, shown.first, until)
    mine = {subject: each for (who, subject), each in of_class.items() if who == student.id}
    threshold = request.school_settings.integer(RISK_SUBJECTS.name)
    return Card(
        year.windows,
        card_subjects(subjects, mine),
        general(subjects, subject_rules(session)),
        risk_of(mine.values(), threshold),
        latest_trend(found, style, month_of(request), hint_of(request, style)),
        style,
        _notes(context, request, year.windows),
        _observations(context, request, year.windows),
        _absences(context, request),
    )


def _reader_id(request: Request) -> int:
    return request.identity.person_id if request.identity else 0


def may(context: StudentCardContext, request: Request, permission: Permission) -> bool:
    """Whether one may by one's own relation, not as the council that the school lets see marks."""
    identity = request.identity
    if identity is None:
        return False
    granted = request.grants.get(permission.name, frozenset())
    return not context.own_relations(identity).isdisjoint(granted)


def _notes(
    context: StudentCardContext, request: Request, windows: Windows
) -> list[StudentNote] | None:
    if not may(context, request, READ_NOTES):
        return None
    session = request.dbsession
    year = session.get_one(SchoolYear, context.school_class.year_id)
    found = notes_on(session, context.student.id, _reader_id(request), year)
    return [note for note in found if windows.shown.holds(note.day)]


def _observations(
    context: StudentCardContext, request: Request, windows: Windows
) -> list[ObservationRow] | None:
    if not may(context, request, READ_OBSERVATIONS):
        return None
    days = (windows.shown.first, windows.shown.last)
    wanted = Wanted(student_id=context.student.id, days=days)
    return observations_of(request.dbsession, wanted, 0, OBSERVATIONS)


def _absences(context: StudentCardContext, request: Request) -> AttendanceSummary | None:
    student_id = context.student.id
    found: Mapping[int, AttendanceSummary] | None = request.platform.plugins.first(
        "registro_attendance_summary",
        session=request.dbsession,
        student_ids=[student_id],
        year_id=context.school_class.year_id,
        until=request.today,
    )
    return (found or {}).get(student_id)
