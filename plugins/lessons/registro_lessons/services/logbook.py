"""What the audit log keeps of lessons: every value, by the hour and never by a row's number.

A row's number may be used again after the last signature is taken back; the
hour of a class is the same hour for ever. What a support teacher writes has
entries of its own, as who may read the hour's history may not read it (L3).
"""

from dataclasses import dataclass, field

from registro_core.api import Change, LessonRef
from registro_lessons.models import Lesson, Signature

LESSON, SUPPORT = "lesson", "support-entry"

Values = dict[str, object]


def hour_key(ref: LessonRef) -> str:
    """The hour of a class or group, as the log names it: "class-3/2026-11-24/2"."""
    place = f"group-{ref.group_id}" if ref.group_id is not None else f"class-{ref.class_id}"
    return f"{place}/{ref.day.isoformat()}/{ref.slot}"


@dataclass(frozen=True)
class Snapshot:
    """A lesson and one of its signatures at a moment; empty where there was none."""

    lesson: Values = field(default_factory=dict)
    support: Values = field(default_factory=dict)
    student_id: int | None = None


def snapshot(lesson: Lesson, signature: Signature | None) -> Snapshot:
    """Take down all values."""
    values: Values = {
        "part": lesson.part,
        "module": lesson.module,
        "topic": lesson.topic,
        "activity": lesson.activity,
    }
    if signature is None:
        return Snapshot(values)
    values |= {
        "teacher_id": signature.teacher_id,
        "kind": signature.kind,
        "subject_id": signature.subject_id,
        "replaces_id": signature.replaces_id,
    }
    support: Values = {}
    if signature.student_id is not None:
        support = {"topic": signature.topic, "activity": signature.activity}
    return Snapshot(values, support, signature.student_id)


def changes(
    act: str, ref: LessonRef, before: Snapshot, after: Snapshot, reason: str | None
) -> list[Change]:
    """The entries for a step from one snapshot to another: none if nothing differs."""
    key = hour_key(ref)
    found = []
    if before.lesson != after.lesson:
        found.append(Change(act, LESSON, key, before.lesson, after.lesson, reason=reason))
    if before.support != after.support:
        found.append(
            Change(
                "lessons.support.recorded",
                SUPPORT,
                key,
                before.support,
                after.support,
                student_id=after.student_id or before.student_id,
                reason=reason,
            )
        )
    return found
