"""Telling families of notes: by name and day alone, never the words (a mailbox is no register)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.api import (
    Audience,
    Notice,
    NoticeKind,
    TranslationString,
    audiences,
    publish_notices,
    school_day,
    withdraw_notices,
)
from registro_grades import _
from registro_grades.models import Note

NOTE_NOTICE = NoticeKind("grades:note", _("Note disciplinari e provvedimenti"))

BODY = _("Trovi il testo nella pagina delle note, dove puoi confermare di averla letta.")
CANCELLED_BODY = _("La scuola l’ha annullata: non vale più.")

# Subject, whose blanks are name and day, and body.
Texts = tuple[TranslationString, TranslationString]


def key_of(note_id: int, student_id: int, what: str = "note") -> str:
    """What names the notice of a note to the family of one student."""
    return f"grades:{what}:{note_id}:{student_id}"


def tell_written(
    session: Session, note: Note, students: Collection[int], leaves_at: datetime, now: datetime
) -> None:
    """Tell each family of a note, or again what has not left after it was rewritten."""
    subject = (
        _("${name}: nota alla classe del ${day}")
        if note.whole_class
        else _("${name}: nota disciplinare del ${day}")
    )
    _publish(session, note, students, (subject, BODY), leaves_at, now)


def take_back(session: Session, note: Note, students: Collection[int], now: datetime) -> None:
    """Of a note that no longer holds tell nobody; whom it had reached is told that it is void."""
    keys = {key_of(note.id, student): student for student in students}
    left = withdraw_notices(session, keys, now)
    reached = [student for key, student in keys.items() if key in left]
    subject = _("Rettifica: ${name}, nota del ${day} annullata")
    _publish(session, note, reached, (subject, CANCELLED_BODY), now, now)
    withdraw_notices(session, [key_of(note.id, s, "measure") for s in students], now)


def tell_measure(
    session: Session, note: Note, students: Collection[int], leaves_at: datetime, now: datetime
) -> None:
    """Tell each family that the head decided something about a note."""
    subject = _("${name}: provvedimento sulla nota del ${day}")
    _publish(session, note, students, (subject, BODY), leaves_at, now, "measure")


def _publish(
    session: Session,
    note: Note,
    students: Collection[int],
    text: Texts,
    leaves_at: datetime,
    now: datetime,
    what: str = "note",
) -> None:
    told = audiences(session, students, school_day(now)) if students else {}
    notices = [
        _notice(note, student_id, audience, text, leaves_at, what)
        for student_id, audience in told.items()
    ]
    publish_notices(session, notices, now)


def _notice(
    note: Note,
    student_id: int,
    audience: Audience,
    text: Texts,
    leaves_at: datetime,
    what: str,
) -> Notice:
    subject, body = text
    return Notice(
        kind=NOTE_NOTICE.name,
        subject=subject % {"name": audience.given_name, "day": note.day},
        body=body,
        recipients=audience.people,
        key=key_of(note.id, student_id, what),
        link=f"/students/{student_id}/notes",
        not_before=leaves_at,
        student_id=student_id,
    )
