"""The lines of the statistics: what the marks of a class, of a subject, of the school come to."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from registro_grades.charts.distribution import Distribution, Level, distribution
from registro_grades.marks.sums import Sums
from registro_grades.overview.risk import is_low
from registro_grades.statistics.filters import ClassRow
from registro_grades.values import PER_POINT

# So many insufficient subjects and more are counted together.
MOST = 4


@dataclass(frozen=True)
class Line:
    """A class, a subject, or everything.

    `average` is of all marks by their weights, exact; `low` counts marks below the pass mark;
    `students[k]` is how many students have k subjects below it, the last k and more.
    """

    name: str
    marks: int
    average: Fraction | None
    low: int
    students: tuple[int, ...]

    @property
    def low_share(self) -> Fraction:
        """The share of marks below the pass mark; zero of nothing."""
        return Fraction(self.low, self.marks) if self.marks else Fraction(0)

    @property
    def everybody(self) -> int:
        """How many students have marks."""
        return sum(self.students)


def line_of(name: str, found: Sequence[Sums]) -> Line:
    """Add up what students' marks come to."""
    weights = sum(each.weights for each in found)
    weighted = sum(each.weighted for each in found)
    low_subjects = Counter(each.student_id for each in found if is_low(each.result))
    buckets = Counter(
        min(low_subjects[student], MOST) for student in {each.student_id for each in found}
    )
    return Line(
        name,
        sum(each.marks for each in found),
        Fraction(weighted, weights * PER_POINT) if weights else None,
        sum(each.low for each in found),
        tuple(buckets[number] for number in range(MOST + 1)),
    )


def lines_of_classes(found: Iterable[Sums], classes: Iterable[ClassRow]) -> list[Line]:
    """A line a class, those without marks too: there something may be amiss."""
    by_class: dict[int, list[Sums]] = defaultdict(list)
    for each in found:
        by_class[each.class_id].append(each)
    return [line_of(row.name, by_class[row.id]) for row in classes]


def lines_of_subjects(found: Iterable[Sums]) -> list[Line]:
    """A line a subject in which there are marks."""
    by_subject: dict[tuple[str, int], list[Sums]] = defaultdict(list)
    for each in found:
        by_subject[each.subject, each.subject_id].append(each)
    return [line_of(name, group) for (name, _id), group in sorted(by_subject.items())]


ORDERS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: line.name,
    "marks": lambda line: -line.marks,
    "low": lambda line: -line.low_share,
}


def arranged(lines: Iterable[Line], order: str) -> list[Line]:
    """Sorted lines, equal ones by name; an unknown order is that of names."""
    by_name = sorted(lines, key=ORDERS["name"])
    return sorted(by_name, key=ORDERS.get(order, ORDERS["name"]))


# The bands of the chart, the best first: label, and the lowest mark of each in points.
BANDS = (("9-10", 9), ("8", 8), ("7", 7), ("6", 6), ("5", 5), ("1-4", 1))


def bands(numbers: Mapping[int, int]) -> Distribution | None:
    """How many marks lie in each band: 6½ is a 6, 6- (5¾) is a 5. None without numbers."""
    counts: Counter[int] = Counter()
    for quarters, count in numbers.items():
        lowest = next(low for _label, low in BANDS if quarters >= low * PER_POINT)
        counts[lowest] += count
    return distribution([Level(label, counts[low]) for label, low in BANDS])
