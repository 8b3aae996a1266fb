"""Who may call the roll of an hour."""

from registro_attendance.permissions import ROLL, WRITE
from registro_core.api import LessonContext, Request, scheduled_lessons


def may_call(request: Request, lesson: LessonContext) -> bool:
    """Whether the person signed in may call this roll: never in the future (A9).

    Any teacher may today, standing in for a colleague (L2); on other days only
    those of the class, who may be asked to correct what they wrote.
    """
    if lesson.day > request.today or request.identity is None:
        return False
    if request.allows(WRITE.name, lesson):
        return True
    return lesson.day == request.today and request.allows(ROLL.name, lesson)


def has_hour(request: Request, lesson: LessonContext) -> bool:
    """Whether the hour is the person's: by the timetable, or by their signature on it.

    Where nobody keeps a timetable, whether they teach in the class.
    """
    identity = request.identity
    if identity is None:
        return False
    class_id, day = lesson.school_class.id, lesson.day
    planned = scheduled_lessons(request.dbsession, [class_id], day, day)
    if not planned:
        return class_id in identity.class_ids
    return any(
        item.ref.slot == lesson.slot.number and identity.person_id in item.teacher_ids
        for item in planned
    )
