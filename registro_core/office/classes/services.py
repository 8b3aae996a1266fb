"""Changing classes, teachings, duties and groups; every change is audited."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from registro_core.db.versions import check_version
from registro_core.items import DutyKind, GroupKind
from registro_core.office.classes import queries
from registro_core.office.people.services import Office, plain
from registro_core.school.models import (
    ClassDuty,
    Group,
    GroupClass,
    GroupMember,
    SchoolClass,
    Teaching,
)


class NameTaken(Exception):
    """Another class or group of the year has this name."""


def add_class(office: Office, year_id: int, values: Mapping[str, Any]) -> SchoolClass:
    """Add a class to a year; raise `NameTaken`."""
    _refuse_taken(office, SchoolClass, year_id, values["name"], None)
    row = SchoolClass(year_id=year_id, **values)
    office.session.add(row)
    office.session.flush()
    office.record("class.added", row, row.id, {}, plain(values))
    return row


def change_class(office: Office, row: SchoolClass, values: Mapping[str, Any], version: int) -> None:
    """Change a class's data; raise `Conflict` or `NameTaken`."""
    _refuse_taken(office, SchoolClass, row.year_id, values["name"], row.id)
    _change(office, "class.changed", row, values, version)


def add_teaching(office: Office, class_id: int, values: Mapping[str, Any]) -> None:
    """Let somebody teach a subject in a class."""
    row = Teaching(class_id=class_id, **values)
    office.session.add(row)
    office.session.flush()
    office.record("teaching.added", row, row.id, {}, plain({"class_id": class_id, **values}))


def change_teaching(office: Office, row: Teaching, values: Mapping[str, Any], version: int) -> None:
    """Change or end a teaching; raise `Conflict`."""
    _change(office, "teaching.changed", row, values, version)


def assign_duty(
    office: Office, class_id: int, person_id: int, kind: DutyKind, starts_on: date
) -> None:
    """Give a duty from a day; who had it before ends the day before."""
    current = select(ClassDuty).where(
        ClassDuty.class_id == class_id, ClassDuty.kind == kind, ClassDuty.ends_on.is_(None)
    )
    for row in office.session.scalars(current):
        end_duty(office, row, max(row.starts_on, starts_on - timedelta(days=1)))
    row = ClassDuty(class_id=class_id, person_id=person_id, kind=kind, starts_on=starts_on)
    office.session.add(row)
    office.session.flush()
    after = plain({"person_id": person_id, "kind": kind, "starts_on": starts_on})
    office.record("duty.assigned", row, row.id, {}, after)


def end_duty(office: Office, row: ClassDuty, last_day: date) -> None:
    """End a duty with a day, included."""
    row.ends_on = last_day
    office.record("duty.ended", row, row.id, {}, plain({"ends_on": last_day}))


def add_group(
    office: Office, class_: SchoolClass, name: str, kind: GroupKind, students: Collection[int], day: date
) -> Group:  # fmt: skip
    """Add a group of students of a class from a day (L5); raise `NameTaken`."""
    _refuse_taken(office, Group, class_.year_id, name, None)
    row = Group(year_id=class_.year_id, name=name, kind=kind)
    office.session.add(row)
    office.session.flush()
    office.session.add(GroupClass(group_id=row.id, class_id=class_.id))
    set_members(office, row, students, day)
    return row


def set_members(office: Office, group: Group, students: Collection[int], day: date) -> None:
    """Make these the students of a group from a day: others leave the day before."""
    before = queries.members(office.session, group.id, day)
    leaving = before - set(students)
    statement = select(GroupMember).where(
        GroupMember.group_id == group.id,
        GroupMember.student_id.in_(leaving),
        GroupMember.ends_on.is_(None),
    )
    for member in office.session.scalars(statement):
        if member.starts_on >= day:
            office.session.delete(member)
        else:
            member.ends_on = day - timedelta(days=1)
    office.session.flush()
    office.session.add_all(
        GroupMember(group_id=group.id, student_id=student_id, starts_on=day)
        for student_id in set(students) - before
    )
    after = {"students": sorted(students), "from": str(day)}
    office.record("group.members", group, group.id, {"students": sorted(before)}, after)


def _change(
    office: Office, act: str, row: SchoolClass | Teaching, values: Mapping[str, Any], version: int
) -> None:
    check_version(row, version)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        office.record(act, row, row.id, plain(before), plain(changed))


def _refuse_taken(
    office: Office, table: type[SchoolClass | Group], year_id: int, name: str, own_id: int | None
) -> None:
    statement = select(table.id).where(table.year_id == year_id, table.name == name)
    owner = office.session.scalar(statement)
    if owner is not None and owner != own_id:
        raise NameTaken(name)
