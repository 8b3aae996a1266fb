"""Taking one's own signature back (L6)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, LessonRef, LockRules, record_changes
from registro_lessons import _
from registro_lessons.models import Lesson, Signature
from registro_lessons.services.entries import REASON_AFTER, RefusedError
from registro_lessons.services.held import at_place, settle, signatures_of
from registro_lessons.services.logbook import Snapshot, changes, snapshot
from registro_lessons.services.rights import check_unlocked


def withdraw(
    session: Session,
    actor: Actor,
    ref: LessonRef,
    teacher_id: int,
    rules: LockRules,
    reason: str | None = None,
) -> None:
    """Take back one's own signature of an hour, and no other's (L6).

    What the class did stays while somebody else has signed for it; the log
    keeps all of it. After a day a reason is needed (L8). Raise `RefusedError`.
    """
    statement = (
        select(Signature, Lesson)
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .where(at_place(ref), Signature.day == ref.day, Signature.slot == ref.slot)
        .where(Signature.teacher_id == teacher_id)
    )
    row = session.execute(statement).first()
    if row is None:
        raise RefusedError(_("Non hai firmato quest’ora."))
    check_unlocked(session, ref, rules, teacher_id)
    signature, lesson = row
    if rules.now - signature.signed_at > REASON_AFTER and not reason:
        raise RefusedError(_("Sono passate più di 24 ore: scrivi perché togli la firma."), "reason")
    before = snapshot(lesson, signature)
    session.delete(signature)
    session.flush()
    settle(session, lesson, signatures_of(session, [lesson]))
    log = changes("lessons.signature.withdrawn", ref, before, Snapshot(), reason)
    record_changes(session, actor, log, rules.now)
