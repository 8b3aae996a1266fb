"""Reading what a teacher typed in the roll: letters and times, with what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from registro_attendance import _
from registro_attendance.day.states import Mark, RowState, read_token
from registro_attendance.day.stretches import minutes_of
from registro_core.api import Text, whole_number

CHOICES = (Mark.PRESENT, Mark.ABSENT, Mark.LATE, Mark.LEFT)
SEEN = "roll-seen"
REASON = "roll-reason"
NOT_A_TIME = _("Scrivi l’ora così: 8:15")


def field(student_id: int, what: str = "") -> str:
    """The name of a student's field: the letter, or the time "in" or "out"."""
    return f"roll-{student_id}-{what}" if what else f"roll-{student_id}"


@dataclass(frozen=True)
class TypedRow:
    """A student's row as typed. `state` is None if it cannot be understood; then `error` says why."""

    mark: Mark
    entered: str = ""
    left: str = ""
    state: RowState | None = None
    error: Text | None = None


@dataclass(frozen=True)
class Bounds:
    """Between which minutes the times of a roll may lie: this hour's start, the day's end, now."""

    start: int
    end: int
    now: int


def read_row(
    form: Mapping[str, str], student_id: int, shown: RowState, bounds: Bounds
) -> TypedRow | None:
    """A student's row; None if the form has no such row.

    :param shown: the state that the form showed: a time left as it was is not checked again.
    """
    letter = form.get(field(student_id))
    if letter is None:
        return None
    if letter not in set(CHOICES):
        return TypedRow(shown.mark, error=_("Scegli presente, assente, ritardo o uscita."))
    mark = Mark(letter)
    entered = form.get(field(student_id, "in"), "").strip()
    left = form.get(field(student_id, "out"), "").strip()
    try:
        state = _state(mark, entered, left)
    except ValueError:
        return TypedRow(mark, entered, left, error=NOT_A_TIME)
    error = None if state == shown else _outside(state, bounds)
    return TypedRow(mark, entered, left, None if error else state, error)


def _state(mark: Mark, entered: str, left: str) -> RowState:
    """The state that was typed; ValueError for a missing or unreadable time."""
    if mark is Mark.LATE:
        return RowState(mark, _minutes(entered))
    if mark is Mark.LEFT:
        return RowState(mark, _minutes(entered) if entered else None, _minutes(left))
    return RowState(mark)


def _minutes(text: str) -> int:
    hour, _colon, minute = text.replace(".", ":").partition(":")
    return minutes_of(time(int(hour), int(minute[:2])))


def _outside(state: RowState, bounds: Bounds) -> Text | None:
    times = [at for at in (state.entered, state.left) if at is not None]
    if any(not bounds.start <= at <= bounds.end for at in times):
        return _("L’ora dev’essere dentro questa ora di lezione o dopo, prima del termine.")
    if state.entered is not None and state.entered > bounds.now:
        return _("Un’entrata non può essere nel futuro.")
    if state.entered is not None and state.entered == state.left:
        return _("Entrata e uscita sono alla stessa ora.")
    return None


def write_seen(states: Mapping[int, RowState]) -> str:
    """What a form showed, to tell later what others changed meanwhile."""
    return " ".join(f"{student}:{state.token}" for student, state in states.items())


def read_seen(text: str) -> dict[int, RowState]:
    """The states that a form showed; what is not ours is left out."""
    found = {}
    for word in text.split():
        student, _colon, token = word.partition(":")
        state, student_id = read_token(token), whole_number(student)
        if state is not None and student_id is not None:
            found[student_id] = state
    return found
