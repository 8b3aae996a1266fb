"""Forms of observations."""

from datetime import date

from wtforms import BooleanField, DateField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from registro_core.api import Form, VersionField, strip
from registro_grades import _
from registro_grades.observations.services import Draft

TEXT_LENGTH = 2000


class ObservationForm(Form):
    """An observation on a student."""

    day = DateField(_("Giorno"), validators=[InputRequired(_("Scrivi il giorno."))])
    text = TextAreaField(
        _("Testo"),
        description=_("La leggono i genitori, il coordinatore e il dirigente. Non l’alunno."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi l’osservazione.")), Length(max=TEXT_LENGTH)],
    )
    in_report = BooleanField(
        _("Anche nella pagella"),
        description=_("Si stampa nella pagella del periodo, che legge anche l’alunno."),
    )
    version = VersionField()

    first_day: date
    last_day: date

    def validate_day(self, field: DateField) -> None:
        """A9: in the student's year in the class, and not in the future."""
        if not self.first_day <= field.data <= self.last_day:
            raise ValidationError(_("Scegli un giorno di quest’anno, non futuro."))

    def draft(self) -> Draft:
        """What was typed."""
        return Draft(self.day.data, self.text.data, in_report=self.in_report.data)


class CancelForm(Form):
    """Why an observation is cancelled."""

    reason = TextAreaField(
        _("Motivo dell’annullamento"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi perché.")), Length(max=500)],
    )
    version = VersionField()
