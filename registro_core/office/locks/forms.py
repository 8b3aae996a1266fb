"""The form of an unlock."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from registro_core import _
from registro_core.office.forms import NotBefore, choice_field, day_field, text_field
from registro_core.web.forms import Form

LONGEST_REASON = 500


def _number_or_none(value: object) -> int | None:
    return int(str(value)) if value else None


class UnlockForm(Form):
    """A temporary permission to change locked days (L7c)."""

    class_id = choice_field(_("Classe"), coerce=int)
    teacher_id = choice_field(_("Docente"), coerce=_number_or_none)
    first_day = day_field(_("Dal giorno"), InputRequired())
    last_day = day_field(_("Al giorno"), InputRequired(), NotBefore("first_day"))
    hours = IntegerField(
        _("Ore di validità dello sblocco"),
        [InputRequired(), NumberRange(1, 240)],
        default=24,
    )
    reason = text_field(_("Motivo"), InputRequired(), maximum=LONGEST_REASON)
