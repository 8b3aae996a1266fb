"""The roll as a part of the lesson page: one form, one save, without scripts if need be."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from registro_attendance import _
from registro_attendance.day.states import RowState
from registro_attendance.day.stretches import minutes_of
from registro_attendance.events.recording import DayRules, Occasion
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.states import Party
from registro_attendance.locks import lock_of_lesson
from registro_attendance.notices import tell_families
from registro_attendance.own_children import kin
from registro_attendance.permits.arrivals import settle
from registro_attendance.roll.access import has_hour, may_call
from registro_attendance.roll.expected import Expected
from registro_attendance.roll.hour import Hour
from registro_attendance.roll.reading import LessonReading
from registro_attendance.roll.rows import OWN_CHILD, Attempt, RollPage, roll_page
from registro_attendance.roll.saving import Clash, clashes, lock_class, needs_reason, save_roll
from registro_attendance.roll.tags import row_tags
from registro_attendance.roll.typed import (
    REASON,
    SEEN,
    Bounds,
    TypedRow,
    field,
    read_row,
    read_seen,
)
from registro_attendance.settings import DEBOUNCE, SHORT_LATE
from registro_core.api import LOCK_TEXTS, Lock, PartError, Text, markup, school_time

TEMPLATE = "registro_attendance:roll/templates/part.pt"
MAX_REASON = 500


class RollPart:
    """Shows and saves the roll of a lesson's hour."""

    key = "roll"
    order = 10

    def __init__(self, reading: LessonReading) -> None:
        """Read nothing yet: on save the class is locked first."""
        self.reading = reading
        self.request = reading.request
        self.lesson = reading.lesson
        self.typed: dict[int, TypedRow] = {}
        self.clashes: list[Clash] = []
        self.reason = ""

    @property
    def expected(self) -> Expected:
        """Whose roll it is."""
        return self.reading.expected

    @property
    def hour(self) -> Hour:
        """The hour as stored."""
        return self.reading.hour

    @cached_property
    def fixed(self) -> frozenset[int]:
        """One's own children, in an hour that is a colleague's: the colleague calls them."""
        here = {row.student_id for row in self.expected.here}
        own = kin(self.request) & here
        return own if own and not has_hour(self.request, self.lesson) else frozenset()

    def render(self) -> Any:
        """The roll, as stored or as typed."""
        return markup(self.request, TEMPLATE, page=self._page())

    def _page(self) -> RollPage:
        students = [row.student_id for row in self.expected.here]
        return roll_page(
            self.request,
            self.hour,
            self.expected,
            row_tags(self.request.dbsession, students, self.lesson.day, self.reading.unsettled),
            Attempt(self.typed, self.clashes, self.reason),
            editable=self.editable,
            lock_text=self.lesson.unsaid(self.locked),
            fixed=self.fixed,
        )

    @property
    def locked(self) -> Text | None:
        """Why this roll can only be read (L7)."""
        return LOCK_TEXTS[self._lock] if self._allowed and self._lock else None

    @property
    def editable(self) -> bool:
        """Whether the person signed in may call this roll now."""
        return self._allowed and self._lock is None

    @property
    def _allowed(self) -> bool:
        return may_call(self.request, self.lesson)

    @property
    def _lock(self) -> Lock | None:
        return lock_of_lesson(self.request, self.lesson)

    def validate(self, form: Any) -> Sequence[PartError]:
        """Read the rows; say which are wrong, and which another one changed meanwhile (409)."""
        if SEEN not in form:
            return []
        if not self._allowed:
            return [PartError("roll", _("Non puoi fare l’appello di quest’ora."))]
        if self._lock is not None:
            return [PartError("roll", LOCK_TEXTS[self._lock], conflict=True)]
        lock_class(self.request.dbsession, self.lesson.school_class.id)
        self.reason = str(form.get(REASON, "")).strip()[:MAX_REASON]
        seen = read_seen(str(form[SEEN]))
        self.typed = self._read(form, seen)
        return [*self._own(form), *self._wrong(), *self._clashing(seen), *self._missing_reason()]

    def _own(self, form: Any) -> list[PartError]:
        return [PartError("roll", OWN_CHILD) for student in self.fixed if field(student) in form]

    def _read(self, form: Any, seen: dict[int, RowState]) -> dict[int, TypedRow]:
        slots = self.lesson.slots
        today = self.lesson.day == self.request.today
        bounds = Bounds(
            minutes_of(self.lesson.slot.starts_at),
            minutes_of(slots[-1].ends_at),
            minutes_of(school_time(self.request.now)) if today else minutes_of(slots[-1].ends_at),
        )
        rows = {
            row.student_id: read_row(
                form, row.student_id, seen.get(row.student_id, self._state(row.student_id)), bounds
            )
            for row in self.expected.here
            if row.student_id not in self.fixed
        }
        return {student: row for student, row in rows.items() if row is not None}

    def _state(self, student_id: int) -> RowState:
        return self.hour.state(student_id)

    @property
    def _states(self) -> dict[int, RowState]:
        return {s: row.state for s, row in self.typed.items() if row.state is not None}

    def _wrong(self) -> list[PartError]:
        return [
            PartError(field(student), row.error)
            for student, row in self.typed.items()
            if row.error is not None
        ]

    def _clashing(self, seen: dict[int, RowState]) -> list[PartError]:
        current = {student: self._state(student) for student in self.typed}
        self.clashes = clashes(seen, self._states, current)
        names = {row.student_id: row.name for row in self.expected.here}
        return [
            PartError(
                field(clash.student_id),
                _(
                    "${name}: un’altra persona ha scritto altro mentre compilavi.",
                    mapping={"name": names[clash.student_id]},
                ),
                conflict=True,
            )
            for clash in self.clashes
        ]

    def _missing_reason(self) -> list[PartError]:
        changed = any(state != self._state(s) for s, state in self._states.items())
        if self.reason or not changed or not needs_reason(self.hour, self.request.now):
            return []
        return [
            PartError(REASON, _("È passato più di un giorno: scrivi il motivo della modifica."))
        ]

    def apply(self) -> None:
        """Store the roll and tell families, in the transaction of the lesson."""
        if not self.typed and self.expected.here:
            return
        settings = self.request.school_settings
        rules = DayRules(self.lesson.slots[0].starts_at, settings.integer(SHORT_LATE.name))
        occasion = Occasion(self.request.actor, self.request.now, reason=self.reason or None)
        session = self.request.dbsession
        changes = save_roll(session, self.hour, self._states, rules, occasion)
        debounce = timedelta(minutes=settings.integer(DEBOUNCE.name))
        tell_families(session, changes, debounce, self.request.now)
        settle(session, doer(self.request, Party.TEACHER), changes)
