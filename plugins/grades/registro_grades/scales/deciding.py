"""Deciding of a subject: which kinds of mark are in use (G2), whether it is in the average (G4)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Conflict, Subject, check_version, record_change
from registro_grades.models import SubjectRule
from registro_grades.scales.subjects import Decided


def rule_of(session: Session, subject_id: int, term_id: int | None) -> SubjectRule | None:
    """The rule of a subject for a term, or for the whole year; None if nothing was decided."""
    same_term = SubjectRule.term_id.is_(None) if term_id is None else SubjectRule.term_id == term_id
    return session.scalars(
        select(SubjectRule).where(SubjectRule.subject_id == subject_id, same_term)
    ).first()


def decide(
    session: Session,
    actor: Actor,
    subject: Subject,
    term_id: int | None,
    decided: Decided,
    version: int,
    now: datetime,
) -> None:
    """Store what was decided; version 0 says that nothing was. Raise `Conflict`."""
    rule = rule_of(session, subject.id, term_id)
    before: dict[str, object] = {}
    if rule is None:
        if version:
            raise Conflict("the rule is no longer there")
        rule = SubjectRule(subject_id=subject.id, term_id=term_id)
        session.add(rule)
    else:
        check_version(rule, version)
        before = {"kinds": rule.kinds, "in_average": rule.in_average}
    rule.kinds = [kind.value for kind in decided.kinds]
    rule.in_average = decided.in_average
    session.flush()
    after = {"subject": subject.name, "kinds": rule.kinds, "in_average": rule.in_average}
    change = Change("grades.subject.decided", "grades_subject_rule", rule.id, before, after)
    record_change(session, actor, change, now)
