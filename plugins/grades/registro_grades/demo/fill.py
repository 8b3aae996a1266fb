"""Writing the demo's marks, in bulk: what lies after today is left out."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registro_core.api import DemoSchool, DemoStudent, TeachingKind, school_instant
from registro_grades.demo.plan import ABSENT, BETWEEN, MEAN, WITHIN, Planned, planned
from registro_grades.demo.words import FAIR, GOOD, POOR, REASONS
from registro_grades.models import (
    Assessment,
    Code,
    Correction,
    Mark,
    Receipt,
    Scale,
    ScaleLevel,
    ScaleUse,
    Share,
)
from registro_grades.values import HIGHEST, LOWEST, display

ENTERED_AT = time(14, 0)
COMMENTED, CORRECTED, SEEN = 0.3, 0.004, 0.7
# Receipts are kept for what is this recent: who has seen older marks adds nothing to a demo,
# but where a visitor looks.
RECENT = timedelta(days=30)
# What is this recent may be new; older marks have been seen by the families one signs in as.
NEW = timedelta(days=5)
VISITED = ("genitore", "genitore2", "studente", "maggiorenne", "docente.genitore")
UNPREPARED, FORGOTTEN = 0.02, 0.01


@dataclass
class Tables:
    """Rows to write, and the ids given so far."""

    assessments: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write every table: one statement each."""
        for model, rows in (
            (Assessment, self.assessments),
            (Mark, self.marks),
            (Correction, self.corrections),
            (Receipt, self.receipts),
        ):
            if rows:
                session.execute(insert(model), rows)


