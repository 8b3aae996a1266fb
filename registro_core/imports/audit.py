"""The audit entries of an import: one per person changed, one per table of the organisation."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from registro_core.accounts.models import Account
from registro_core.audit.services import Change
from registro_core.imports.context import HIDDEN
from registro_core.imports.records import ID, Model, Record
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.school.models import Enrolment, TeacherCode, Teaching

# Whose person a row is about.
_PERSON_OF: dict[Model, str] = {
    Person: ID,
    Account: "person_id",
    RoleGrant: "person_id",
    StudentProfile: "person_id",
    Enrolment: "student_id",
    Guardianship: "guardian_id",
    Teaching: "teacher_id",
    TeacherCode: "teacher_id",
}
# Never in a log either: the fact of the change is enough (class of data of check 12).
_RESTRICTED = frozenset({"special_needs", "restriction_reason"})


def audit_entries(records: Iterable[Record]) -> list[Change]:
    """The entries for rows that have just been written (so that all have their ids)."""
    by_person: dict[int, list[Record]] = defaultdict(list)
    by_table: dict[Model, list[Record]] = defaultdict(list)
    for record in records:
        attribute = _PERSON_OF.get(record.model)
        if attribute:
            by_person[_plain(record.values[attribute])].append(record)
        else:
            by_table[record.model].append(record)
    entries = [_about_person(person_id, rows) for person_id, rows in by_person.items()]
    return entries + [_about_table(model, rows) for model, rows in by_table.items()]


def _about_person(person_id: int, records: list[Record]) -> Change:
    is_student = any(record.model is Enrolment for record in records)
    return Change(
        act="person.imported",
        object_type="person",
        object_id=person_id,
        before=_by_table(records, after=False),
        after=_by_table(records, after=True),
        student_id=person_id if is_student else None,
    )


def _about_table(model: Model, records: list[Record]) -> Change:
    stored = [record for record in records if not record.is_new]
    created = sum(record.is_new for record in records)
    return Change(
        act="organisation.imported",
        object_type=model.__tablename__,
        object_id="import",
        before={str(record.values.get(ID)): _values(record, after=False) for record in stored},
        after={
            "created": created,
            **{str(record.values.get(ID)): _values(record, after=True) for record in stored},
        },
    )


def _by_table(records: list[Record], *, after: bool) -> dict[str, object]:
    values: dict[str, list[dict[str, object]]] = defaultdict(list)
    for record in records:
        if row := _values(record, after=after):
            values[record.model.__tablename__].append(row)
    return dict(values)


def _values(record: Record, *, after: bool) -> dict[str, object]:
    """What changed, or for a new row what it holds."""
    if record.is_new:
        shown = {name: value for name, value in record.values.items() if value is not None}
        return _safe(shown) if after else {}
    if record.removed:
        return {} if after else _safe(record.stored or {})
    before = record.before
    return _safe({name: record.values[name] for name in before} if after else before)


def _safe(values: dict[str, Any]) -> dict[str, object]:
    return {
        name: HIDDEN if name in _RESTRICTED else _plain(value) for name, value in values.items()
    }


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Record):
        return value.values.get(ID)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
