"""Months of homework and tests for the demo school, in bulk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_core.api import DemoClass, DemoSchool, DemoTeaching, TeachingKind, school_instant
from registro_homework.demo.words import HOMEWORK, TESTS
from registro_homework.models import Assignment, Done, HandIn, Kind, News, Share

ASSIGNED_AT, TOLD_AT = time(11, 30), time(15, 30)
# How often a subject gives homework, in days, and tests.
EVERY, TEST_EVERY = 6, 24
# Only what is this recent has ticks and hand-ins: older ones add nothing to a demo.
RECENT = timedelta(days=7)
ESTIMATES = (15, 20, 30, 30, 45, 60)
TICKED, HANDED_IN = 0.4, 0.5
OTHER_SUBJECT = "religione"


@dataclass
class Tables:
    """Rows to write, and the ids given so far."""

    assignments: list[dict[str, Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)
    hand_ins: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write every table: one statement each."""
        for model, rows in (
            (Assignment, self.assignments),
            (Done, self.done),
            (HandIn, self.hand_ins),
        ):
            if rows:
                session.execute(insert(model), rows)


def fill(session: Session, demo: DemoSchool) -> None:
    """Homework of each subject about once a week, a test a month, ticks of the last days."""
    tables = Tables()
    filling = Filling(demo, tables)
    for school_class in demo.classes:
        for teaching in school_class.teachings:
            if teaching.kind is TeachingKind.CURRICULAR and teaching.weekly_slots:
                filling.teach(school_class, teaching)
    tables.write(session)


class Filling:
    """Fills the tables teaching by teaching."""

    def __init__(self, demo: DemoSchool, tables: Tables) -> None:
        """Days are those of the school until two weeks from today."""
        self.demo, self.random, self.tables = demo, demo.random, tables
        self.days = demo.days_until(min(demo.last_day, demo.today + timedelta(days=14)))

    def teach(self, school_class: DemoClass, teaching: DemoTeaching) -> None:
        """What a teacher assigns to a class until today."""
        first = self.random.randrange(EVERY)
        for assigned, due in self._pairs(first, EVERY, 3):
            self._assign(school_class, teaching, assigned, due, Kind.HOMEWORK)
        first = self.random.randrange(TEST_EVERY)
        for assigned, due in self._pairs(first, TEST_EVERY, 8):
            kind = self.random.choice((Kind.WRITTEN, Kind.WRITTEN, Kind.ORAL))
            self._assign(school_class, teaching, assigned, due, kind)

    def _pairs(self, first: int, every: int, ahead: int) -> Iterator[tuple[date, date]]:
        """Days on which something is assigned, each with the day it is due."""
        for number in range(first, len(self.days) - 1, every):
            due = self.days[min(number + 1 + self.random.randrange(ahead), len(self.days) - 1)]
            at = school_instant(self.days[number], ASSIGNED_AT)
            if at <= self.demo.now:
                yield self.days[number], due

    def _assign(
        self,
        school_class: DemoClass,
        teaching: DemoTeaching,
        assigned: date,
        due: date,
        kind: Kind,
    ) -> None:
        number = len(self.tables.assignments) + 1
        at = school_instant(assigned, ASSIGNED_AT)
        words = TESTS if kind.is_test else HOMEWORK
        religion = teaching.subject_name.lower().startswith(OTHER_SUBJECT)
        hand_in = kind is Kind.HOMEWORK and self.random.random() < 0.1
        self.tables.assignments.append(
            {
                "id": number,
                "kind": kind,
                "class_id": teaching.class_id,
                "share": Share.RELIGION if religion else Share.WHOLE,
                "subject_id": teaching.subject_id,
                "teacher_id": teaching.teacher_id,
                "assigned_on": assigned,
                "due_on": due,
                "text": self.random.choice(words),
                "minutes": self.random.choice(ESTIMATES) if kind is Kind.HOMEWORK else None,
                "links": [],
                "hand_in": hand_in,
                "chosen": False,
                "created_at": at,
                "told_at": school_instant(assigned, TOLD_AT),
                "news": News.NEW,
                "version": 1,
            }
        )
        if kind is Kind.HOMEWORK and abs(due - self.demo.today) <= RECENT and not religion:
            self._progress(school_class, number, at, hand_in=hand_in)

    def _progress(
        self, school_class: DemoClass, number: int, at: datetime, *, hand_in: bool
    ) -> None:
        when = min(at + timedelta(hours=5), self.demo.now)
        for student in school_class.students:
            if self.random.random() < TICKED:
                self.tables.done.append(
                    {"assignment_id": number, "student_id": student.id, "done_at": when}
                )
            if hand_in and self.random.random() < HANDED_IN:
                self.tables.hand_ins.append(
                    {
                        "id": len(self.tables.hand_ins) + 1,
                        "assignment_id": number,
                        "student_id": student.id,
                        "text": "Ho svolto gli esercizi: le risposte sono nel quaderno.",
                        "handed_in_at": when,
                        "version": 1,
                    }
                )
