"""Telling families of absences, late entries and exits: late enough to be right, once (A15)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, time_of
from registro_attendance.events.recording import EventChange
from registro_attendance.models import EventKind
from registro_core.api import (
    Notice,
    NoticeKind,
    Text,
    audiences,
    publish_notices,
    school_day,
    withdraw_notices,
)

EVENT_NOTICE = NoticeKind("attendance:event", _("Assenze, ritardi e uscite"))
WARNING_NOTICE = NoticeKind("attendance:warning", _("Avvisi sul numero di assenze"), mandatory=True)

COUNCIL_NOTICE = NoticeKind(
    "attendance:council", _("Famiglie avvisate delle assenze (coordinatori)"), for_staff=True
)

BODY = _("Trovi l’assenza, i totali e la giustificazione nella pagina delle assenze.")
CORRECTED_BODY = _("La scuola ha corretto la notizia che avevi ricevuto: vale questa.")


def tell_families(
    session: Session, changes: Iterable[EventChange], debounce: timedelta, now: datetime
) -> None:
    """Publish a notice for each event that matters, and take back those that no longer do.

    An event keeps its key: what is corrected before it leaves is replaced, and
    what had left is followed by one correction.
    """
    changed = list(changes)
    students = {change.student_id for change in changed}
    if not students:
        return
    told = audiences(session, students, school_day(now))
    # Of a new event nobody was told anything yet.
    older = [_key(change) for change in changed if change.before is not None]
    left = withdraw_notices(session, older, now) if older else frozenset()
    texts = [
        (change, _text(change, told[change.student_id].given_name, had_left=_key(change) in left))
        for change in changed
    ]
    notices = [
        Notice(
            kind=EVENT_NOTICE.name,
            subject=text,
            body=CORRECTED_BODY if _key(change) in left else BODY,
            recipients=told[change.student_id].people,
            key=_key(change),
            link=f"/students/{change.student_id}/attendance",
            not_before=now + debounce,
            student_id=change.student_id,
        )
        for change, text in texts
        if text is not None
    ]
    publish_notices(session, notices, now, withdrawn=True)


def _key(change: EventChange) -> str:
    return f"attendance:event:{change.event_id}"


def _text(change: EventChange, name: str, *, had_left: bool) -> Text | None:
    data = {"name": name, "day": f"{change.day:%d/%m/%Y}"}
    if change.after is None:
        return _("Rettifica: ${name} era a scuola il ${day}", mapping=data) if had_left else None
    if change.short_late and not had_left:
        return None
    return event_text(change.after, data)


def event_text(stretch: Stretch, data: Mapping[str, str]) -> Text:
    """A sentence for families about a stretch of a day; `data` has name and day."""
    start = "" if stretch.start == DAY_START else f"{time_of(stretch.start):%H:%M}"
    end = "" if stretch.end == DAY_END else f"{time_of(stretch.end):%H:%M}"
    mapping = {**data, "start": start, "end": end}
    if stretch.kind is EventKind.OUTSIDE:
        return _("${name}: attività fuori dalla classe il ${day}", mapping=mapping)
    if stretch.whole_day:
        return _("${name}: assenza del ${day}", mapping=mapping)
    if not start:
        return _("${name}: entrata alle ${end} il ${day}", mapping=mapping)
    if stretch.kind is EventKind.EXIT and end:
        return _("${name}: uscita alle ${start} e rientro alle ${end} il ${day}", mapping=mapping)
    if stretch.kind is EventKind.EXIT:
        return _("${name}: uscita alle ${start} il ${day}", mapping=mapping)
    if end:
        return _("${name}: assenza dalle ${start} alle ${end} il ${day}", mapping=mapping)
    return _("${name}: assenza dalle ${start} del ${day}", mapping=mapping)
