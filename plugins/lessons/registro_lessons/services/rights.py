"""Whether a teacher may sign an hour, and in what quality (L1-L5, A9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    LOCK_TEXTS,
    ClassIds,
    GroupClass,
    LessonRef,
    LockRules,
    Slot,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
    holds_on,
    lock_of,
)
from registro_lessons import _
from registro_lessons.models import RollPart, SignatureKind
from registro_lessons.services.entries import Entry, Quality, RefusedError
from registro_lessons.services.parts import part_taught


@dataclass(frozen=True)
class Held:
    """A teaching as it was on the day of the lesson."""

    subject_id: int
    subject_kind: SubjectKind
    kind: TeachingKind
    group_id: int | None
    student_id: int | None

    @property
    def part(self) -> RollPart:
        """For which share of the class such a lesson is (L4)."""
        return part_taught(self.kind, self.subject_kind)


def class_ids_of(ref: LessonRef) -> ClassIds:
    """The class of a lesson, or (as SQL) those of its group: for `column.in_(...)`."""
    if ref.group_id is None:
        return [ref.class_id] if ref.class_id is not None else []
    return select(GroupClass.class_id).where(GroupClass.group_id == ref.group_id)


def teachings_on(session: Session, teacher_id: int, class_ids: ClassIds, day: date) -> list[Held]:
    """What a teacher taught in some classes on a day, long supplies included (L2)."""
    statement = (
        select(
            Teaching.subject_id,
            Subject.kind,
            Teaching.kind,
            Teaching.group_id,
            Teaching.student_id,
        )
        .join(Subject, Subject.id == Teaching.subject_id)
        .where(
            Teaching.teacher_id == teacher_id,
            Teaching.class_id.in_(class_ids),
            holds_on(Teaching, day),
        )
    )
    return [Held(*row) for row in session.execute(statement)]


def check_day(
    session: Session, ref: LessonRef, rules: LockRules, day_slots: Sequence[Slot], entry: Entry
) -> None:
    """Refuse the future, hours that do not exist, and locked days (A9, L7)."""
    if ref.day > rules.today:
        raise RefusedError(_("Non si può firmare una lezione di un giorno futuro."))
    existing = {slot.number for slot in day_slots}
    if not entry.slots or not set(entry.slots) <= existing:
        raise RefusedError(_("In questo giorno la classe non ha tutte queste ore."), "hours")
    check_unlocked(session, ref, rules, entry.teacher_id)


def check_unlocked(session: Session, ref: LessonRef, rules: LockRules, teacher_id: int) -> None:
    """Refuse a locked day (L7)."""
    lock = lock_of(session, rules, class_ids_of(ref), teacher_id, ref.day)
    if lock is not None:
        raise RefusedError(LOCK_TEXTS[lock])


def check_quality(session: Session, ref: LessonRef, entry: Entry) -> Quality:
    """The quality as it will be stored, once the rules allow it; raise `RefusedError`.

    The subject, and the share of the class for it, follow from what the teacher
    teaches, never from the form; only a supply may stand with the third group (L4).
    """
    quality = entry.quality
    if quality.kind is SignatureKind.SUBSTITUTION:
        return _substitution(session, ref, entry)
    if quality.part is RollPart.OTHERS:
        raise RefusedError(
            _("Chi vigila sugli alunni che non scelgono può solo firmare supplenza.")
        )
    held = teachings_on(session, entry.teacher_id, class_ids_of(ref), ref.day)
    if quality.kind is SignatureKind.SUPPORT:
        return _support(quality, held)
    if quality.kind is SignatureKind.CO_TEACHING:
        # Without a subject: who has one of their own signs with it.
        return Quality(SignatureKind.CO_TEACHING, part=quality.part)
    return _curricular(quality, held, ref)


def _substitution(session: Session, ref: LessonRef, entry: Entry) -> Quality:
    """A supply names the replaced teacher if known, and gives no right to the subject (L2)."""
    replaced = entry.quality.replaces_id
    if replaced == entry.teacher_id:
        raise RefusedError(_("Non puoi sostituire te stesso: scegli un altro docente."), "replaces")
    if replaced is not None and not teaches(session, replaced, ref):
        raise RefusedError(_("Il docente da sostituire non è di questa classe."), "replaces")
    return Quality(SignatureKind.SUBSTITUTION, part=entry.quality.part, replaces_id=replaced)


def _support(quality: Quality, held: Sequence[Held]) -> Quality:
    own = [h for h in held if h.kind is TeachingKind.SUPPORT]
    for teaching in own:
        if teaching.student_id == quality.student_id:
            return Quality(
                SignatureKind.SUPPORT,
                teaching.subject_id,
                quality.part,
                student_id=teaching.student_id,
            )
    raise RefusedError(_("Non sei docente di sostegno di questo alunno."))


def _curricular(quality: Quality, held: Sequence[Held], ref: LessonRef) -> Quality:
    for teaching in held:
        same = teaching.subject_id == quality.subject_id
        if (
            same
            and teaching.kind is not TeachingKind.SUPPORT
            and teaching.group_id
            in {
                None,
                ref.group_id,
            }
        ):
            return Quality(SignatureKind.CURRICULAR, teaching.subject_id, teaching.part)
    raise RefusedError(_("Non insegni questa materia in questa classe: puoi firmare supplenza."))


def teaches(session: Session, teacher_id: int, ref: LessonRef) -> bool:
    """Whether somebody teaches in the class or group of a lesson on its day."""
    return bool(teachings_on(session, teacher_id, class_ids_of(ref), ref.day))
