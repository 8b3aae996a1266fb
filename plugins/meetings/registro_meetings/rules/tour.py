"""The shortest tour over the teachers a family wants to meet (*colloqui generali*).

All meetings of the day have one length, so its time is a grid of turns, numbered from 0. A tour
gives each teacher a turn of their own; of two tours the shorter is better, of equally short ones
that which begins first. As each meeting takes one turn, the shortest tour is also the one with
the least waiting.
"""

from collections.abc import Collection, Mapping

# By teacher: the turns still free.
Free = Mapping[int, Collection[int]]
# By teacher: the turn in which the family sees them.
Tour = dict[int, int]


def shortest_tour(free: Free, busy: Collection[int] = ()) -> Tour | None:
    """The best tour over all these teachers; None if there is none.

    Exact: windows are tried from the shortest on, and whether a window holds all is a matching of
    teachers and turns (Kuhn 1955), which is found if there is one. A day of 60 turns has 1830
    windows at most.

    :param busy: turns in which the family is elsewhere: with a teacher of another child, say.
    """
    open_turns = {teacher: sorted(set(turns) - set(busy)) for teacher, turns in free.items()}
    every = sorted({turn for turns in open_turns.values() for turn in turns})
    if not open_turns or not every:
        return None if open_turns else {}
    for length in range(len(open_turns), every[-1] - every[0] + 2):
        for first in every:
            tour = _tour_within(open_turns, range(first, first + length))
            if tour is not None:
                return tour
    return None


def _tour_within(free: Free, window: range) -> Tour | None:
    """A turn of the window for each teacher, no turn twice; None if they do not fit."""
    teacher_of: dict[int, int] = {}
    inside = {teacher: [t for t in turns if t in window] for teacher, turns in free.items()}
    for teacher in sorted(inside):
        if not _seat(teacher, inside, teacher_of, set()):
            return None
    return {teacher: turn for turn, teacher in sorted(teacher_of.items())}


def _seat(teacher: int, free: Free, teacher_of: dict[int, int], tried: set[int]) -> bool:
    """Give a teacher a turn, moving others to another of theirs where that makes room."""
    for turn in free[teacher]:
        if turn not in tried:
            tried.add(turn)
            holder = teacher_of.get(turn)
            if holder is None or _seat(holder, free, teacher_of, tried):
                teacher_of[turn] = teacher
                return True
    return False
