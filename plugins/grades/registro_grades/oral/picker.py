"""The picker of a student and a mark, as the template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

from registro_grades.oral.giving import Trouble
from registro_grades.oral.typed import Single, TypedOral
from registro_grades.scales.vocabulary import Vocabulary
from registro_grades.values import PASS, Style, display

# What one taps; the others are typed.
TAPPED = (
    *(12, 16, 18, 20, 22, 23, 24, 25, 26, 27),
    *(28, 29, 30, 31, 32, 34, 36, 38, 40),
)


@dataclass(frozen=True)
class Chip:
    """A mark to tap."""

    text: str
    name: str = ""
    low: bool = False


@dataclass(frozen=True)
class Picker:
    """Students (id, surname, name), marks to tap, courses (key, name, chosen), what was typed."""

    students: Sequence[tuple[int, str, str]]
    chips: Sequence[Chip]
    courses: Sequence[tuple[str, str, bool]]
    typed: TypedOral
    troubles: Sequence[Trouble]

    @property
    def chosen(self) -> dict[int, Single]:
        """Marks chosen already, by student, to show them again."""
        return {single.student_id: single for single in self.typed.singles}


def number_chips(style: Style) -> list[Chip]:
    """The usual numbers."""
    return [Chip(display(each, style), low=each < PASS) for each in TAPPED]


def level_chips(words: Vocabulary) -> list[Chip]:
    """The levels of a scale of judgements."""
    return [Chip(each.short, each.name, not each.passing) for each in words.levels]
