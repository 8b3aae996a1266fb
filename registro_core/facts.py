"""Facts that rules below the web ask of the plugins, by the session they work in."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from registro_core.clock import school_day
from registro_core.db.once import once
from registro_core.items import Absence, Removal, ScheduledLesson, Text
from registro_core.plugins import Plugins

# Key of `Session.info` under which `Platform` puts the plugins of the application.
PLUGINS = "registro.plugins"
# And its clock: roles are dated, and who is asked about is asked about today.
CLOCK = "registro.clock"
# And the installation's secret, with which a plugin seals what it keeps.
SECRET = "registro.secret"  # noqa: S105 a name, not the thing


def today_of(session: Session) -> date:
    """The school's day (Europe/Rome), for rules that are asked without one.

    KeyError in a session that no platform made.
    """
    return school_day(session.info[CLOCK]())


def scheduled_lessons(
    session: Session, class_ids: Collection[int], first_day: date, last_day: date
) -> list[ScheduledLesson]:
    """The lessons planned for classes from a day to a day, both included.

    Empty when no plugin keeps a timetable, and in sessions that no platform made.
    Asked once in a session that only reads: several parts of a page want the same.
    """
    plugins: Plugins | None = session.info.get(PLUGINS)
    if plugins is None:
        return []
    answer = once(
        session,
        ("scheduled_lessons", tuple(class_ids), first_day, last_day),
        lambda: plugins.collect(
            "registro_scheduled_lessons",
            session=session,
            class_ids=class_ids,
            first_day=first_day,
            last_day=last_day,
        ),
    )
    return list(answer)


def absences(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Absence]:
    """When students were not in school from a day to a day, both included: one statement.

    Empty when no plugin calls the roll, and in sessions that no platform made.
    """
    plugins: Plugins | None = session.info.get(PLUGINS)
    if plugins is None or not student_ids:
        return []
    answer: list[Absence] = plugins.collect(
        "registro_absences",
        session=session,
        student_ids=student_ids,
        first_day=first_day,
        last_day=last_day,
    )
    return answer


def password_refusal(session: Session, person_id: int) -> Text | None:
    """Why somebody may not use a password at this school; None if they may."""
    plugins: Plugins | None = session.info.get(PLUGINS)
    if plugins is None:
        return None
    today = school_day(session.info[CLOCK]())
    refusal: Text | None = plugins.first(
        "registro_password_refusal", session=session, person_id=person_id, today=today
    )
    return refusal


def removals(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Removal]:
    """The days of a period on which the school keeps students from lessons (B2).

    Empty when no plugin keeps sanctions, and in sessions that no platform made.
    """
    plugins: Plugins | None = session.info.get(PLUGINS)
    if plugins is None or not student_ids:
        return []
    answer = once(
        session,
        ("removals", frozenset(student_ids), first_day, last_day),
        lambda: plugins.collect(
            "registro_removals",
            session=session,
            student_ids=student_ids,
            first_day=first_day,
            last_day=last_day,
        ),
    )
    return list(answer)
