"""Who may call the roll of an hour."""

from registro_attendance.permissions import ROLL, WRITE
from registro_core.api import LessonContext, Request


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
