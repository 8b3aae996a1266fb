"""Reading the audit log: who changed what, as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from registro_core.audit.models import AuditEntry, AuditValues
from registro_core.clock import school_instant
from registro_core.people.models import Person

# A count beyond this is not worth its price: one looks at the newest, or filters.
COUNT_LIMIT = 5000
HISTORY_LIMIT = 100


@dataclass(frozen=True)
class Difference:
    """One field that an act changed; None where there was, or is, nothing."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class HistoryRow:
    """One act, as it is shown. `erased`: the values were lawfully removed."""

    seq: int
    at: datetime
    actor: str | None
    act: str
    object_type: str
    object_id: str
    student: str | None
    student_id: int | None
    reason: str | None
    ip: str
    differences: tuple[Difference, ...]
    erased: bool


@dataclass(frozen=True)
class Filter:
    """What to look for; empty fields do not matter. Days are school days, both included."""

    actor: str = ""
    student: str = ""
    act: str = ""
    object_type: str = ""
    object_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


def history_of(session: Session, object_type: str, object_id: int | str) -> list[HistoryRow]:
    """Who changed an object, newest first: one statement, at most a hundred acts."""
    wanted = Filter(object_type=object_type, object_id=str(object_id))
    return search(session, wanted, 0, HISTORY_LIMIT)


def count(session: Session, wanted: Filter) -> int:
    """How many acts match, counted up to `COUNT_LIMIT`."""
    some = select(AuditEntry.seq).where(*_conditions(wanted)).limit(COUNT_LIMIT).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def search(session: Session, wanted: Filter, offset: int, limit: int) -> list[HistoryRow]:
    """The acts that match, newest first: one statement."""
    statement = _rows().where(*_conditions(wanted)).order_by(AuditEntry.seq.desc())
    found = session.execute(statement.offset(offset).limit(limit)).mappings()
    return [_history_row(dict(row)) for row in found]


def acts(session: Session) -> list[str]:
    """Every kind of act in the newest part of the log, for the filter."""
    newest = select(AuditEntry.act).order_by(AuditEntry.seq.desc()).limit(COUNT_LIMIT).subquery()
    return list(session.scalars(select(newest.c.act).distinct().order_by(newest.c.act)))


def differences(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[Difference, ...]:
    """The fields that differ, in the order in which they were recorded."""
    fields = [*before, *(name for name in after if name not in before)]
    return tuple(
        Difference(name, _shown(before.get(name)), _shown(after.get(name)))
        for name in fields
        if before.get(name) != after.get(name)
    )


def _shown(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, list):
        return ", ".join(_shown(item) or "-" for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(item) or '-'}" for name, item in value.items())
    return str(value)


def _rows() -> Select[*tuple[Any, ...]]:
    actor, student = aliased(Person), aliased(Person)
    columns = (
        *(AuditEntry.seq, AuditEntry.at, AuditEntry.act, AuditEntry.object_type),
        *(AuditEntry.object_id, AuditEntry.student_id, AuditEntry.reason, AuditEntry.ip),
        AuditEntry.actor_id,
        (actor.surname + " " + actor.given_name).label("actor"),
        (student.surname + " " + student.given_name).label("student"),
        AuditValues.before,
        AuditValues.after,
    )
    return (
        select(*columns)
        .outerjoin(actor, actor.id == AuditEntry.actor_id)
        .outerjoin(student, student.id == AuditEntry.student_id)
        .outerjoin(AuditValues, AuditValues.seq == AuditEntry.seq)
    )


def _history_row(row: dict[str, Any]) -> HistoryRow:
    before, after, actor_id = row.pop("before"), row.pop("after"), row.pop("actor_id")
    erased = not isinstance(before, dict) or not isinstance(after, dict)
    changed = () if erased else differences(before, after)
    if actor_id is not None and row["actor"] is None:
        row["actor"] = f"#{actor_id}"
    return HistoryRow(**row, differences=changed, erased=erased)


def _conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        found.append(AuditEntry.actor_id.in_(_people(wanted.actor)))
    if wanted.student:
        found.append(AuditEntry.student_id.in_(_people(wanted.student)))
    if wanted.act:
        found.append(AuditEntry.act == wanted.act)
    if wanted.object_type:
        found.append(AuditEntry.object_type == wanted.object_type)
    if wanted.object_id:
        found.append(AuditEntry.object_id == wanted.object_id)
    if wanted.first_day:
        found.append(AuditEntry.at >= school_instant(wanted.first_day, time()))
    if wanted.last_day:
        found.append(AuditEntry.at < school_instant(wanted.last_day + timedelta(days=1), time()))
    return found


def _people(words: str) -> Select[int]:
    """Ids of people whose name holds every word, in any order."""
    name = func.lower(Person.surname + " " + Person.given_name)
    each = [name.contains(word.lower(), autoescape=True) for word in words.split()]
    return select(Person.id).where(and_(*each) if each else or_(false()))
