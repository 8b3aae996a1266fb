"""Forms for a student's day, and for students who are elsewhere with the school."""

from datetime import time

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from registro_attendance import _
from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, minutes_of
from registro_attendance.models import EventKind
from registro_core.api import Form, strip

# As many stretches as a day can sensibly have: in late, out and in, out.
STRETCHES = (1, 2, 3)


class DayForm(Form):
    """A student's day: absent, or not in class in up to three stretches (A8)."""

    absent = BooleanField(_("Assente tutto il giorno"))
    from1 = TimeField(_("Non in classe dalle"), validators=[Optional()])
    to1 = TimeField(_("alle"), validators=[Optional()])
    from2 = TimeField(_("poi dalle"), validators=[Optional()])
    to2 = TimeField(_("alle"), validators=[Optional()])
    from3 = TimeField(_("poi dalle"), validators=[Optional()])
    to3 = TimeField(_("alle"), validators=[Optional()])
    reason = StringField(
        _("Motivo della modifica"),
        description=_("Obbligatorio dopo un giorno: resta agli atti."),
        filters=[strip],
        validators=[Length(max=500)],
    )
    seen = HiddenField()

    def stretches(self) -> list[Stretch]:
        """What was typed, as stretches: an open start is the first hour, an open end the last."""
        if self.absent.data:
            return [Stretch(DAY_START, DAY_END, EventKind.ABSENT)]
        found = []
        for number in STRETCHES:
            start, end = self[f"from{number}"].data, self[f"to{number}"].data
            if start or end:
                found.append(_stretch(start, end))
        return found

    def put(self, stretches: list[Stretch]) -> None:
        """Show the stretches of a day."""
        self.absent.data = any(each.whole_day for each in stretches)
        for number, each in zip(STRETCHES, stretches, strict=False):
            if each.start != DAY_START:
                self[f"from{number}"].data = time(*divmod(each.start, 60))
            if each.end != DAY_END:
                self[f"to{number}"].data = time(*divmod(each.end, 60))

    def validate_to1(self, _field: TimeField) -> None:
        """Each stretch must end after it begins, and begin after the one before ended."""
        last = DAY_START - 1
        for each in self.stretches():
            if each.start >= each.end or each.start <= last:
                raise ValidationError(_("Gli orari devono andare in avanti, senza sovrapporsi."))
            last = each.end


def _stretch(start: time | None, end: time | None) -> Stretch:
    kind = EventKind.EXIT if start else EventKind.LATE
    return Stretch(
        minutes_of(start) if start else DAY_START, minutes_of(end) if end else DAY_END, kind
    )


class OutsideForm(Form):
    """Students who are elsewhere with the school: a visit, FSL, an assembly."""

    note = StringField(
        _("Attività"),
        description=_("La famiglia la legge: per esempio «visita al museo»."),
        filters=[strip],
        validators=[InputRequired(), Length(max=200)],
    )
    first_day = DateField(_("Dal giorno"), validators=[InputRequired()])
    last_day = DateField(_("Al giorno"), validators=[InputRequired()])
    starts_at = TimeField(
        _("Dalle"), description=_("Vuoto: dalla prima ora."), validators=[Optional()]
    )
    ends_at = TimeField(
        _("Alle"), description=_("Vuoto: fino all’ultima ora."), validators=[Optional()]
    )

    def validate_last_day(self, field: DateField) -> None:
        """A period goes forward, and is no longer than two months."""
        if self.first_day.data and not 0 <= (field.data - self.first_day.data).days <= 62:
            raise ValidationError(_("Il periodo dev’essere di al massimo due mesi."))

    def validate_ends_at(self, field: TimeField) -> None:
        """Hours go forward."""
        if self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("L’ora di fine viene dopo quella di inizio."))
