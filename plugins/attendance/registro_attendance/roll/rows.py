"""The rows of the roll as the page shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from registro_attendance import _
from registro_attendance.day.states import Mark, RowState
from registro_attendance.day.stretches import time_of
from registro_attendance.models import EventKind
from registro_attendance.roll.expected import Expected
from registro_attendance.roll.hour import Hour
from registro_attendance.roll.saving import Clash, needs_reason
from registro_attendance.roll.tags import RowTag
from registro_attendance.roll.typed import CHOICES, TypedRow, write_seen
from registro_core.api import Request, RosterRow, Text

LABELS: dict[Mark, Text] = {
    Mark.PRESENT: _("Presente"),
    Mark.ABSENT: _("Assente"),
    Mark.LATE: _("Ritardo"),
    Mark.LEFT: _("Uscita"),
    Mark.OUTSIDE: _("Fuori classe"),
}
PLURALS: dict[Mark, Text] = {
    Mark.PRESENT: _("Presenti"),
    Mark.ABSENT: _("Assenti"),
    Mark.LATE: _("Ritardi"),
    Mark.LEFT: _("Uscite"),
}


OWN_CHILD = _("È tuo figlio o tua figlia: in un’ora non tua lo segna un collega.")


@dataclass(frozen=True)
class RollRow:
    """A student's row: what is shown, what was typed wrong, what another one wrote meanwhile."""

    number: int
    student: RosterRow
    mark: Mark
    entered: str
    left: str
    tags: tuple[RowTag, ...]
    error: Text | None = None
    meanwhile: Text | None = None
    # A child of the teacher's own, in a colleague's hour.
    fixed: bool = False

    @property
    def initials(self) -> str:
        """Two letters, for the eye."""
        return self.student.surname[:1] + self.student.given_name[:1]


@dataclass(frozen=True)
class RollPage:
    """All that the template of the roll needs."""

    rows: list[RollRow]
    elsewhere: list[tuple[RosterRow, Text]]
    removed: list[tuple[RosterRow, Text]]
    counts: list[tuple[Mark, Text, int]]
    seen: str
    editable: bool
    called: bool
    needs_reason: bool
    reason: str
    # Why who may call this roll can only read it (L7).
    lock_text: Text | None
    choices: Sequence[tuple[Mark, Text]] = field(
        default=tuple((mark, LABELS[mark]) for mark in CHOICES)
    )


@dataclass(frozen=True)
class Attempt:
    """What a teacher tried to save: empty when the page is shown for the first time."""

    typed: Mapping[int, TypedRow] = field(default_factory=dict)
    clashes: Sequence[Clash] = ()
    reason: str = ""


def roll_page(
    request: Request,
    hour: Hour,
    expected: Expected,
    tags: Mapping[int, Sequence[RowTag]],
    attempt: Attempt,
    *,
    editable: bool,
    lock_text: Text | None,
    fixed: Collection[int],
) -> RollPage:
    """Put the page together, without a statement of its own."""
    states = {row.student_id: hour.state(row.student_id) for row in expected.here}
    clashing = {clash.student_id: clash for clash in attempt.clashes}
    rows = [
        _fixed(number, student, states[student.student_id])
        if student.student_id in fixed
        else _row(
            number,
            student,
            _shown(hour, states[student.student_id], tags.get(student.student_id, ())),
            (*_known(hour, student.student_id), *tags.get(student.student_id, ())),
            attempt.typed.get(student.student_id),
            clashing.get(student.student_id),
        )
        for number, student in enumerate(expected.here, 1)
    ]
    return RollPage(
        rows,
        expected.elsewhere,
        expected.removed,
        [(mark, PLURALS[mark], _count(rows, mark)) for mark in CHOICES],
        write_seen(states),
        editable,
        hour.called is not None,
        needs_reason(hour, request.now),
        attempt.reason,
        lock_text,
    )


def _count(rows: Sequence[RollRow], mark: Mark) -> int:
    return sum(row.mark is mark for row in rows)


def _shown(hour: Hour, state: RowState, tags: Sequence[RowTag]) -> RowState:
    """The stored state, or before the first roll of the day the one that a tag proposes."""
    if state.mark is not Mark.PRESENT or hour.called or not hour.first_of_day:
        return state
    return next((tag.proposed for tag in tags if tag.proposed is not None), state)


def _known(hour: Hour, student_id: int) -> list[RowTag]:
    """What earlier hours of the day tell of a student who is in class now."""
    tags = []
    start = hour.place.slot.starts_at
    for stretch in sorted(hour.stretches(student_id)):
        if stretch.kind is EventKind.OUTSIDE:
            note = hour.book.notes.get(student_id, "")
            tags.append(
                RowTag("info", "it-map-marker", _("Fuori classe: ${note}", mapping={"note": note}))
            )
        elif stretch.end <= start.hour * 60 + start.minute:
            at = {"time": f"{time_of(stretch.end):%H:%M}"}
            back, first = (
                _("Rientro alle ${time}", mapping=at),
                _("Entrata alle ${time}", mapping=at),
            )
            tags.append(RowTag("info", "it-clock", back if stretch.start else first))
    return tags


def _fixed(number: int, student: RosterRow, state: RowState) -> RollRow:
    tag = RowTag("warn", "it-user", OWN_CHILD)
    entered, left = _clock(state.entered), _clock(state.left)
    return RollRow(number, student, state.mark, entered, left, (tag,), fixed=True)


def _row(
    number: int,
    student: RosterRow,
    state: RowState,
    tags: tuple[RowTag, ...],
    typed: TypedRow | None,
    clash: Clash | None,
) -> RollRow:
    if clash is not None and not clash.touched:
        state, typed = clash.current, None
    meanwhile = LABELS[clash.current.mark] if clash else None
    if typed is None:
        return RollRow(
            number,
            student,
            state.mark,
            _clock(state.entered),
            _clock(state.left),
            tags,
            meanwhile=meanwhile,
        )
    return RollRow(
        number, student, typed.mark, typed.entered, typed.left, tags, typed.error, meanwhile
    )


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{time_of(minutes):%H:%M}"
