"""Justifications on the lesson page: one tap each, saved with the roll."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from registro_attendance import _
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.doing import Words
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.models import Justification
from registro_attendance.justifications.panel import words
from registro_attendance.justifications.policy import may_validate_now, policy_of
from registro_attendance.justifications.services import Validation, justify, validate
from registro_attendance.justifications.states import Party, State
from registro_attendance.own_children import kin
from registro_attendance.reasons import Reason
from registro_attendance.roll.access import may_call
from registro_attendance.roll.reading import LessonReading
from registro_core.api import PartError, markup

TEMPLATE = "registro_attendance:justifications/templates/part.pt"
VALIDATE, CERTIFICATE, PAPER = "justification", "justification-certificate", "justification-paper"
CHANGED = PartError(
    "part-justifications",
    _("Una giustificazione è cambiata mentre compilavi: controlla e salva di nuovo."),
    conflict=True,
)


class JustificationsPart:
    """What the families of the students before the teacher sent, and what is still open.

    A substitute may validate too: whoever may call the roll of the hour.
    """

    key = "justifications"
    order = 20

    def __init__(self, reading: LessonReading) -> None:
        """Read nothing yet."""
        self.reading = reading
        self.request = reading.request
        self.lesson = reading.lesson
        self.ticked: dict[str, set[str]] = {VALIDATE: set(), CERTIFICATE: set(), PAPER: set()}

    @property
    def items(self) -> list[Item]:
        """Items of the students of the lesson: no own children's, none of a closed term (L7a)."""
        own, found = kin(self.request), self.reading.unsettled
        return [item for item in found if item.student_id not in own and not item.locked]

    @property
    def editable(self) -> bool:
        """Whether there is something to do here: today, by who calls the roll."""
        return self.lesson.day == self.request.today and may_call(self.request, self.lesson)

    @property
    def waiting(self) -> list[Item]:
        """Sent by families, and the student is back (J3)."""
        policy, today = policy_of(self.request.school_settings), self.request.today
        return [
            item
            for item in self.items
            if item.state is State.JUSTIFIED_BY_FAMILY
            and may_validate_now(
                policy, item, today, absent_today=item.student_id in self.reading.absent
            )
        ]

    @property
    def open_items(self) -> list[Item]:
        """Not justified yet, by students who are here: perhaps on the paper booklet."""
        return [
            item
            for item in self.items
            if item.is_open and item.student_id not in self.reading.absent
        ]

    def render(self) -> Any:
        """The list, or nothing."""
        if not self.editable or not (self.waiting or self.open_items):
            return ""
        names = {row.student_id: row.name for row in self.lesson.roster}
        by_name = lambda item: (names[item.student_id], item.first_day)  # noqa: E731 used twice below
        return markup(
            self.request,
            TEMPLATE,
            waiting=sorted(self.waiting, key=by_name),
            open_items=sorted(self.open_items, key=by_name),
            student_names=names,
            ticked=self.ticked,
            **words(self.request),
        )

    def validate(self, form: Any) -> Sequence[PartError]:
        """Read what is ticked; 409 if one of them is not as it was shown."""
        self.ticked = {name: set(form.getall(name)) for name in self.ticked}
        if not any(self.ticked.values()):
            return []
        if not self.editable:
            return [PartError("part-justifications", _("Non puoi convalidare in quest’ora."))]
        known = {_token(item) for item in self.waiting}
        open_keys = {item.key for item in self.open_items}
        if not self.ticked[VALIDATE] <= known or not self.ticked[PAPER] <= open_keys:
            return [CHANGED]
        return self._missing_certificates()

    def _missing_certificates(self) -> list[PartError]:
        return [
            PartError(
                "part-justifications",
                _("Serve il certificato medico: spunta la casella quando lo hai visto."),
            )
            for item in self.waiting
            if _token(item) in self.ticked[VALIDATE]
            and item.signed is not None
            and item.needs_certificate
            and not item.signed.certificate_seen
            and _token(item) not in self.ticked[CERTIFICATE]
        ]

    def apply(self) -> None:
        """Validate, and record what was on paper."""
        if not any(self.ticked.values()):
            return
        session, acting = self.request.dbsession, doer(self.request, Party.TEACHER)
        accepted = {
            item.signed.id: item
            for item in self.waiting
            if item.signed is not None and _token(item) in self.ticked[VALIDATE]
        }
        if accepted:
            rows = session.scalars(
                select(Justification).where(Justification.id.in_(accepted))
            ).all()
            validate(session, acting, [self._validation(row, accepted[row.id]) for row in rows])
        paper = [item for item in self.open_items if item.key in self.ticked[PAPER]]
        if paper:
            justify(session, acting, paper, Words(Reason.OTHER))

    def _validation(self, row: Justification, item: Item) -> Validation:
        seen = item.signed.version if item.signed else 0
        certificate = _token(item) in self.ticked[CERTIFICATE]
        return Validation(row, seen, item.needs_certificate, certificate)


def _token(item: Item) -> str:
    """A justification and the version shown, as the form carries them."""
    return f"{item.signed.id}:{item.signed.version}" if item.signed else ""
