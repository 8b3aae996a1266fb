"""How often each level was given, as one bar of parts: judgements have no average (G12, P1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_grades.charts.plane import written

WIDTH, HEIGHT, GAP = 440, 16, 3
# How many colours there are: of a longer scale the last levels share one.
COLOURS = 6


@dataclass(frozen=True)
class Level:
    """A level of a scale and how often it was given, best level first."""

    label: str
    count: int


@dataclass(frozen=True)
class Part:
    """A piece of the bar; `colour` counts from 1, the best level."""

    label: str
    count: int
    colour: int
    x: str
    width: str


@dataclass(frozen=True)
class Distribution:
    """All that the template draws: only the levels that were given have a part."""

    parts: tuple[Part, ...]
    total: int

    @property
    def view_box(self) -> str:
        """The size as SVG says it."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def description(self) -> str:
        """All values in words."""
        return "; ".join(f"{part.label}: {part.count}" for part in self.parts)


def distribution(levels: Sequence[Level]) -> Distribution | None:
    """Lay out how often each level was given; None if nothing was."""
    given = [(number, level) for number, level in enumerate(levels, 1) if level.count]
    if not given:
        return None
    total = sum(level.count for _number, level in given)
    room = WIDTH - GAP * (len(given) - 1)
    parts, x = [], Fraction(0)
    for number, level in given:
        width = Fraction(room * level.count, total)
        colour = min(number, COLOURS)
        parts.append(Part(level.label, level.count, colour, written(x), written(width)))
        x += width + GAP
    return Distribution(tuple(parts), total)
