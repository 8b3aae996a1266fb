"""A student's stays in classes: a change of class ends one and begins another, dated (A9)."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.records import Record
from registro_core.items import ReligionChoice
from registro_core.people.models import Person
from registro_core.school.models import Enrolment, SchoolClass

_RELIGION = {"religion": "religione"}


class Stays:
    """The enrolments of the year, as stored and as planned."""

    def __init__(self, ctx: ImportContext) -> None:
        self._ctx = ctx
        self._seen: set[int] = set()
        self._by_student: dict[Any, list[Record]] = defaultdict(list)
        stored = ctx.of_classes(Enrolment, Enrolment.class_id)
        for stay in stored:
            self._by_student[stay["student_id"]].append(stay)
        # The first import of a year says who has been there since it began.
        self._start = ctx.on if stored else ctx.year["starts_on"]

    def place(
        self, cells: Cells, student: Record, school_class: Record, religion: ReligionChoice | None
    ) -> None:
        """Plan that a student is in a class: nothing, a new stay, or a move from another class."""
        stay = self._in_class(student, school_class) or self.current(student)
        if stay is None:
            self._begin(student, school_class, religion, self._start)
        elif stay["ends_on"] and stay["ends_on"] < self._ctx.on:
            text = _("Era uscito il ${day}: rientra.", mapping={"day": _written(stay["ends_on"])})
            cells.warn("classe", text)
            self._begin(student, school_class, religion or stay["religion"], self._ctx.on)
        elif stay.points_at("class_id", school_class):
            self._seen.add(id(stay))
            self._ctx.change(stay, {"religion": religion}, _RELIGION)
        else:
            self._move(stay, student, school_class, religion)

    def current(self, student: Record) -> Record | None:
        """The stay on the day of the import, else the next one, else the last one."""
        stays = self._by_student.get(student.key, [])
        by_start = sorted(self._lasting(stays) or stays, key=lambda stay: stay["starts_on"])
        if not by_start:
            return None
        return by_start[0] if self._lasting(stays) else by_start[-1]

    def _in_class(self, student: Record, school_class: Record) -> Record | None:
        """A stay in this class that lasts or is still to come."""
        stays = self._lasting(self._by_student.get(student.key, []))
        return next((stay for stay in stays if stay.points_at("class_id", school_class)), None)

    def _lasting(self, stays: list[Record]) -> list[Record]:
        on = self._ctx.on
        return [stay for stay in stays if stay["ends_on"] is None or stay["ends_on"] >= on]

    def report_missing(self) -> None:
        """Name the students of the year whom the file leaves out: nothing happens to them."""
        names = {p.key: p for p in self._ctx.of(Person)}
        classes = {c.key: c["name"] for c in self._ctx.of(SchoolClass)}
        for student_id, stays in self._by_student.items():
            lasting = self._lasting(stays)
            if not lasting or any(id(stay) in self._seen for stay in stays):
                continue
            student = names[student_id]
            mapping = {
                "name": f"{student['surname']} {student['given_name']}",
                "school_class": classes.get(lasting[0]["class_id"], ""),
            }
            self._ctx.say(_("${name} (${school_class}) non è nel file: resta.", mapping=mapping))

    def _move(
        self, stay: Record, student: Record, school_class: Record, religion: ReligionChoice | None
    ) -> None:
        """End the stay the day before and begin another; one not yet begun just changes class."""
        self._seen.add(id(stay))
        before = next((c for c in self._ctx.of(SchoolClass) if stay.points_at("class_id", c)), None)
        self._ctx.note("classe", before, school_class)
        if stay["starts_on"] >= self._ctx.on:
            stay.values["class_id"] = school_class
            self._ctx.change(stay, {"religion": religion}, _RELIGION)
            return
        stay.values["ends_on"] = self._ctx.on - timedelta(days=1)
        self._begin(student, school_class, religion or stay["religion"], self._ctx.on)

    def _begin(
        self,
        student: Record,
        school_class: Record,
        religion: ReligionChoice | None,
        day: date,
    ) -> None:
        values = {
            "student_id": student,
            "class_id": school_class,
            "starts_on": day,
            "ends_on": None,
            "religion": religion or ReligionChoice.ATTENDS,
        }
        stay = self._ctx.create(Enrolment, values)
        self._seen.add(id(stay))
        self._by_student[student.key].append(stay)


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
