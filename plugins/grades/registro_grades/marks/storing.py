"""Storing marks: many cells in one transaction, a constant number of statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from registro_core.api import record_changes
from registro_grades.courses.course import Course
from registro_grades.marks.entries import Entry
from registro_grades.marks.following import keep_corrections, log_entry, tell_families
from registro_grades.marks.notices import waiting_batches
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.writing import Plan, Written, published, written
from registro_grades.models import Mark


def store(
    session: Session,
    course: Course,
    plan: Plan,
    entries: Iterable[Entry],
    drafts: Collection[MarkRow] = (),
) -> int:
    """Store the cells that differ, publish `drafts` with them; return how many marks changed.

    `drafts` are marks that nobody saw yet, to be published as they are if anything is.

    The caller has locked the assessments, checked rights and rules, and asked for the
    reason where one is needed. Corrections, the log and families' notices follow in the
    same transaction (G9, L8).
    """
    changed = [entry for entry in entries if entry.changes()]
    drafts = _to_publish(changed, drafts, plan)
    students = {entry.student_id for entry in changed} | {mark.student_id for mark in drafts}
    if not students:
        return 0
    if plan.publish_at is not None:
        waiting = waiting_batches(session, students, plan.occasion.now)
        plan = replace(plan, waiting=waiting)
    rewritten = [written(entry, plan) for entry in changed]
    everything = rewritten + [published(draft, plan) for draft in drafts]
    ids = _write(session, everything)
    keep_corrections(session, plan, rewritten)
    tell_families(session, course, plan, everything)
    acts = [log_entry(each, _id_of(each, ids), course, plan) for each in everything]
    record_changes(session, plan.occasion.actor, acts, plan.occasion.now)
    return len(everything)


def _to_publish(changed: Sequence[Entry], drafts: Collection[MarkRow], plan: Plan) -> list[MarkRow]:
    """What is published as it is: not what has been written in, nor what the family sees already."""
    if plan.publish_at is None:
        return []
    touched = {entry.mark.id for entry in changed if entry.mark is not None}
    return [
        mark
        for mark in drafts
        if mark.id not in touched
        and mark.cancelled_at is None
        and (mark.publish_at is None or mark.publish_at > plan.occasion.now)
    ]


def _write(session: Session, everything: Sequence[Written]) -> dict[Any, int]:
    """One statement for new marks, one for the others; return the ids of the new ones."""
    fresh = [each.row for each in everything if each.mark is None]
    known = [each.row for each in everything if each.mark is not None]
    ids: dict[Any, int] = {}
    if fresh:
        made = insert(Mark).returning(Mark.assessment_id, Mark.student_id, Mark.id)
        ids = {(a, s): mark_id for a, s, mark_id in session.execute(made, fresh)}
    if known:
        session.execute(update(Mark), known)
    return ids


def _id_of(each: Written, ids: dict[Any, int]) -> int:
    if each.mark is not None:
        return each.mark.id
    return ids[each.row["assessment_id"], each.student_id]
