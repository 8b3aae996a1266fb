"""Marks by subject, as the family's page shows them: averages, or how often each judgement."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_grades.averages import average, mean
from registro_grades.charts.distribution import Distribution, Level, distribution
from registro_grades.charts.trend import Reading, Trend, trend
from registro_grades.family.reading import FamilyMark, LevelName
from registro_grades.marks.rows import MarkRow
from registro_grades.scales.subjects import SubjectRules
from registro_grades.values import PASS, Style, points

# How many marks a trend shows.
TREND = 10


@dataclass(frozen=True)
class SubjectMarks:
    """A subject with its marks, newest first, and what they come to.

    `average` is exact, None where nothing counts; judgements have a `distribution` and never
    an average (G11, G12, P1).
    """

    subject_id: int
    name: str
    marks: tuple[FamilyMark, ...]
    average: Fraction | None
    distribution: Distribution | None

    @property
    def waits(self) -> bool:
        """Whether a mark in it was not confirmed yet."""
        return any(each.waits for each in self.marks)

    @property
    def low(self) -> bool:
        """Whether the average is below the pass mark: exact, never rounded."""
        return self.average is not None and self.average < points(PASS)


def by_subject(found: Iterable[FamilyMark], levels: Sequence[LevelName]) -> list[SubjectMarks]:
    """Marks by subject, in alphabetical order."""
    groups: dict[tuple[str, int], list[FamilyMark]] = defaultdict(list)
    for each in found:
        groups[each.mark.subject, each.mark.subject_id].append(each)
    return [
        SubjectMarks(subject_id, name, tuple(group), average_of(group), judged(group, levels))
        for (name, subject_id), group in sorted(groups.items())
    ]


def average_of(group: Iterable[FamilyMark]) -> Fraction | None:
    """The average of what the reader sees (G3); cancelled marks are out."""
    return average(each.mark.counted for each in group if each.mark.counted is not None)


def judged(group: Iterable[FamilyMark], levels: Sequence[LevelName]) -> Distribution | None:
    """How often each level was given; None where there are no judgements."""
    counts = Counter(
        (each.mark.scale_id, each.mark.level_position)
        for each in group
        if each.mark.level_id is not None and each.mark.cancelled_at is None
    )
    # A change of scale during a year does not happen; two scales would be shown one after the other.
    scales = {scale_id for scale_id, _position in counts}
    return distribution(
        [
            Level(level.name, counts[level.scale_id, level.position])
            for level in levels
            if level.scale_id in scales
        ]
    )


def general(subjects: Iterable[SubjectMarks], rules: SubjectRules) -> Fraction | None:
    """The mean of the averages of the subjects that count (G4)."""
    return mean(each.average for each in subjects if rules.in_average(each.subject_id))


def latest_trend(
    found: Sequence[FamilyMark],
    style: Style,
    month: Callable[[MarkRow], str],
    hint: Callable[[MarkRow], str],
) -> Trend | None:
    """The last numbers of all subjects, oldest first; None without numbers."""
    numbers = [
        each.mark
        for each in found
        if each.mark.quarters is not None and each.mark.cancelled_at is None
    ][:TREND]
    return trend(
        [
            Reading(month(mark), points(mark.quarters), mark.shown(style), hint(mark))
            for mark in reversed(numbers)
            if mark.quarters is not None
        ]
    )
