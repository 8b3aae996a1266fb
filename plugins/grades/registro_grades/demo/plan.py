"""When a course of the demo school is assessed, over the year, and how its students do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from registro_core.api import DemoClass, DemoStudent, DemoTeaching, TeachingKind
from registro_grades.demo.words import KINDS, title_of
from registro_grades.models import Kind, Share

TESTS, ORALS = 4, 3
# Students heard on one day.
HEARD = 4
# Subjects with few hours have fewer marks.
FEW = frozenset({"Educazione civica", "Attività alternativa", "Religione cattolica"})
# How students do: the spread between them, and of one student from test to test, in quarters.
MEAN, BETWEEN, WITHIN = 27.5, 4.0, 3.2
ABSENT = 0.05


@dataclass(frozen=True)
class Planned:
    """An assessment with those who take it."""

    teaching: DemoTeaching
    share: Share
    day: date
    kind: Kind
    weight: int
    title: str | None
    students: tuple[DemoStudent, ...]


def share_of(teaching: DemoTeaching) -> Share:
    """For which students of the class a teaching is."""
    if teaching.kind is TeachingKind.ALTERNATIVE:
        return Share.ALTERNATIVE
    return Share.RELIGION if teaching.subject_name == "Religione cattolica" else Share.WHOLE


def planned(
    random: Random, school_class: DemoClass, teaching: DemoTeaching, days: Sequence[date]
) -> Iterator[Planned]:
    """The assessments of a course on the school days of a whole year, in no order."""
    share = share_of(teaching)
    students = tuple(each for each in school_class.students if share.includes(each.religion))
    few = teaching.subject_name in FEW
    kind = KINDS.get(teaching.subject_name, Kind.WRITTEN)
    if not students or not days:
        return
    if share is Share.WHOLE:
        for number, day in enumerate(_spread(random, days, 2 if few else TESTS)):
            weight = 50 if number == 1 and not few else 100
            title = title_of(teaching.subject_name, number)
            yield Planned(teaching, share, day, kind, weight, title, students)
    rounds = 2 if few else ORALS
    for each in range(rounds):
        yield from _heard(random, teaching, share, students, _part(days, each, rounds))


def _part(days: Sequence[date], number: int, parts: int) -> Sequence[date]:
    size = len(days) // parts
    return days[number * size : (number + 1) * size]


def _spread(random: Random, days: Sequence[date], count: int) -> list[date]:
    """Days far enough from each other: one in each part of the year."""
    return [random.choice(_part(days, number, count)) for number in range(count)]


def _heard(
    random: Random,
    teaching: DemoTeaching,
    share: Share,
    students: Sequence[DemoStudent],
    days: Sequence[date],
) -> Iterator[Planned]:
    """Everybody once, a few a day."""
    order = random.sample(students, len(students))
    for start in range(0, len(order), HEARD):
        heard = tuple(order[start : start + HEARD])
        yield Planned(teaching, share, random.choice(days), Kind.ORAL, 100, None, heard)
