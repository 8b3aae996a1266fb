"""The register of a course, and the list of one's registers."""

from typing import Any

from registro_core.api import Request, SchoolContext, view_config
from registro_grades.contexts import ClassMarksContext, CourseContext
from registro_grades.courses.course import Course
from registro_grades.courses.lists import courses_of_class, courses_of_teacher
from registro_grades.courses.terms import Windows, windows_of
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import Sheet, marks_of_course
from registro_grades.marks.roster import Student, students_of
from registro_grades.marks.visibility import Viewer
from registro_grades.permissions import CLASS, OWN, REGISTER, WRITE
from registro_grades.register.page import Drawing, register_page


@view_config(
    route_name="grades.register",
    permission=REGISTER.name,
    request_method="GET",
    renderer="registro_grades:register/templates/register.pt",
)
def show(context: CourseContext, request: Request) -> dict[str, Any]:
    """Students and assessments of a term. Drafts are seen by who assesses in the subject alone."""
    course, windows = context.course, windows_of(request, context.course)
    occasion = occasion_of(request)
    sheet, shown, here = register_of(request, course, windows)
    return {
        "course": course,
        "windows": windows,
        "page": register_page(Drawing(course, occasion.style, request.now), sheet, shown, here),
        "may_write": request.allows(WRITE.name),
        "teachers": course.teachers_on(request.today),
    }


def viewer_of(request: Request) -> Viewer:
    """How who looks at a course stands to its marks."""
    return Viewer.TEACHER if request.allows(WRITE.name) else Viewer.COUNCIL


def register_of(
    request: Request, course: Course, windows: Windows
) -> tuple[Sheet, list[Student], dict[int, bool]]:
    """The marks of a course as far as one may see them, its students, and who is still there.

    Who left is shown if they have marks.
    """
    first, last = windows.shown.first, windows.shown.last
    session = request.dbsession
    sheet = marks_of_course(session, course, first, last, request.now, viewer_of(request))
    students = students_of(session, course, first, last)
    day = min(max(request.today, course.first_day), course.last_day)
    marked = {student for _assessment, student in sheet.marks}
    here = {each.id: each.here_on(day) for each in students}
    return sheet, [each for each in students if here[each.id] or each.id in marked], here


@view_config(
    route_name="grades.own",
    permission=OWN.name,
    request_method="GET",
    renderer="registro_grades:register/templates/own.pt",
)
def own(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """The registers of the teacher signed in."""
    entries = courses_of_teacher(request.dbsession, request.identity.person_id, request.today)
    by_class: dict[str, list[Any]] = {}
    for entry in entries:
        by_class.setdefault(entry.class_name, []).append(entry)
    return {"by_class": by_class}


@view_config(
    route_name="grades.class",
    permission=CLASS.name,
    request_method="GET",
    renderer="registro_grades:register/templates/class.pt",
)
def of_class(context: ClassMarksContext, request: Request) -> dict[str, Any]:
    """The registers of a class, for who sees every subject."""
    entries = courses_of_class(request.dbsession, context.school_class.id)
    return {"school_class": context.school_class, "entries": entries}
