"""The addresses of lessons."""

from registro_core.api import (
    ClassContext,
    Configurator,
    LessonContext,
    PersonContext,
    StudentContext,
)
from registro_lessons.contexts import TimetableContext


def add_routes(config: Configurator) -> None:
    """Add every route; what has an id has a context that knows who may know of it."""
    add = config.add_route
    hour = "lessons/{day}/{slot}/withdraw"
    add("lessons.withdraw", f"/classes/{{class_id}}/{hour}", factory=LessonContext)
    add("lessons.withdraw.group", f"/groups/{{group_id}}/{hour}", factory=LessonContext)
    history = "lessons/{day}/{slot}/history"
    add("lessons.history", f"/classes/{{class_id}}/{history}", factory=LessonContext)
    add("lessons.history.group", f"/groups/{{group_id}}/{history}", factory=LessonContext)
    add("lessons.day", "/lessons")
    add("lessons.elsewhere", "/lessons/elsewhere")
    add("lessons.missing", "/lessons/missing")
    add("lessons.units", "/lessons/units")
    add("lessons.cancellations", "/lessons/cancellations")
    add("lessons.register", "/classes/{class_id}/register", factory=ClassContext)
    add("lessons.topics", "/students/{student_id}/lessons", factory=StudentContext)
    add("timetable.student", "/students/{student_id}/timetable", factory=StudentContext)
    add("lessons.support", "/students/{student_id}/support-register", factory=StudentContext)
    add("lessons.journal", "/teachers/{person_id}/journal", factory=PersonContext)
    add("timetable", "/timetable")
    add("timetable.new", "/timetable/new")
    add("timetable.teacher_choice", "/timetable/teachers")
    add("timetable.class", "/timetable/classes/{class_id}", factory=ClassContext)
    add("timetable.teacher", "/timetable/teachers/{person_id}", factory=PersonContext)
    add("timetable.version", "/timetable/versions/{timetable_id}", factory=TimetableContext)
