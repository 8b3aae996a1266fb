"""The demo school's disciplinary procedures: one of each kind, in the classes a visitor opens (B2)."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_core.api import DemoClass, DemoSchool, DemoStudent, school_instant
from registro_grades.demo.conduct_words import ACTIVITY, DEFENCE, FACTS, GROUNDS
from registro_grades.models import Body, Hearing, Outcome, Procedure, Sanction

OPENED_AT, SUMMONED_AT = time(11, 20), time(15, 0)
# Days of school back from today: the oldest procedure was opened, heard, decided.
OPENED, HEARD, DECIDED = 18, 12, 10


@dataclass
class Acts:
    """Rows to write."""

    procedures: list[dict[str, Any]] = field(default_factory=list)
    sanctions: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write both tables: one statement each."""
        for model, rows in ((Procedure, self.procedures), (Sanction, self.sanctions)):
            if rows:
                session.execute(insert(model), rows)


class Council:
    """Opens a procedure that ended in a reprimand, one that ended in a removal, and one to be heard."""

    def __init__(self, demo: DemoSchool) -> None:
        """Keep the school and its days."""
        self.demo, self.acts = demo, Acts()
        self.past = [day for day in demo.school_days if day < demo.today]
        self.coming = [d for d in demo.days_until(demo.last_day) if d > demo.today]

    def fill(self) -> Acts:
        """The procedures, as far as the year has days for them."""
        if len(self.past) < OPENED:
            return self.acts
        for school_class, student in self._known("studente"):
            self._open(school_class, student, OPENED, **self._reprimand())
            first, second = [each for each in school_class.students if each.id != student.id][:2]
            self._remove(school_class, first)
            self._open(school_class, second, 2, summoned_on=self._soon())
        return self.acts

    def _known(self, name: str) -> list[tuple[DemoClass, DemoStudent]]:
        wanted = self.demo.sign_ins.get(name)
        return [(c, s) for c in self.demo.classes for s in c.students if s.id == wanted]

    def _open(
        self, school_class: DemoClass, student: DemoStudent, days_ago: int, **values: Any
    ) -> int:
        number = len(self.acts.procedures) + 1
        opened_on = self.past[-days_ago]
        row = {
            **dict.fromkeys(("hearing", "heard_on", "hearing_record", "outcome", "decided_on")),
            **dict.fromkeys(("body", "grounds", "act")),
            "id": number,
            "student_id": student.id,
            "class_id": school_class.id,
            "facts": FACTS[(number - 1) % len(FACTS)],
            "opened_on": opened_on,
            "opened_by": school_class.coordinator_id,
            "opened_at": school_instant(opened_on, OPENED_AT),
            "summoned_at": SUMMONED_AT,
            "version": 1,
        }
        self.acts.procedures.append({**row, **values})
        return number

    def _heard(self) -> dict[str, Any]:
        heard_on = self.past[-HEARD]
        said = {"hearing": Hearing.PRESENT, "hearing_record": DEFENCE}
        return {"summoned_on": heard_on, "heard_on": heard_on, **said}

    def _reprimand(self) -> dict[str, Any]:
        decided = {"decided_on": self.past[-DECIDED], "body": Body.CLASS, "grounds": GROUNDS}
        return {**self._heard(), "outcome": Outcome.REPRIMAND, "act": "Verbale n. 2", **decided}

    def _remove(self, school_class: DemoClass, student: DemoStudent) -> None:
        """Two days that are still to come: those that were are in nobody's roll call."""
        days = self.coming[1:3]
        if len(days) < len(("first", "last")):
            return
        decided = {"outcome": Outcome.REMOVAL, "act": "Verbale n. 3"}
        number = self._open(school_class, student, OPENED - 1, **{**self._reprimand(), **decided})
        self.acts.sanctions.append(
            {
                "procedure_id": number,
                "student_id": student.id,
                "first_day": days[0],
                "last_day": days[1],
                "days": len(days),
                "activity": ACTIVITY,
            }
        )

    def _soon(self) -> date:
        return self.coming[2] if len(self.coming) > 2 else self.past[-1]
