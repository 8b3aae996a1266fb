"""A line of values over time, against the pass mark (*sufficienza*)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_grades.charts.plane import Frame, written

PASS = Fraction(6)
HIGHEST = Fraction(10)
# The scale begins here unless a value lies lower.
USUAL_LOWEST = Fraction(3)
# About how wide a letter of an axis is, and how far two labels stay apart.
LETTER, APART = 7, 8


@dataclass(frozen=True)
class Reading:
    """A value to draw: what stands under the axis ("set"), at the point, and in its description."""

    label: str
    value: Fraction
    shown: str
    hint: str


@dataclass(frozen=True)
class Dot:
    """A point of the line. Below the pass mark it is a square: not by colour alone (WCAG 1.4.1)."""

    x: str
    y: str
    corner_x: str
    corner_y: str
    low: bool
    last: bool
    hint: str


@dataclass(frozen=True)
class Tick:
    """A text of an axis, at a place."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Trend:
    """All that the template draws; lengths are texts already."""

    frame: Frame
    dots: tuple[Dot, ...]
    line: str
    area: str
    # Heights of the lines of the grid with their values, and that of the pass mark.
    grid: tuple[Tick, ...]
    threshold: Tick
    labels: tuple[Tick, ...]
    last: Tick
    description: str


def trend(readings: Sequence[Reading]) -> Trend | None:
    """Lay out values, oldest first; None if there are none.

    One value is a point; a line needs two.
    """
    if not readings:
        return None
    low = min(USUAL_LOWEST, *(Fraction(reading.value.__floor__()) for reading in readings))
    frame = Frame(low, HIGHEST)
    places = [
        (frame.across(number, len(readings)), frame.up(reading.value))
        for number, reading in enumerate(readings)
    ]
    line = " ".join(f"{written(x)},{written(y)}" for x, y in places)
    first, last = written(places[0][0]), written(places[-1][0])
    end_x, end_y = places[-1]
    return Trend(
        frame,
        tuple(_dots(readings, places)),
        line,
        f"M{first},{frame.floor} L{line.replace(' ', ' L')} L{last},{frame.floor} Z",
        tuple(_line(frame, value) for value in (Fraction(4), Fraction(8), HIGHEST)),
        _line(frame, PASS),
        tuple(_labels(readings, places, frame)),
        Tick(written(end_x), written(end_y - 10), readings[-1].shown),
        "; ".join(reading.hint for reading in readings),
    )


def _dots(
    readings: Sequence[Reading], places: Sequence[tuple[Fraction, Fraction]]
) -> Iterator[Dot]:
    for reading, (x, y) in zip(readings, places, strict=True):
        yield Dot(
            written(x),
            written(y),
            written(x - 4),
            written(y - 4),
            reading.value < PASS,
            reading is readings[-1],
            reading.hint,
        )


def _line(frame: Frame, value: Fraction) -> Tick:
    return Tick(written(frame.left - 8), written(frame.up(value)), str(value), "end")


def _labels(
    readings: Sequence[Reading], places: Sequence[tuple[Fraction, Fraction]], frame: Frame
) -> Iterator[Tick]:
    """What stands under the axis: each label once, where there is room for it."""
    seen, free_from = "", Fraction(0)
    for number, (reading, (x, _y)) in enumerate(zip(readings, places, strict=True)):
        half = Fraction(LETTER * len(reading.label), 2)
        anchor, start = "middle", x - half
        if number == 0 and len(readings) > 1:
            anchor, start = "start", x
        elif x + half > frame.width:
            anchor, start = "end", x - 2 * half
        if reading.label != seen and start >= free_from:
            seen, free_from = reading.label, start + 2 * half + APART
            yield Tick(written(x), str(frame.height - 5), reading.label, anchor)
