"""The small school with grades alone: what grades must do without any other plugin."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from registro_core.api import (
    Enrolment,
    Group,
    GroupClass,
    GroupKind,
    GroupMember,
    Person,
    School,
    SchoolYear,
    Teaching,
    TeachingKind,
)
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

    def fill(self, tests, names):
        """A mark for everybody in every test, in two statements."""
        now = self.school.clock.now
        rows = [
            {
                "assessment_id": test,
                "student_id": self.school.people[name],
                "quarters": 28,
                "entered_at": now,
                "publish_at": now,
                "version": 1,
            }
            for test in tests
            for name in names
        ]
        with self.school.session() as session:
            session.execute(insert(Mark), rows)

    def crowd(self, count, class_name="1A"):
        """Put more students into a class; return their names."""
        names = [f"alunno{number}" for number in range(count)]
        with self.school.session() as session:
            for name in names:
                person = Person(surname="Zeta", given_name=name, created_at=self.school.clock.now)
                session.add(person)
                session.flush()
                # The others' mapping is shared by the tests of a run.
                self.school.people = {**self.school.people, name: person.id}
                session.add(
                    Enrolment(
                        student_id=person.id,
                        class_id=self.school.classes[class_name],
                        starts_on=date(2026, 9, 14),
                    )
                )
        return names

    def teach(self, who, subject, class_name="1A", **values):
        """Give somebody a teaching."""
        given = {
            "teacher_id": self.school.people[who],
            "class_id": self.school.classes[class_name],
            "subject_id": self.school.subjects[subject],
            "kind": TeachingKind.CURRICULAR,
            "starts_on": date(2026, 9, 14),
            **values,
        }
        with self.school.session() as session:
            session.add(Teaching(**given))

    def group(self, name, class_name, *students):
        """Make a group of a class; return its id."""
        with self.school.session() as session:
            year = session.scalars(select(SchoolYear)).one()
            group = Group(year_id=year.id, name=name, kind=GroupKind.LANGUAGE)
            session.add(group)
            session.flush()
            session.add(GroupClass(group_id=group.id, class_id=self.school.classes[class_name]))
            session.add_all(
                GroupMember(
                    group_id=group.id,
                    student_id=self.school.people[student],
                    starts_on=date(2026, 9, 14),
                )
                for student in students
            )
            return group.id

    def group_of_another_class(self, group_id, class_name):
        """Let students of another class be in a group too."""
        with self.school.session() as session:
            session.add(GroupClass(group_id=group_id, class_id=self.school.classes[class_name]))

    def next_year(self):
        """Begin the school year after this one; return its id."""
        with self.school.session() as session:
            year = SchoolYear(name="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 6, 8))
            session.add(year)
            session.flush()
            return year.id

    def leave(self, name, last_day):
        """End a student's stay."""
        self._enrolment(name, ends_on=last_day)

    def join(self, name, first_day):
        """Let a student's stay begin later."""
        self._enrolment(name, starts_on=first_day)

    def _enrolment(self, name, **values):
        with self.school.session() as session:
            statement = update(Enrolment).where(Enrolment.student_id == self.school.people[name])
            session.execute(statement.values(**values))

    def choose(self, settings):
        """What the school chose."""
        with self.school.session() as session:
            school = session.scalars(select(School)).one()
            school.settings = {**school.settings, **settings}

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


def form_of(page):
    """The form of a page that has the most fields: the search has one, the grid hundreds."""
    return max(page.forms.values(), key=lambda form: len(form.fields))


class Grid:
    """A teacher at a grid or a class test, with a browser without scripts."""

    def __init__(self, marks, path, who="docente"):
        self.people = marks.school.people
        self.browser = marks.school.as_(who)
        self.page = self.browser.get(path)

    @property
    def form(self):
        return form_of(self.page)

    def name(self, assessment_id, student):
        return f"m-{assessment_id}-{self.people[student]}"

    def write(self, assessment_id, comment=False, **texts):
        """Type texts for students; return the grid."""
        self.open = getattr(self, "open", None) or self.form
        for student, text in texts.items():
            prefix = "c" if comment else "m"
            self.open[f"{prefix}-{assessment_id}-{self.people[student]}"] = text
        return self

    def fill(self, **fields):
        """Fill other fields."""
        self.open = getattr(self, "open", None) or self.form
        for name, value in fields.items():
            self.open[name] = value
        return self

    def save(self, act="draft", status=303):
        """Press a button; the page that answers becomes the grid's, where it is one."""
        form = getattr(self, "open", None) or self.form
        self.open = None
        answer = form.submit("act", value=act, status=status)
        if status != 303:
            self.page = answer
        return answer


@pytest.fixture
def marks(school):
    return Marks(school)


@pytest.fixture
def grid(marks):
    """Open the grid of a course, or of one test: `grid()`, `grid(test)`, `grid("new")`."""

    def run(test=None, subject="MAT", class_name="1A", who="docente"):
        rest = ("grid",) if test is None else ("tests", test)
        return Grid(marks, marks.path(subject, class_name, *rest), who)

    return run
