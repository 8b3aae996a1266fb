"""What follows from a mark that was written: the correction shown, the notice, the log."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_core.api import Change
from registro_grades.courses.course import Course
from registro_grades.marks.entries import described, described_mark
from registro_grades.marks.notices import Batch, tell, tell_changed
from registro_grades.marks.writing import Plan, Written
from registro_grades.models import Correction


def keep_corrections(session: Session, plan: Plan, changed: Iterable[Written]) -> None:
    """Keep what the family had seen beside what it sees now, with the reason (G9, L8)."""
    occasion = plan.occasion
    rows = [
        {
            "mark_id": each.mark.id,
            "at": occasion.now,
            "by_id": occasion.actor.person_id,
            "before": described_mark(each.mark, occasion.style),
            "after": _as_written(each),
            "reason": plan.reason or "",
        }
        for each in changed
        if each.mark is not None and each.mark.seen(occasion.now)
    ]
    if rows:
        session.execute(insert(Correction), rows)


def _as_written(each: Written) -> str:
    return "—" if each.row["cancelled_at"] else described(each.shown, each.row["comment"])


def tell_families(session: Session, course: Course, plan: Plan, changed: Sequence[Written]) -> None:
    """Mend the notices that wait; of what had been told, tell that it changed."""
    now = plan.occasion.now
    batches: set[Batch] = set()
    told_before: dict[int, tuple[int, str]] = {}
    for each in changed:
        before = each.mark.told_at if each.mark is not None else None
        times = (before, each.row["told_at"])
        batches |= {(each.student_id, at) for at in times if at is not None}
        if each.mark is not None and before is not None and before <= now and each.mark.seen(now):
            told_before[each.mark.id] = (each.student_id, course.subject)
    tell(session, batches, plan.occasion)
    tell_changed(session, told_before, plan.occasion)


def log_entry(each: Written, mark_id: int, course: Course, plan: Plan) -> Change:
    """The act, as the log keeps it: the mark as it was written, and when the family sees it."""
    mark, style = each.mark, plan.occasion.style
    before = {} if mark is None else _logged(described_mark(mark, style), mark.publish_at)
    after = _logged(_as_written(each), each.row["publish_at"])
    if mark is None:
        after |= {"subject": course.subject, "assessment": each.row["assessment_id"]}
    seen = mark is not None and mark.seen(plan.occasion.now)
    return Change(
        f"grades.mark.{_act(each)}",
        "grades_mark",
        mark_id,
        before,
        after,
        student_id=each.student_id,
        reason=plan.reason if seen else None,
    )


def _logged(mark: str, publish_at: datetime | None) -> dict[str, object]:
    return {"mark": mark, "publish_at": publish_at.isoformat() if publish_at else ""}


def _act(each: Written) -> str:
    if each.mark is None:
        return "entered"
    if each.row["cancelled_at"] is not None:
        return "cancelled"
    written = (each.row["quarters"], each.row["level_id"], each.row["code_id"], each.row["comment"])
    stored = (each.mark.quarters, each.mark.level_id, each.mark.code_id, each.mark.comment)
    return "published" if written == stored else "changed"
