"""The form of a class test: what it was about, when, of what kind, how much it counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from registro_core.api import SCHOOL_ZONE, Form, Request, VersionField, choices, strip
from registro_grades import _
from registro_grades.labels import KINDS
from registro_grades.marks.assessments import LONGEST_TITLE, Described
from registro_grades.marks.entries import LONGEST_REASON
from registro_grades.models import Kind


class TestForm(Form):
    """What a teacher says of a class test, once for all students."""

    __test__ = False

    title = StringField(
        _("Descrizione"),
        [InputRequired(), Length(max=LONGEST_TITLE)],
        filters=[strip],
        description=_("Vale per tutti: per esempio «Verifica sulle equazioni»."),
    )
    day = DateField(_("Giorno"), [InputRequired()])
    kind = RadioField(_("Tipo"), [InputRequired()])
    weight = IntegerField(
        _("Peso"),
        [InputRequired(), NumberRange(0, 100)],
        default=100,
        description=_("Da 0 a 100 per cento. Zero: non fa media."),
    )
    version = VersionField()

    def __init__(
        self, request: Request, kinds: Sequence[Kind], data: Mapping[str, Any] | None = None
    ) -> None:
        """`kinds` are those in use for the subject (G2).

        Marks given one by one have no description, and need none.
        """
        super().__init__(request, data=data)
        if data is not None and "version" in data and data.get("title") is None:
            self.title.validators = [Length(max=LONGEST_TITLE)]
            self.title.flags.required = False
        self.kind.choices = choices([(kind.value, KINDS[kind]) for kind in kinds])

    def described(self) -> Described:
        """What was said, once it is valid."""
        return Described(self.day.data, Kind(self.kind.data), self.weight.data, self.title.data)


class SaveForm(Form):
    """How a grid is saved: when families see it, and why what they saw changes."""

    publish_on = StringField(_("Le famiglie vedono i voti dal"), [Length(max=40)], filters=[strip])
    reason = StringField(
        _("Motivo della modifica"),
        [Length(max=LONGEST_REASON)],
        filters=[strip],
        description=_("La famiglia lo legge accanto al voto di prima e a quello nuovo."),
    )

    def validate_publish_on(self, field: Any) -> None:
        """A day and time as browsers write them; ValidationError is shown at the field."""
        if field.data and self.publishes_on() is None:
            raise ValidationError(self.request.translate(_("Scrivi giorno e ora.")))

    def publishes_on(self) -> datetime | None:
        """The instant chosen, by the clock on the school's wall; None if none or not readable."""
        try:
            local = datetime.fromisoformat(self.publish_on.data or "")
        except ValueError:
            return None
        near = abs(local.date() - self.request.today) < timedelta(days=366)
        return local.replace(tzinfo=SCHOOL_ZONE) if near and local.tzinfo is None else None


class CancelForm(Form):
    """Why something is cancelled."""

    reason = StringField(
        _("Motivo"),
        [Length(max=LONGEST_REASON)],
        filters=[strip],
        description=_("Serve se le famiglie hanno già visto il voto: lo leggono accanto."),
    )
