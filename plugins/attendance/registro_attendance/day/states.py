"""What a roll says of a student in an hour: P, A, R, U, or elsewhere with the school."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, tidy, without
from registro_attendance.models import EventKind

TOKEN = re.compile(r"([PARUF])(\d{1,4})?-(\d{1,4})?")


class Mark(StrEnum):
    """The letter of a roll."""

    PRESENT = "P"
    ABSENT = "A"
    LATE = "R"
    LEFT = "U"
    OUTSIDE = "F"


@dataclass(frozen=True)
class RowState:
    """A student in an hour: the letter, and the minutes of coming in and of leaving.

    With both, who came in after leaving was out between, else was in between.
    """

    mark: Mark
    entered: int | None = None
    left: int | None = None

    @property
    def token(self) -> str:
        """The state in a few letters, for a form that must remember what it showed."""
        entered = "" if self.entered is None else self.entered
        return f"{self.mark}{entered}-{'' if self.left is None else self.left}"


PRESENT = RowState(Mark.PRESENT)


def read_token(text: str) -> RowState | None:
    """The state that wrote a token; None if nobody did."""
    match = TOKEN.fullmatch(text)
    if match is None:
        return None
    mark, entered, left = match.groups()
    return RowState(Mark(mark), int(entered) if entered else None, int(left) if left else None)


def state_in(start: int, end: int, stretches: Iterable[Stretch]) -> RowState:
    """The state of an hour, from the stretches of the day (inherited from earlier hours)."""
    here = sorted(each for each in stretches if each.overlaps(start, end))
    away = [each for each in here if each.kind is not EventKind.OUTSIDE]
    if not away:
        outside = any(each.start <= start and each.end >= end for each in here)
        return RowState(Mark.OUTSIDE) if outside else PRESENT
    if away[0].start <= start and away[0].end >= end:
        return _whole_hour(away[0])
    entered = away[0].end if away[0].start <= start else None
    left = away[-1].start if away[-1].start > start else None
    if left is not None and entered is None and away[-1].end < end:
        entered = away[-1].end
    return RowState(Mark.LATE if left is None else Mark.LEFT, entered, left)


def _whole_hour(stretch: Stretch) -> RowState:
    entered = stretch.end if stretch.end < DAY_END else None
    if stretch.kind is EventKind.EXIT:
        return RowState(Mark.LEFT, entered, stretch.start)
    if stretch.kind is EventKind.LATE:
        return RowState(Mark.LATE, entered)
    return RowState(Mark.ABSENT)


@dataclass(frozen=True)
class Window:
    """How long a roll speaks for: from its hour to the next hour whose roll was called.

    When no earlier roll was called that day it also speaks for the hours
    before: nobody else has. `first` and `last` are the ends of the day's lessons.
    """

    start: int
    end: int
    first: int
    last: int


def restated(stretches: Iterable[Stretch], state: RowState, window: Window) -> list[Stretch]:
    """The stretches of the day after a roll said something new of a student.

    Hours outside the window keep what their own rolls said, and presence
    elsewhere with the school is never turned into absence (A5).
    """
    everything = list(stretches)
    outside = [each for each in everything if each.kind is EventKind.OUTSIDE]
    away = [each for each in everything if each.kind is not EventKind.OUTSIDE]
    kept = without(away, window.start, window.end)
    said = _stretches_said(state, window)
    for place in outside:
        said = without(said, place.start, place.end)
    return tidy(kept + said, window.first, window.last)


def _stretches_said(state: RowState, window: Window) -> list[Stretch]:
    entered, left = state.entered, state.left
    if state.mark is Mark.PRESENT or state.mark is Mark.OUTSIDE:
        spans = []
    elif state.mark is Mark.ABSENT:
        spans = [(window.start, window.end, EventKind.ABSENT)]
    elif left is None:
        spans = [(window.start, entered or window.end, EventKind.LATE)]
    elif entered is None:
        spans = [(left, window.end, EventKind.EXIT)]
    elif left < entered:
        spans = [(left, entered, EventKind.EXIT)]
    else:
        spans = [
            (window.start, entered, EventKind.LATE),
            (left, window.end, EventKind.EXIT),
        ]
    return [Stretch(start, end, kind) for start, end, kind in spans if start < end]


def window_of(
    slots: Sequence[tuple[int, int]], current: tuple[int, int], called: Iterable[int]
) -> Window:
    """The window of a roll in an hour, `called` being the starts of hours whose roll was called.

    Hours are (start, end) in minutes; `slots` are those of the day, in order.
    """
    others = sorted(start for start in called if start != current[0])
    earlier = any(start < current[0] for start in others)
    later = [start for start in others if start > current[0]]
    return Window(
        current[0] if earlier else DAY_START,
        later[0] if later else DAY_END,
        slots[0][0],
        slots[-1][1],
    )
