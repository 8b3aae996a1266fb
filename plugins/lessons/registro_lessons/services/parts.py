"""How the hour of religion splits a class into three rolls (L4)."""

from collections.abc import Iterable

from registro_core.api import ReligionChoice, RosterRow, SubjectKind, TeachingKind
from registro_lessons.models import RollPart

CHOICES: dict[RollPart, frozenset[ReligionChoice]] = {
    RollPart.WHOLE: frozenset(),
    RollPart.RELIGION: frozenset({ReligionChoice.ATTENDS}),
    RollPart.ALTERNATIVE: frozenset({ReligionChoice.ALTERNATIVE}),
    RollPart.OTHERS: frozenset(
        {ReligionChoice.LEAVES, ReligionChoice.STUDIES_ALONE, ReligionChoice.ASSISTED_STUDY}
    ),
}


def part_of(choice: ReligionChoice) -> RollPart:
    """The roll on which a student stands in the hour of religion (L4)."""
    return next(part for part, choices in CHOICES.items() if choice in choices)


def split(students: Iterable[RosterRow]) -> dict[RollPart, list[RosterRow]]:
    """The three rolls of a class in the hour of religion, in the order of the register (L4)."""
    rolls: dict[RollPart, list[RosterRow]] = {
        part: [] for part in RollPart if part is not RollPart.WHOLE
    }
    for student in students:
        rolls[part_of(student.religion)].append(student)
    return rolls


def part_taught(kind: TeachingKind, subject_kind: SubjectKind) -> RollPart:
    """For which share of the class a teacher's own lesson is (L4)."""
    if kind is TeachingKind.ALTERNATIVE:
        return RollPart.ALTERNATIVE
    return RollPart.RELIGION if subject_kind is SubjectKind.RELIGION else RollPart.WHOLE
