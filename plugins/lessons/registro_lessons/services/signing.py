"""Signing hours, and changing what was done in them (L1-L5, L7, L8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Conflict,
    Group,
    LessonRef,
    LockRules,
    SchoolClass,
    Slot,
    Text,
    record_changes,
)
from registro_lessons import _
from registro_lessons.models import Lesson, Signature, SignatureKind
from registro_lessons.services.entries import REASON_AFTER, Entry, Quality, RefusedError
from registro_lessons.services.held import content_of, lessons_at, settle, signatures_of
from registro_lessons.services.logbook import Snapshot, changes, snapshot
from registro_lessons.services.rights import check_day, check_quality


def sign(
    session: Session,
    actor: Actor,
    ref: LessonRef,
    day_slots: Sequence[Slot],
    entry: Entry,
    rules: LockRules,
) -> list[Lesson]:
    """Sign one or more hours in one go; see `prepare` for what is raised."""
    return prepare(session, ref, day_slots, entry, rules).write(actor)


def prepare(
    session: Session,
    ref: LessonRef,
    day_slots: Sequence[Slot],
    entry: Entry,
    rules: LockRules,
) -> "Signing":
    """Check an entry for one or more hours of a class or group; nothing is written yet.

    Signing again changes one's own entry. Raise `RefusedError` when a rule forbids
    it, and `Conflict` when somebody else changed the text since the form was shown.
    """
    check_day(session, ref, rules, day_slots, entry)
    signing = Signing(session, ref, entry, check_quality(session, ref, entry), rules.now)
    for slot in entry.slots:
        signing.check_hour(slot)
    return signing


class Signing:
    """One teacher's entry on its way into the register: checked first, then written."""

    def __init__(
        self, session: Session, ref: LessonRef, entry: Entry, quality: Quality, now: datetime
    ) -> None:
        """Read what is there already: three statements, however many hours."""
        self.session = session
        self.ref = ref
        self.entry = entry
        self.quality = quality
        self.now = now
        lessons = lessons_at(session, ref, entry.slots)
        self.lessons = {(lesson.slot, lesson.part): lesson for lesson in lessons}
        self.signatures = signatures_of(session, lessons)
        self.own = {s.slot: s for s in self._own()}

    def _own(self) -> list[Signature]:
        statement = select(Signature).where(
            Signature.teacher_id == self.entry.teacher_id,
            Signature.day == self.ref.day,
            Signature.slot.in_(self.entry.slots),
        )
        return list(self.session.scalars(statement))

    # ---- checking ---------------------------------------------------------------

    def check_hour(self, slot: int) -> None:
        """Raise `RefusedError` or `Conflict` unless one hour can be written."""
        own = self.own.get(slot)
        if own is not None and own not in self.signatures:
            raise RefusedError(self._elsewhere(own), "hours")
        lesson = self.lessons.get((slot, self.quality.part))
        if own is not None and self._differs(own, lesson):
            self._need_reason(own.signed_at)
        if lesson is not None and self._changes_text(lesson):
            if lesson.version != self.entry.seen.get(slot, 0) and not content_of(lesson).empty:
                raise Conflict(f"lesson {lesson.id} has version {lesson.version}")
            self._need_reason(lesson.created_at)

    def _elsewhere(self, signature: Signature) -> Text:
        """One signature per teacher and hour, wherever it is (L1)."""
        place = self.session.scalars(
            select(func.coalesce(SchoolClass.name, Group.name))
            .select_from(Lesson)
            .outerjoin(SchoolClass, SchoolClass.id == Lesson.class_id)
            .outerjoin(Group, Group.id == Lesson.group_id)
            .where(Lesson.id == signature.lesson_id)
        ).one()
        return _(
            "Hai già firmato la ${slot}ª ora in ${place}: togli prima quella firma.",
            mapping={"slot": signature.slot, "place": place},
        )

    def _differs(self, own: Signature, lesson: Lesson | None) -> bool:
        """Whether one's own signature, or a support teacher's own text, will change (L3)."""
        moved = lesson is None or own.lesson_id != lesson.id
        quality = Quality(
            own.kind, own.subject_id, self.quality.part, own.student_id, own.replaces_id
        )
        return moved or quality != self.quality or (own.topic, own.activity) != self._own_text()

    def _own_text(self) -> tuple[str | None, str | None]:
        """What a support teacher writes beside the class's entry, never into it (L3)."""
        if self.quality.kind is not SignatureKind.SUPPORT:
            return None, None
        return self.entry.content.topic, self.entry.content.activity

    def _changes_text(self, lesson: Lesson) -> bool:
        if self.quality.kind is SignatureKind.SUPPORT:
            return False
        typed = self.entry.content
        joined_without_writing = typed.empty and not self.entry.seen.get(lesson.slot)
        return typed != content_of(lesson) and not joined_without_writing

    def _need_reason(self, since: datetime) -> None:
        if self.now - since > REASON_AFTER and not self.entry.reason:
            raise RefusedError(
                _("Sono passate più di 24 ore: scrivi il motivo della modifica."), "reason"
            )

    # ---- writing ----------------------------------------------------------------

    def write(self, actor: Actor) -> list[Lesson]:
        """Write every hour, and what changed into the log."""
        log: list[Change] = []
        lessons = [self._write_hour(slot, log) for slot in self.entry.slots]
        record_changes(self.session, actor, log, self.now)
        return lessons

    def _write_hour(self, slot: int, log: list[Change]) -> Lesson:
        own = self.own.get(slot)
        found = self.lessons.get((slot, self.quality.part))
        before = snapshot(found, own) if found else Snapshot()
        lesson = found or self._new_lesson(slot)
        left = self._lesson_left(own, lesson)
        signature = self._sign(own or self._new_signature(lesson), lesson)
        if self._changes_text(lesson):
            self._write_text(lesson)
        self._settle(lesson, left)
        act = "lessons.lesson.changed" if own else "lessons.lesson.signed"
        ref = replace(self.ref, slot=slot)
        log += changes(act, ref, before, snapshot(lesson, signature), self.entry.reason)
        return lesson

    def _new_lesson(self, slot: int) -> Lesson:
        lesson = Lesson(
            class_id=None if self.ref.group_id is not None else self.ref.class_id,
            group_id=self.ref.group_id,
            day=self.ref.day,
            slot=slot,
            part=self.quality.part,
            created_at=self.now,
            # 0 until the first text is written into it.
            version=0,
        )
        if self._changes_text(lesson):
            self._write_text(lesson)
        if self.quality.kind is SignatureKind.CURRICULAR:
            # what `settle` will find for a lesson with one signature
            lesson.subject_id = self.quality.subject_id
        self.session.add(lesson)
        self.session.flush()
        self.lessons[slot, self.quality.part] = lesson
        return lesson

    def _lesson_left(self, own: Signature | None, lesson: Lesson) -> Lesson | None:
        """The lesson that a signature moves away from, when its share of the class changes."""
        if own is None or own.lesson_id == lesson.id:
            return None
        return next(each for each in self.lessons.values() if each.id == own.lesson_id)

    def _new_signature(self, lesson: Lesson) -> Signature:
        signature = Signature(
            teacher_id=self.entry.teacher_id,
            day=lesson.day,
            slot=lesson.slot,
            signed_at=self.now,
        )
        self.session.add(signature)
        self.signatures.append(signature)
        return signature

    def _sign(self, signature: Signature, lesson: Lesson) -> Signature:
        signature.lesson_id = lesson.id
        signature.kind = self.quality.kind
        signature.subject_id = self.quality.subject_id
        signature.replaces_id = self.quality.replaces_id
        signature.student_id = self.quality.student_id
        signature.topic, signature.activity = self._own_text()
        return signature

    def _write_text(self, lesson: Lesson) -> None:
        typed = self.entry.content
        lesson.topic, lesson.activity, lesson.module = typed.topic, typed.activity, typed.module
        lesson.version += 1

    def _settle(self, lesson: Lesson, left: Lesson | None) -> None:
        self.session.flush()
        for each in (lesson, left):
            if each is not None:
                own = [s for s in self.signatures if s.lesson_id == each.id]
                settle(self.session, each, own)
