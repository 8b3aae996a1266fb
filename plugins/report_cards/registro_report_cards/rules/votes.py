"""The council as a body: who must be there, who votes, what a vote comes to (S3, S4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


class SplitSeat(ValueError):
    """Two who share one vote said different things."""


@dataclass(frozen=True)
class Vote:
    """One member's word. There is no abstention (S3).

    `seat` is shared by the support teachers of one student, who count as one (DPR 122/2009 art. 4
    c. 1); others have their own. `religion`: votes for its students only, and in words where it
    is decisive (S4).
    """

    person_id: int
    in_favour: bool
    seat: int | None = None
    president: bool = False
    religion: bool = False


@dataclass(frozen=True)
class Result:
    """What a vote came to. `dissenters`: who lost, to be named in the minutes (S9, B1).

    `religion_decides`: without that vote it would have come out otherwise; it becomes a reasoned
    judgement in the minutes (S4).
    """

    carried: bool
    unanimous: bool
    dissenters: tuple[int, ...]
    religion_decides: bool


def result(votes: Sequence[Vote]) -> Result:
    """Count: the majority of seats, on a tie what the president said (S3).

    Raises `SplitSeat`, and ValueError for a tie without a president's vote.
    """
    carried = _carried(votes)
    others = [vote for vote in votes if not vote.religion]
    decides = len(others) < len(votes) and bool(others) and _carried(others) is not carried
    dissenters = tuple(vote.person_id for vote in votes if vote.in_favour is not carried)
    return Result(carried, not dissenters, dissenters, decides)


def _carried(votes: Sequence[Vote]) -> bool:
    seats: dict[tuple[str, int], bool] = {}
    for vote in votes:
        shared = vote.seat is not None
        seat = ("seat", vote.seat or 0) if shared else ("person", vote.person_id)
        if seats.setdefault(seat, vote.in_favour) is not vote.in_favour:
            raise SplitSeat(f"the votes of seat {vote.seat} are one")
    surplus = sum(1 if yes else -1 for yes in seats.values())
    if surplus:
        return surplus > 0
    said = [vote.in_favour for vote in votes if vote.president]
    if not said:
        raise ValueError("a tie, and no president has voted")
    return said[0]


def unreplaced(
    members: Iterable[int], present: Iterable[int], substitutes: Mapping[int, int]
) -> list[int]:
    """The members who are neither present nor replaced: with any, nothing is decided (S3).

    A substitute who is a member already replaces nobody: each has one place.

    :param substitutes: whom (key) which appointed colleague (value) replaces.
    """
    council, there = list(members), set(present)
    taken: set[int] = set()
    missing = []
    for member in council:
        substitute = substitutes.get(member)
        free = substitute is not None and substitute not in council and substitute not in taken
        if member not in there and not free:
            missing.append(member)
        elif member not in there and substitute is not None:
            taken.add(substitute)
    return missing
