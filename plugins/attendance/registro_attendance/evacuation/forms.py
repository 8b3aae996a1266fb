"""The form of the evacuation sheet."""

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from registro_attendance import _
from registro_core.api import Form, choices, strip

DRILL, REAL = "drill", "real"


class SheetForm(Form):
    """What the teacher notes beside the names; the names are read apart."""

    kind = RadioField(
        _("Tipo"),
        choices=choices([(DRILL, _("Prova di evacuazione")), (REAL, _("Emergenza"))]),
        default=DRILL,
        validators=[InputRequired()],
    )
    assembly_point = StringField(
        _("Punto di raccolta"), filters=[strip], validators=[Length(max=120)]
    )
    note = StringField(_("Note"), filters=[strip], validators=[Length(max=500)])
