"""Whose roll is called in an hour: in the hour of religion, not the whole class's (L4)."""

from dataclasses import dataclass, field, replace

from registro_attendance import _
from registro_attendance.removed import removed
from registro_core.api import (
    LessonContext,
    ReligionChoice,
    Removal,
    Request,
    RosterRow,
    ScheduledLesson,
    Text,
    scheduled_lessons,
)

ELSEWHERE: dict[ReligionChoice, Text] = {
    ReligionChoice.ATTENDS: _("Religione"),
    ReligionChoice.ALTERNATIVE: _("Attività alternativa"),
    ReligionChoice.LEAVES: _("Esce o entra dopo"),
    ReligionChoice.STUDIES_ALONE: _("Studio individuale"),
    ReligionChoice.ASSISTED_STUDY: _("Studio assistito"),
}


@dataclass(frozen=True)
class Expected:
    """The students of a roll, and those of the class who are somewhere else in this hour."""

    here: list[RosterRow]
    elsewhere: list[tuple[RosterRow, Text]]
    # Whom the school keeps from lessons today: shown, and not called (B2).
    removed: list[tuple[RosterRow, Text]] = field(default_factory=list)


def expected(request: Request, lesson: LessonContext) -> Expected:
    """Split the roster of an hour by what it is for this teacher.

    Who leaves the school in the hour of religion is not absent: nobody calls
    them. The timetable is asked only if somebody in the class does not attend religion.
    """
    gone = removed(request.dbsession, [row.student_id for row in lesson.roster])
    kept_out = {row.student_id: gone.on(row.student_id, lesson.day) for row in lesson.roster}
    called = [row for row in lesson.roster if kept_out[row.student_id] is None]
    away = [(row, _place(kept_out[row.student_id])) for row in lesson.roster if row not in called]
    return replace(_split(request, lesson, called), removed=away)


def _place(removal: Removal | None) -> Text:
    if removal is not None and removal.in_school:
        return _("Allontanamento dalle lezioni: è a scuola, in un’altra attività")
    return _("Allontanamento dalle lezioni")


def _split(request: Request, lesson: LessonContext, roster: list[RosterRow]) -> Expected:
    if lesson.group is not None or all(r.religion is ReligionChoice.ATTENDS for r in roster):
        return Expected(roster, [])
    share = _share(request, lesson)
    if not share:
        return Expected(roster, [])
    return Expected(
        [row for row in roster if row.religion in share],
        [(row, ELSEWHERE[row.religion]) for row in roster if row.religion not in share],
    )


def _share(request: Request, lesson: LessonContext) -> frozenset[ReligionChoice]:
    """The religion choices this teacher calls in this hour; none: the hour is for everybody."""
    class_id, day = lesson.school_class.id, lesson.day
    planned = scheduled_lessons(request.dbsession, [class_id], day, day)
    split = [
        item
        for item in planned
        if item.ref.slot == lesson.slot.number and item.religion and not item.cancelled
    ]
    own = [item for item in split if _is_own(item, request)]
    if own:
        return own[0].religion
    # Who stands in for a colleague may have any of the shares: all but who leaves the school.
    return (frozenset(ReligionChoice) - {ReligionChoice.LEAVES}) if split else frozenset()


def _is_own(item: ScheduledLesson, request: Request) -> bool:
    return request.identity is not None and request.identity.person_id in item.teacher_ids
