"""Meetings in the agenda, and the day before."""

from datetime import timedelta

from registro_core.api import CalendarKind, CalendarOf
from registro_meetings.booking import services
from registro_meetings.booking.reminders import remind
from registro_meetings.calendar import calendar_entries

REMINDER = "Domani alle ${at} colloquio su ${name} con ${teacher}"


def entries(school, **whose):
    today = school.clock.now.date()
    with school.session() as session, school.queries() as seen:
        found = calendar_entries(session, CalendarOf(**whose), today, today + timedelta(days=30))
    assert len(seen) <= 1
    return found


def test_both_sides_see_a_meeting_and_nobody_else_does(meetings, school):
    people = school.people
    number = meetings.book("mamma", "anna")
    (hers,) = entries(school, student_id=people["anna"])
    (theirs,) = entries(school, teacher_id=people["docente"])

    assert hers.title.interpolate() == "Colloquio con Paola Rossi"
    assert theirs.title.interpolate() == "Colloquio: famiglia di Abate Anna"
    assert (hers.key, hers.kind, hers.cancelled) == (
        f"meetings:{number}",
        CalendarKind.MEETING,
        False,
    )
    assert (hers.starts_at.hour, hers.ends_at.minute) == (10, 20)
    assert entries(school, student_id=people["bruno"]) == []
    assert entries(school, teacher_id=people["coordinatore"]) == []
    assert entries(school, class_id=school.classes["1A"]) == []


def test_what_is_called_off_says_so_and_who_only_waited_is_not_there(meetings, school):
    number = meetings.book("mamma", "anna")
    waited = meetings.book("altra", "bruno", wait=True)
    (before,) = entries(school, teacher_id=school.people["docente"])
    meetings.does(services.cancel, "altra", waited, None)
    meetings.does(services.cancel, "mamma", number, None)

    (after,) = entries(school, teacher_id=school.people["docente"])
    assert after.key == before.key
    assert after.cancelled
    assert after.revision > before.revision
    assert entries(school, student_id=school.people["bruno"]) == []


def test_families_are_reminded_the_day_before_and_not_of_what_was_cancelled(meetings, school):
    meetings.receives("coordinatore", confirms=True)
    number = meetings.book("mamma", "anna")
    meetings.book("altra", "bruno", wait=True)
    meetings.book("mamma", "anna", teacher="coordinatore")

    def reminded(name):
        return meetings.told(name).count(REMINDER)

    with school.session() as session:
        remind(session, school.clock.now)
    assert reminded("mamma") == 0
    school.clock.advance(days=1)
    with school.session() as session:
        remind(session, school.clock.now)
    # Both parents (V1); not who waits, nor where the teacher has not answered.
    assert [reminded(name) for name in ("mamma", "papa", "altra", "ristretto")] == [1, 1, 0, 0]

    meetings.does(services.cancel, "docente", number, "Sciopero")
    assert reminded("mamma") == 0
