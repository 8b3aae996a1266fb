"""The small school with grades alone: what grades must do without any other plugin."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from registro_grades.courses.course import CourseKey
from registro_grades.courses.reading import course_from, course_rows
from registro_grades.models import Assessment, Code, Kind, Mark, ScaleLevel
from registro_grades.values import parse

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("grades",)


class Marks:
    """Puts marks into the small school, and looks at what is stored."""

    def __init__(self, school):
        self.school = school

    def course(self, subject="MAT", class_name="1A", token=None):
        """A course, as pages find it."""
        key = CourseKey.read(token or str(self.school.subjects[subject]))
        with self.school.session() as session:
            statement = course_rows(self.school.classes[class_name], key.subject_id)
            return course_from(session.execute(statement).all(), key)

    def path(self, subject="MAT", class_name="1A", *rest):
        """Address of a register, or of something below it."""
        start = f"/classes/{self.school.classes[class_name]}/marks/{self.school.subjects[subject]}"
        return "/".join([start, *map(str, rest)])

    def test(self, subject="MAT", class_name="1A", teacher="docente", **values):
        """Store a class test; return its id."""
        given = {
            "class_id": self.school.classes[class_name],
            "subject_id": self.school.subjects[subject],
            "teacher_id": self.school.people[teacher],
            "day": DAY,
            "kind": Kind.WRITTEN,
            "title": "Equazioni",
            "created_at": self.school.clock.now,
            **values,
        }
        with self.school.session() as session:
            row = Assessment(**given)
            session.add(row)
            session.flush()
            return row.id

    def give(self, assessment_id, name, text, publish="now", **values):
        """Store a mark as a cell would say it; `publish`: now, later, draft. Return its id."""
        now = self.school.clock.now
        with self.school.session() as session:
            row = Mark(
                assessment_id=assessment_id,
                student_id=self.school.people[name],
                entered_at=now,
                publish_at={"now": now, "later": now + timedelta(days=1), "draft": None}[publish],
                **self._value(session, text),
                **values,
            )
            session.add(row)
            session.flush()
            return row.id

    def _value(self, session, text):
        if code := session.scalar(select(Code.id).where(Code.short == text)):
            return {"code_id": code}
        if level := session.scalar(select(ScaleLevel.id).where(ScaleLevel.short == text)):
            return {"level_id": level}
        return {"quarters": parse(text)} if text else {}

    def of(self, name, **wanted):
        """The rows of a student's marks, oldest first."""
        with self.school.session() as session:
            rows = session.scalars(
                select(Mark)
                .filter_by(student_id=self.school.people[name], **wanted)
                .order_by(Mark.id)
            ).all()
            session.expunge_all()
            return rows


@pytest.fixture
def marks(school):
    return Marks(school)
