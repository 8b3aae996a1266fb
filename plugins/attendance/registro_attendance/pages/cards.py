"""A student's card: the year at a glance, and the way to its page."""

from registro_attendance.permissions import READ
from registro_attendance.statistics.reading import NO_RECORD, records
from registro_core.api import Card, Request, SchoolYear, StudentContext, markup

TEMPLATE = "registro_attendance:pages/templates/student_card.pt"


def student_cards(request: Request, context: StudentContext) -> list[Card]:
    """Counters of the year: one statement; the hours are on the page."""
    if not request.allows(READ.name, context):
        return []
    session, student = request.dbsession, context.student
    year = session.get_one(SchoolYear, context.school_class.year_id)
    found = records(session, [student.id], year.starts_on, year.ends_on)
    counters = found.get(student.id, NO_RECORD).counters
    html = markup(request, TEMPLATE, student=student, counters=counters)
    return [Card(10, "attendance", html)]
