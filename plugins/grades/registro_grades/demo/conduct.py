"""The demo school's notes, observations, procedures and diaries, in bulk, up to now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_core.api import DemoClass, DemoSchool, DemoStudent, TeachingKind, school_instant
from registro_grades.demo.conduct_words import (
    CLASS_MEASURES,
    CLASS_NOTES,
    DIARY,
    MEASURES,
    NOTES,
    OBSERVATIONS,
)
from registro_grades.demo.council import Council
from registro_grades.models import DiaryEntry, Note, NoteReceipt, NoteStudent, Observation

# In a whole year: of each student, and of a class as a whole.
NOTES_EACH, OBSERVATIONS_EACH, CLASS_NOTES_EACH = 0.9, 1.6, 3
MEASURED, SEEN = 0.25, 0.8
# What is this recent is still unread.
UNREAD = timedelta(days=4)
# Whose pages a visitor opens.
KNOWN = ("studente", "maggiorenne")
DIARISTS = ("docente", "coordinatore", "sostegno")


@dataclass
class Written:
    """Rows to write, and the ids given so far."""

    notes: list[dict[str, Any]] = field(default_factory=list)
    note_students: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    observations: list[dict[str, Any]] = field(default_factory=list)
    diary: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write every table: one statement each."""
        for model, rows in (
            (Note, self.notes),
            (NoteStudent, self.note_students),
            (NoteReceipt, self.receipts),
            (Observation, self.observations),
            (DiaryEntry, self.diary),
        ):
            if rows:
                session.execute(insert(model), rows)


class Conduct:
    """Writes what teachers wrote, class by class."""

    def __init__(self, demo: DemoSchool) -> None:
        """Keep the school; chance is the one handed to the plugin."""
        self.demo, self.random = demo, demo.random
        self.year = demo.days_until(demo.last_day)
        self.known = {demo.sign_ins.get(name) for name in KNOWN}
        self.written = Written()

    def fill(self) -> Written:
        """Everything until now; what would lie later is left out."""
        for school_class in self.demo.classes:
            for _number in range(CLASS_NOTES_EACH):
                self._note(school_class, None, self.random.choice(self.year))
            for student in school_class.students:
                self._student(school_class, student)
        self._diaries()
        return self.written

    def _student(self, school_class: DemoClass, student: DemoStudent) -> None:
        for day in self._days(student, NOTES_EACH):
            self._note(school_class, student, day)
        for day in self._days(student, OBSERVATIONS_EACH):
            self._observation(school_class, student, day)

    def _days(self, student: DemoStudent, expected: float) -> Iterator[date]:
        """The days on which something is written of a student: of those one knows, recently too."""
        count = int(expected) + (self.random.random() < expected % 1)
        yield from (self.random.choice(self.year) for _number in range(count))
        if student.id in self.known:
            past = [day for day in self.demo.school_days if day < self.demo.today]
            yield from past[-2:-1] + past[-12:-11]

    # ---- notes -----------------------------------------------------------------------------------

    def _note(self, school_class: DemoClass, student: DemoStudent | None, day: date) -> None:
        at = self._at(day)
        if at is None:
            return
        number = len(self.written.notes) + 1
        row = {
            "id": number,
            "class_id": school_class.id,
            "whole_class": student is None,
            "day": day,
            "text": self.random.choice(NOTES if student else CLASS_NOTES),
            "author_id": self._teacher(school_class),
            "written_at": at,
            "names_kept": False,
            "version": 1,
            **self._measure(MEASURES if student else CLASS_MEASURES, at),
        }
        self.written.notes.append(row)
        if student is not None:
            self.written.note_students.append({"note_id": number, "student_id": student.id})
        for each in [student] if student else school_class.students:
            self._receive(number, each, at)

    def _measure(self, measures: Sequence[str], at: datetime) -> dict[str, Any]:
        measured_at = at + timedelta(days=1, hours=2)
        if self.random.random() >= MEASURED or measured_at > self.demo.now:
            return {"measure": None, "measured_by": None, "measured_at": None}
        return {
            "measure": self.random.choice(measures),
            "measured_by": self.demo.head_id,
            "measured_at": measured_at,
        }

    def _receive(self, note_id: int, student: DemoStudent, at: datetime) -> None:
        for person_id in student.guardian_ids:
            seen_at = at + timedelta(minutes=self.random.randrange(90, 900))
            if self.demo.now - at > UNREAD and self.random.random() < SEEN:
                self.written.receipts.append(
                    {
                        "note_id": note_id,
                        "student_id": student.id,
                        "person_id": person_id,
                        "seen_at": seen_at,
                    }
                )

    # ---- observations and diaries ----------------------------------------------------------------

    def _observation(self, school_class: DemoClass, student: DemoStudent, day: date) -> None:
        if (at := self._at(day)) is not None:
            self.written.observations.append(
                {
                    "student_id": student.id,
                    "class_id": school_class.id,
                    "day": day,
                    "text": self.random.choice(OBSERVATIONS),
                    "author_id": self._teacher(school_class),
                    "written_at": at,
                    "version": 1,
                }
            )

    def _diaries(self) -> None:
        days = self.demo.school_days[-len(DIARY) - 1 : -1]
        for name in DIARISTS:
            owner_id = self.demo.sign_ins.get(name)
            if owner_id is None:
                continue
            for day, text in zip(days, DIARY, strict=False):
                written_at = school_instant(day, self._last_bell(day))
                row = {"owner_id": owner_id, "day": day, "text": text, "written_at": written_at}
                self.written.diary.append({**row, "version": 1})

    # ---- when and who ----------------------------------------------------------------------------

    def _at(self, day: date) -> datetime | None:
        """When a teacher wrote it: in one of the hours of the day; None if that is still to come."""
        slot = self.random.choice(self.demo.slots[day.isoweekday()])
        at = school_instant(day, slot.starts_at) + timedelta(minutes=self.random.randrange(5, 50))
        return at if at <= self.demo.now else None

    def _last_bell(self, day: date) -> Any:
        return self.demo.slots[day.isoweekday()][-1].ends_at

    def _teacher(self, school_class: DemoClass) -> int:
        curricular = TeachingKind.CURRICULAR
        teachings = [each for each in school_class.teachings if each.kind is curricular]
        return self.random.choice(teachings).teacher_id


def fill(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with what is written of conduct, up to now."""
    Conduct(demo).fill().write(session)
    Council(demo).fill().write(session)
