"""The part of the lesson page in which one signs and says what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

from registro_core.api import (
    LOCK_TEXTS,
    Conflict,
    LessonContext,
    PartError,
    Request,
    Text,
    markup,
    whole_number,
)
from registro_lessons import _
from registro_lessons.choices import NOT_SIGNING, choices_for, proposed
from registro_lessons.forms import LessonForm
from registro_lessons.labels import KINDS, MODULES
from registro_lessons.models import RollPart, SignatureKind
from registro_lessons.permissions import REGISTER
from registro_lessons.services.desk import Signed, open_desk
from registro_lessons.services.entries import (
    REASON_AFTER,
    Content,
    Entry,
    Quality,
    RefusedError,
)
from registro_lessons.services.parts import split
from registro_lessons.services.signing import Signing, prepare
from registro_lessons.settings import lock_rules

TEMPLATE = "registro_lessons:templates/part.pt"
PREFIX = "lessons-"


class SigningPart:
    """Signature, subject, topic and activity of an hour, for one or more hours in a row."""

    key = "lessons"
    # After the roll, which at eight o’clock comes first, and before what may wait.
    order = 15

    def __init__(self, request: Request, lesson: LessonContext, *, may_sign: bool) -> None:
        """Read the hour; `may_sign` False shows it without fields."""
        assert request.identity is not None  # noqa: S101 - the page asks for a permission
        self.request = request
        self.lesson = lesson
        self.rules = lock_rules(request)
        self.lock = lesson.lock(self.rules.lock_days)
        self.desk = open_desk(request.dbsession, lesson.ref, request.identity.person_id)
        self.editable = may_sign and self.lock is None and lesson.day <= request.today
        self.roster = lesson.roster if self.desk.is_split or self._supports() else []
        self.choices = choices_for(self.desk, self.roster)
        self.form = self._form()
        self.conflicts: list[Signed] = []
        self.signing: Signing | None = None

    def _supports(self) -> bool:
        return self.desk.is_split and any(t.student_id for t in self.desk.teachings)

    # ---- showing ----------------------------------------------------------------

    def _form(self) -> LessonForm:
        signs = [(NOT_SIGNING, _("Non firmo quest’ora"))]
        signs += [(choice.value, choice.label) for choice in self.choices]
        replaced = {
            p.teacher_id: p.name
            for p in [*self.desk.planned_in(self.lesson.slot.number), *self.desk.planned]
            if p.teacher_id != self.desk.teacher_id
        }
        for signed in self.desk.here:
            if signed.replaces_id is not None:
                replaced.setdefault(signed.replaces_id, _("Docente già indicato"))
        return LessonForm(
            self.request, signs, self._most_hours(), list(replaced.items()), self._proposal()
        )

    def _most_hours(self) -> int:
        """From this hour to the end of the day."""
        return sum(slot.number >= self.lesson.slot.number for slot in self.lesson.slots)

    def _proposal(self) -> Mapping[str, Any]:
        """What the fields hold when the page is opened."""
        desk = self.desk
        sign = proposed(desk, self.choices, self.request.GET.get("as", ""))
        chosen = self._quality(sign)
        own_text = desk.own is not None and desk.own.kind is SignatureKind.SUPPORT
        shown = desk.own if own_text else self._lesson_shown(chosen)
        return {
            "sign": sign,
            "hours": 1 if desk.own else min(desk.own_hours(), self._most_hours()),
            "replaces": desk.own.replaces_id if desk.own else self._replaced(chosen),
            "module": shown.module if shown else None,
            "topic": self._text(shown, own=own_text, name="topic"),
            "activity": self._text(shown, own=own_text, name="activity"),
        }

    def _lesson_shown(self, chosen: Quality | None) -> Signed | None:
        if chosen is not None and chosen.kind is SignatureKind.SUPPORT:
            return None
        part = chosen.part if chosen else RollPart.WHOLE
        return self.desk.lesson(self.lesson.slot.number, part)

    @staticmethod
    def _text(shown: Signed | None, *, own: bool, name: str) -> str | None:
        if shown is None:
            return None
        text: str | None = getattr(shown, f"own_{name}" if own else name)
        return text

    def _replaced(self, chosen: Quality | None) -> int | None:
        """For a supply: who is in the timetable in this hour, if it is one person."""
        if chosen is None or chosen.kind is not SignatureKind.SUBSTITUTION:
            return None
        others = {
            p.teacher_id
            for p in self.desk.planned_in(self.lesson.slot.number)
            if p.teacher_id != self.desk.teacher_id
        }
        return others.pop() if len(others) == 1 else None

    def _quality(self, value: str) -> Quality | None:
        return next((c.quality for c in self.choices if c.value == value), None)

    @property
    def locked(self) -> Text | None:
        """Why the hour can only be read (L7)."""
        return LOCK_TEXTS[self.lock] if self.lock else None

    def render(self) -> Any:
        """The markup; after a conflict with the other's text beside one's own."""
        return markup(
            self.request,
            TEMPLATE,
            desk=self.desk,
            form=self.form,
            may_sign=self.editable,
            conflicts=self.conflicts,
            versions=self._versions(),
            kinds=KINDS,
            modules=MODULES,
            lock_text=self.lesson.unsaid(self.locked),
            rolls=split(self.roster) if self.desk.is_split else {},
            needs_reason=self._is_old(),
            last_topic=self._last_topic(),
            withdraw_path=f"{self.request.path}/withdraw",
            history_path=self._history_path(),
        )

    def _history_path(self) -> str:
        """Who may read the class register may see who changed what."""
        allowed = self.request.allows(REGISTER.name, self.lesson)
        return f"{self.request.path}/history" if allowed else ""

    def _last_topic(self) -> str:
        chosen = self._quality(str(self.form.sign.data or ""))
        return next(
            (
                teaching.last_topic or ""
                for teaching in self.desk.teachings
                if chosen is not None and teaching.subject_id == chosen.subject_id
            ),
            "",
        )

    def _versions(self) -> list[tuple[str, int]]:
        """The version of each hour's lesson, for every share of the class."""
        seen = {(s.slot, s.part): s.version for s in self.desk.signed}
        first = self.lesson.slot.number
        return [
            (f"{PREFIX}version-{slot}-{part}", version)
            for (slot, part), version in seen.items()
            if slot >= first
        ]

    def _is_old(self) -> bool:
        now = self.request.now
        return any(now - s.created_at > REASON_AFTER for s in self.desk.here)

    # ---- saving -----------------------------------------------------------------

    def validate(self, form: Any) -> Sequence[PartError]:
        """Check the fields and every rule; nothing is written yet."""
        if not self.editable or f"{PREFIX}sign" not in form:
            return []
        if not self.form.validate():
            return [PartError(field.name, message) for field, message in self.form.problems]
        if self.form.sign.data == NOT_SIGNING:
            return self._not_signing()
        entry = self._entry(form)
        try:
            self.signing = prepare(
                self.request.dbsession, self.lesson.ref, self.lesson.slots, entry, self.rules
            )
        except RefusedError as refused:
            field = f"{PREFIX}{refused.field}"
            self.form[refused.field].errors = [refused.message]
            return [PartError(field, refused.message)]
        except Conflict:
            self.conflicts = self._written_by_others(entry)
            message = _("Un collega ha scritto questa lezione mentre scrivevi: confronta i testi.")
            return [PartError(f"{PREFIX}topic", message, conflict=True)]
        return []

    def _written_by_others(self, entry: Entry) -> list[Signed]:
        """The lessons of these hours whose text is not the one that the form was shown."""
        found = (self.desk.lesson(slot, entry.quality.part) for slot in entry.slots)
        return [s for s in found if s is not None and s.version != entry.seen.get(s.slot, 0)]

    def _not_signing(self) -> Sequence[PartError]:
        """What was typed without a signature would be lost: say so."""
        message = None
        if self.desk.own is not None:
            message = _("Hai già firmato: per togliere la firma usa «Togli la mia firma».")
        elif self._typed() != self._stored():
            message = _("Scegli come firmi: senza firma l’argomento non si salva.")
        if message is None:
            return []
        self.form.sign.errors = [message]
        return [PartError(f"{PREFIX}sign", message)]

    def _typed(self) -> Content:
        form = self.form
        return Content(form.topic.data, form.activity.data, form.module.data)

    def _stored(self) -> Content:
        shown = self.desk.lesson(self.lesson.slot.number, RollPart.WHOLE)
        return Content(shown.topic, shown.activity, shown.module) if shown else Content()

    def _entry(self, posted: Any) -> Entry:
        quality = self._quality(self.form.sign.data)
        assert quality is not None  # noqa: S101 - the field accepts only its choices
        if quality.kind is SignatureKind.SUBSTITUTION:
            quality = Quality(quality.kind, part=quality.part, replaces_id=self.form.replaces.data)
        first = self.lesson.slot.number
        later = [slot.number for slot in self.lesson.slots if slot.number >= first]
        slots = tuple(later[: self.form.hours.data])
        return Entry(
            teacher_id=self.desk.teacher_id,
            quality=quality,
            content=self._typed(),
            slots=slots,
            seen={slot: _version(posted, slot, quality.part) for slot in slots},
            reason=self.form.reason.data,
        )

    def apply(self) -> None:
        """Write what `validate` prepared."""
        if self.signing is not None:
            self.signing.write(self.request.actor)


def _version(posted: Any, slot: int, part: RollPart) -> int:
    """The version the form was shown; 0 when there was no lesson, or for nonsense."""
    return whole_number(str(posted.get(f"{PREFIX}version-{slot}-{part}", ""))) or 0
