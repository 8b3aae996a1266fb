"""The form of the simulator: a subject, marks to try, a target."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional

from registro_core.api import Form, Request, choices
from registro_grades import _
from registro_grades.averages import Weighted
from registro_grades.values import PASS, NotAMark, parse, points

TRIES = (1, 2, 3)


class SimulatorForm(Form):
    """Read from the address, so that it works without scripts and changes nothing."""

    subject = SelectField(_("Materia"))
    target = StringField(_("A che media vuoi arrivare"))
    mark1 = StringField(_("Se prendessi"))
    weight1 = IntegerField(_("Peso %"), validators=[Optional(), NumberRange(0, 100)])
    mark2 = StringField(_("e poi"))
    weight2 = IntegerField(_("Peso %"), validators=[Optional(), NumberRange(0, 100)])
    mark3 = StringField(_("e poi"))
    weight3 = IntegerField(_("Peso %"), validators=[Optional(), NumberRange(0, 100)])

    def __init__(
        self, request: Request, subjects: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        """Offer the subjects that have an average."""
        super().__init__(request, **options)
        self.subject.choices = choices(subjects)

    def read(self, formdata: Any) -> None:
        """Take the address for what was typed."""
        self.process(formdata)

    def validate_mark1(self, field: StringField) -> None:
        """A mark as teachers write it, or nothing."""
        _check(field)

    validate_mark2 = validate_mark3 = validate_target = validate_mark1

    @property
    def tried(self) -> list[Weighted]:
        """The marks that were tried, each with its weight."""
        return [
            Weighted(parse(text), 100 if weight is None else weight)
            for text, weight in self._rows()
            if text
        ]

    def _rows(self) -> list[tuple[str, int | None]]:
        return [((self[f"mark{n}"].data or "").strip(), self[f"weight{n}"].data) for n in TRIES]

    @property
    def wanted(self) -> Fraction:
        """The target in points: six unless something else is asked."""
        text = (self.target.data or "").strip()
        return points(parse(text) if text else PASS)


def _check(field: StringField) -> None:
    text = (field.data or "").strip()
    if not text:
        return
    try:
        parse(text)
    except NotAMark:
        raise ValidationError(_("Scrivi un voto da 1 a 10, come 7, 7½, 7,5 oppure 8-.")) from None
