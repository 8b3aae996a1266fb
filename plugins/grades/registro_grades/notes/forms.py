"""Forms of notes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import Form, Request, RosterRow, VersionField, choices, strip
from registro_grades import _
from registro_grades.notes.names import Named
from registro_grades.notes.rights import Days
from registro_grades.notes.services import Draft

TEXT_LENGTH = 2000
SOME, CLASS = "students", "class"


class NoteForm(Form):
    """A note: on some students of the class, or on all of it."""

    whom = RadioField(
        _("La nota riguarda"),
        choices=choices([(SOME, _("uno o più alunni")), (CLASS, _("tutta la classe"))]),
        default=SOME,
        validators=[InputRequired(_("Scegli chi riguarda la nota."))],
    )
    students = SelectMultipleField(
        _("Alunni"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
    )
    day = DateField(_("Giorno"), validators=[InputRequired(_("Scrivi il giorno."))])
    text = TextAreaField(
        _("Testo"),
        description=_("La famiglia lo legge. Descrivi i fatti, senza i nomi di altri alunni."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi che cosa è successo.")), Length(max=TEXT_LENGTH)],
    )
    names_kept = BooleanField(_("Ho controllato: il testo può restare così"))
    version = VersionField()

    def __init__(
        self, request: Request, roster: Sequence[RosterRow], days: Days, **options: Any
    ) -> None:
        """Offer the students of the class, and keep which days are open."""
        super().__init__(request, **options)
        self.students.choices = [(row.student_id, row.name) for row in roster]
        self.days = days

    def validate_students(self, field: SelectMultipleField) -> None:
        """One or more of the class, or the class: never both, so that nothing is guessed."""
        if self.whom.data == SOME and not field.data:
            raise ValidationError(_("Scegli almeno un alunno."))
        if self.whom.data == CLASS and field.data:
            raise ValidationError(
                _("Hai scelto tutta la classe: togli la spunta agli alunni, o cambia la scelta.")
            )

    def validate_day(self, field: DateField) -> None:
        """A9: no future; who stands in writes today (L2)."""
        if problem := self.days.problem(field.data):
            raise ValidationError(problem)

    def draft(self) -> Draft:
        """What was typed."""
        day: date = self.day.data
        return Draft(day, self.text.data, frozenset(self.students.data), self.names_kept.data)

    def warn(self, named: Sequence[Named]) -> None:
        """Say whom the text names (V4); who confirms below may leave it so."""
        names = ", ".join(person.name for person in named)
        self.text.errors = [
            _(
                "Il testo sembra nominare altri alunni: ${names}. Le famiglie lo leggono: "
                "togli i nomi, oppure conferma qui sotto.",
                mapping={"names": names},
            )
        ]


class ReasonForm(Form):
    """Why a note is cancelled."""

    reason = TextAreaField(
        _("Motivo dell’annullamento"),
        description=_("Resta agli atti della scuola; la famiglia legge solo che è annullata."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi perché.")), Length(max=500)],
    )
    version = VersionField()


class MeasureForm(Form):
    """What the head decides about a note."""

    measure = TextAreaField(
        _("Provvedimento"),
        description=_("La famiglia lo legge accanto alla nota."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il provvedimento.")), Length(max=TEXT_LENGTH)],
    )
    version = VersionField()
