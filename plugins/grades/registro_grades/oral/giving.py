"""Giving single marks: checking them, and storing them together (G1, G6, G7)."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import Text
from registro_grades import _
from registro_grades.courses.course import Course
from registro_grades.grid.checking import Checker, ProblemKind
from registro_grades.grid.typed import NEW, TypedCell, TypedGrid
from registro_grades.marks.absent import away_from_subject
from registro_grades.marks.assessments import Described, place_of_oral
from registro_grades.marks.entries import Entry
from registro_grades.marks.locks import locked_days
from registro_grades.marks.occasion import Occasion
from registro_grades.marks.roster import by_id, students_of
from registro_grades.marks.rules import Rules
from registro_grades.marks.storing import store
from registro_grades.marks.writing import Plan
from registro_grades.oral.typed import KIND, STUDENT, TEXT, WEIGHT, TypedOral, sure_field
from registro_grades.scales.reading import vocabularies


@dataclass(frozen=True)
class Trouble:
    """What is wrong: at a field, and for whom; `confirm` names the tick that says it is right."""

    field: str
    message: Text
    who: str = ""
    confirm: str = ""


@dataclass(frozen=True)
class Oral:
    """Single marks of a course on a day, checked: entries without a place yet, or what is wrong."""

    course: Course
    occasion: Occasion
    described: Described | None
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]
    draft: bool


def check_oral(
    session: Session, course: Course, occasion: Occasion, day: date, typed: TypedOral
) -> Oral:
    """Compare what was typed with the rules: a constant number of statements."""
    troubles = _of_the_form(typed)
    students = by_id(students_of(session, course, day, day))
    wanted = [single.student_id for single in typed.singles]
    checker = Checker(
        Rules(course, occasion, locked_days(session, course, occasion, [day])),
        replace(vocabularies(session, course, day, day), style=occasion.style),
        students,
        {NEW: day},
        {},
        away_from_subject(session, course, wanted, [day]),
    )
    cells = {
        (NEW, each.student_id): TypedCell(each.text, each.comment, True, each.sure)
        for each in typed.singles
    }
    checked = checker.check(TypedGrid(cells))
    for (_new, student_id), problem in checked.problems.items():
        who = students[student_id].name if student_id in students else ""
        confirm = sure_field(student_id) if problem.kind is ProblemKind.ABSENT else ""
        troubles.append(Trouble(TEXT, problem.message, who, confirm))
    described = None
    if typed.kind is not None and typed.weight is not None:
        described = Described(day, typed.kind, typed.weight)
    return Oral(course, occasion, described, tuple(checked.entries), tuple(troubles), typed.draft)


def _of_the_form(typed: TypedOral) -> list[Trouble]:
    found = []
    if typed.lonely:
        found.append(Trouble(STUDENT, _("Scegli lo studente a cui va il voto.")))
    if typed.kind is None:
        found.append(Trouble(KIND, _("Scegli il tipo di voto.")))
    if typed.weight is None:
        found.append(Trouble(WEIGHT, _("Il peso va da 0 a 100.")))
    return found


def give(session: Session, oral: Oral) -> int:
    """Store the marks; return how many. Families see them as the school decided (G9)."""
    if not oral.entries or oral.described is None:
        return 0
    students = [entry.student_id for entry in oral.entries]
    place = place_of_oral(session, oral.course, oral.occasion, oral.described, students)
    entries = [replace(entry, assessment_id=place.id) for entry in oral.entries]
    publish_at = None if oral.draft else oral.occasion.publishes_at()
    return store(session, oral.course, Plan(oral.occasion, publish_at), entries)
