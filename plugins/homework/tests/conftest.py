"""The small school with homework alone: what it must do without any other plugin."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import Group, GroupClass, GroupKind, GroupMember, SchoolYear, Teaching
from registro_core.notices.models import NoticeRecipient, PublishedNotice
from registro_core.testing import TestSchool
from registro_homework.models import Assignment

THURSDAY = "2026-11-26"


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("homework",)


class Homework:
    """Teachers and students of the small school, with browsers without scripts."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def class_path(self, class_name: str = "1A", *rest: object) -> str:
        return "/".join([f"/classes/{self.school.classes[class_name]}/homework", *map(str, rest)])

    def student_path(self, student: str = "anna", *rest: object) -> str:
        return "/".join([f"/students/{self.school.people[student]}/homework", *map(str, rest)])

    def form(self, who: str, path: str, field: str = "text") -> Any:
        page = self.school.as_(who).get(path, status=200)
        return next(form for form in page.forms.values() if field in form.fields)

    def assign(
        self,
        who: str = "docente",
        class_name: str = "1A",
        status: int = 303,
        query: str = "",
        **fields: Any,
    ) -> Any:
        """Fill in the form and send it."""
        form = self.form(who, self.class_path(class_name, "new") + query)
        for name, value in {"text": "Esercizi 1-6", "day": THURSDAY, **fields}.items():
            if name == "students":
                wanted = {str(self.school.people[each]) for each in value}
                for box in form.fields["students"]:
                    box.checked = box._value in wanted
            else:
                form[name] = value
        return form.submit(status=status)

    def edit(self, who: str, number: int, status: int = 303, **fields: Any) -> Any:
        form = self.form(who, self.class_path("1A", number, "edit"))
        for name, value in fields.items():
            form[name] = value
        return form.submit(status=status)

    def cancel(self, who: str, number: int, reason: str = "Rimandato", status: int = 303) -> Any:
        form = self.form(who, self.class_path("1A", number), "reason")
        form["reason"] = reason
        return form.submit(status=status)

    def last(self) -> int:
        with self.school.session() as session:
            return session.scalars(select(Assignment.id).order_by(Assignment.id.desc())).first()

    def row(self, number: int | None = None) -> Assignment:
        with self.school.session() as session:
            row = session.get(Assignment, number or self.last())
            session.expunge_all()
            return row

    def opens(self, who: str, student: str = "anna", query: str = "", **options: Any) -> Any:
        return self.school.as_(who).get(self.student_path(student) + query, **options)

    def told(self, name: str) -> list[tuple[str, Any]]:
        """What a person is told, with when it leaves, without what was withdrawn."""
        with self.school.session() as session:
            rows = session.execute(
                select(PublishedNotice.subject, PublishedNotice.not_before)
                .join(NoticeRecipient, NoticeRecipient.notice_id == PublishedNotice.id)
                .where(
                    NoticeRecipient.person_id == self.school.people[name],
                    PublishedNotice.withdrawn_at.is_(None),
                )
                .order_by(PublishedNotice.id)
            )
            return [(said(subject), at) for subject, at in rows]

    def group(self, name: str, *students: str) -> int:
        """A group of 1A and 2A that `docente` teaches mathematics."""
        with self.school.session() as session:
            year = session.scalars(select(SchoolYear)).one()
            group = Group(year_id=year.id, name=name, kind=GroupKind.OTHER)
            session.add(group)
            session.flush()
            session.add_all(
                GroupClass(group_id=group.id, class_id=class_id)
                for class_id in self.school.classes.values()
            )
            session.add_all(
                GroupMember(
                    group_id=group.id,
                    student_id=self.school.people[student],
                    starts_on=date(2026, 9, 14),
                )
                for student in students
            )
            mine = session.scalars(
                select(Teaching).where(
                    Teaching.teacher_id == self.school.people["docente"],
                    Teaching.class_id == self.school.classes["1A"],
                )
            ).one()
            session.add(
                Teaching(
                    teacher_id=mine.teacher_id,
                    class_id=mine.class_id,
                    subject_id=mine.subject_id,
                    kind=mine.kind,
                    group_id=group.id,
                    starts_on=mine.starts_on,
                )
            )
            return group.id


def said(subject: Any) -> str:
    text = subject["msgid"]
    for name, value in subject["mapping"].items():
        text = text.replace(f"${{{name}}}", str(value))
    return text


@pytest.fixture
def homework(school: TestSchool) -> Homework:
    return Homework(school)