class Filling:
    """Fills the tables course by course."""

    def __init__(self, session: Session, demo: DemoSchool) -> None:
        """Read what the school judges with."""
        self.demo = demo
        self.random = demo.random
        self.tables = Tables()
        self.codes = {c.short: c.id for c in session.execute(select(Code.short, Code.id))}
        self.levels = list(
            session.scalars(
                select(ScaleLevel.id)
                .join(Scale, Scale.id == ScaleLevel.scale_id)
                .where(Scale.use == ScaleUse.RELIGION)
                .order_by(ScaleLevel.position)
            )
        )
        self.visited = {demo.sign_ins.get(name) for name in VISITED}
        self.ability = {s.id: self.random.gauss(MEAN, BETWEEN) for s in demo.students}

    def fill(self) -> Tables:
        """All assessments until today, the newest of `docente` still a draft."""
        year = self.demo.days_until(self.demo.last_day)
        for school_class in self.demo.classes:
            for teaching in school_class.teachings:
                if teaching.kind in {TeachingKind.SUPPORT, TeachingKind.LAB}:
                    continue
                plan = planned(self.random, school_class, teaching, year)
                for each in sorted(plan, key=lambda one: one.day):
                    if each.day <= self.demo.today and self._entered_at(each) <= self.demo.now:
                        self._assess(each)
        self._hold_back()
        return self.tables

    def _entered_at(self, each: Planned) -> datetime:
        return school_instant(each.day, ENTERED_AT)

    def _assess(self, each: Planned) -> None:
        number = len(self.tables.assessments) + 1
        entered_at = self._entered_at(each)
        self.tables.assessments.append(
            {
                "id": number,
                "class_id": each.teaching.class_id,
                "subject_id": each.teaching.subject_id,
                "share": each.share,
                "teacher_id": each.teaching.teacher_id,
                "day": each.day,
                "kind": each.kind,
                "weight": each.weight,
                "title": each.title,
                "created_at": entered_at,
                "version": 1,
            }
        )
        for student in each.students:
            self._mark(each, number, student, entered_at)

    def _mark(
        self, each: Planned, assessment_id: int, student: DemoStudent, entered_at: datetime
    ) -> None:
        number = len(self.tables.marks) + 1
        quarters = self._quarters(student)
        row: dict[str, Any] = {
            "id": number,
            "assessment_id": assessment_id,
            "student_id": student.id,
            "quarters": None,
            "level_id": None,
            "code_id": None,
            "comment": None,
            "entered_by": each.teaching.teacher_id,
            "entered_at": entered_at,
            "publish_at": entered_at,
            "told_at": entered_at + timedelta(minutes=15),
            "version": 1,
        }
        if (code := self._code(each)) is not None:
            row["code_id"] = self.codes[code]
        elif each.share is not Share.WHOLE:
            row["level_id"] = self.levels[min(max((quarters - 14) // 4, 0), len(self.levels) - 1)]
        else:
            row["quarters"] = quarters
            row["comment"] = self._comment(quarters)
            self._correct(row, each.teaching.teacher_id)
        self.tables.marks.append(row)
        self._receive(row, student)

    def _quarters(self, student: DemoStudent) -> int:
        drawn = round(self.random.gauss(self.ability[student.id], WITHIN))
        # Teachers write 6½ and 7 more readily than 6¼.
        even = drawn if self.random.random() < 0.35 else drawn - drawn % 2
        return min(max(even, LOWEST + 8), HIGHEST)

    def _code(self, each: Planned) -> str | None:
        drawn = self.random.random()
        if each.title is not None:
            return "A" if drawn < ABSENT else None
        if drawn < UNPREPARED:
            return "I"
        return "MD" if drawn < UNPREPARED + FORGOTTEN else None

    def _comment(self, quarters: int) -> str | None:
        if self.random.random() >= COMMENTED:
            return None
        words = POOR if quarters < 24 else FAIR if quarters < 30 else GOOD
        return self.random.choice(words)

    def _correct(self, row: dict[str, Any], teacher_id: int) -> None:
        if row["quarters"] > HIGHEST - 2 or self.random.random() >= CORRECTED:
            return
        row["version"] = 2
        before, row["quarters"] = row["quarters"], row["quarters"] + 2
        self.tables.corrections.append(
            {
                "mark_id": row["id"],
                "at": min(row["entered_at"] + timedelta(days=1), self.demo.now),
                "by_id": teacher_id,
                "before": display(before),
                "after": display(row["quarters"]),
                "reason": self.random.choice(REASONS),
            }
        )

    def _receive(self, row: dict[str, Any], student: DemoStudent) -> None:
        entered: datetime = row["entered_at"]
        age = self.demo.now - entered
        for person_id in self._readers(student):
            visited = person_id in self.visited
            if age > RECENT and not visited:
                continue
            seen_at = entered + timedelta(hours=1, minutes=self.random.randrange(420))
            chance = 1 if visited and age > NEW else SEEN
            if seen_at <= self.demo.now and self.random.random() < chance:
                self.tables.receipts.append(
                    {"mark_id": row["id"], "person_id": person_id, "seen_at": seen_at}
                )

    def _readers(self, student: DemoStudent) -> tuple[int, ...]:
        own = () if student.guardian_ids and student.id not in self.visited else (student.id,)
        return (*student.guardian_ids, *own)

    def _hold_back(self) -> None:
        """What `docente` marked last is a draft, what came before it is scheduled for tomorrow."""
        teacher = self.demo.sign_ins.get("docente")
        mine = [a for a in self.tables.assessments if a["teacher_id"] == teacher and a["title"]]
        newest = sorted(mine, key=lambda each: (each["day"], each["id"]))[-2:]
        tomorrow = school_instant(self.demo.today + timedelta(days=1), time(14, 0))
        times = dict(zip([each["id"] for each in newest], [tomorrow, None], strict=False))
        held = {m["id"]: m for m in self.tables.marks if m["assessment_id"] in times}
        for mark in held.values():
            at = times[mark["assessment_id"]]
            mark["publish_at"] = at
            mark["told_at"] = at and at + timedelta(minutes=15)
        self.tables.receipts = [r for r in self.tables.receipts if r["mark_id"] not in held]
        self.tables.corrections = [c for c in self.tables.corrections if c["mark_id"] not in held]


def fill(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with marks up to today."""
    Filling(session, demo).fill().write(session)
