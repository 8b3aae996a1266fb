"""Forms for deroghe, hours of other schools and the limits of a class."""

from decimal import Decimal
from fractions import Fraction

from wtforms import DateField, DecimalField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from registro_attendance import _
from registro_attendance.models import DerogationKind
from registro_core.api import Form, Text, VersionField, choices, strip

KINDS: dict[DerogationKind, Text] = {
    DerogationKind.ILLNESS: _("Malattia documentata"),
    DerogationKind.THERAPY: _("Terapie e cure programmate"),
    DerogationKind.BLOOD_DONATION: _("Donazione di sangue"),
    DerogationKind.SPORT: _("Attività sportiva agonistica"),
    DerogationKind.RELIGION: _("Intese religiose"),
    DerogationKind.FAMILY: _("Gravi motivi di famiglia"),
}
MOST_HOURS = 2000


def exact(value: Decimal) -> Fraction:
    """Typed hours as an exact number: "31,5" is 63/2."""
    return Fraction(value)


def written(hours: Fraction | None) -> Decimal | None:
    """Exact hours as they are typed."""
    return None if hours is None else Decimal(hours.numerator) / hours.denominator


class HoursField(DecimalField):
    """Hours with a comma or a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read Italian decimals too."""
        super().process_formdata([text.strip().replace(",", ".") for text in valuelist])


class DerogationForm(Form):
    """Days whose absences the council may excuse (A13)."""

    kind = SelectField(_("Motivo"), choices=choices(KINDS.items()))
    first_day = DateField(_("Dal giorno"), validators=[InputRequired()])
    last_day = DateField(_("Al giorno"), validators=[InputRequired()])
    document = StringField(
        _("Documento agli atti"),
        description=_("Solo il numero di protocollo, mai una diagnosi."),
        filters=[strip],
        validators=[Length(max=100)],
    )

    def validate_last_day(self, field: DateField) -> None:
        """A period goes forward."""
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_("L’ultimo giorno viene prima del primo."))


class PreviousHoursForm(Form):
    """Hours of absence made at another school this year (A16)."""

    hours = HoursField(
        _("Ore di assenza"),
        validators=[InputRequired(), NumberRange(min=0, max=MOST_HOURS)],
        places=None,
    )
    source = StringField(
        _("Da dove risulta"),
        description=_("Per esempio: nulla osta prot. 123 dell’istituto Verdi."),
        filters=[strip],
        validators=[InputRequired(), Length(max=200)],
    )


class CancelForm(Form):
    """Taking something back: why."""

    version = VersionField()
    reason = StringField(
        _("Perché lo annulli"), filters=[strip], validators=[InputRequired(), Length(max=300)]
    )


class ClassLimitForm(Form):
    """The limit of a class by the school's own table (A3, A4)."""

    hours = HoursField(
        _("Ore di assenza permesse"),
        description=_("Vuoto: un quarto del monte ore di ciascuno studente."),
        validators=[Optional(), NumberRange(min=0, max=MOST_HOURS)],
        places=None,
    )
    without_religion = HoursField(
        _("Per chi non si avvale ed esce o studia da solo"),
        validators=[Optional(), NumberRange(min=0, max=MOST_HOURS)],
        places=None,
    )
    version = VersionField()
