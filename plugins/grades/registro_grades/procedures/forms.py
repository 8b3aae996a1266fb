"""Forms of procedures, one for each step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import Form, Request, VersionField, choices, strip
from registro_grades import _
from registro_grades.models import Hearing, Outcome
from registro_grades.procedures.labels import HEARINGS, OUTCOMES
from registro_grades.procedures.rules import Decision, Problem, Removal
from registro_grades.procedures.services import Charge, Heard

TEXT_LENGTH = 4000


class ChargeForm(Form):
    """The facts put to the student, and the summons."""

    facts = TextAreaField(
        _("Fatti contestati"),
        description=_("La famiglia li legge. Solo i fatti dello studente, senza nomi di altri."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi i fatti.")), Length(max=TEXT_LENGTH)],
    )
    notes = SelectMultipleField(
        _("Note da cui nasce"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
    )
    summoned_on = DateField(
        _("Convocazione: giorno"),
        description=_("Lo studente ha diritto di essere sentito prima di ogni decisione."),
        validators=[InputRequired(_("Scrivi quando lo studente può essere sentito."))],
    )
    summoned_at = TimeField(_("Convocazione: ora"), validators=[Optional()])

    def __init__(
        self, request: Request, notes: Sequence[tuple[int, str]], today: date, **options: Any
    ) -> None:
        """Offer the notes on the student; the summons is for today or later."""
        super().__init__(request, **options)
        self.notes.choices = list(notes)
        self.today = today

    def validate_summoned_on(self, field: DateField) -> None:
        """A summons is no past."""
        if field.data < self.today:
            raise ValidationError(_("La convocazione non può essere nel passato."))

    def charge(self) -> Charge:
        """What was typed."""
        return Charge(
            self.facts.data,
            self.summoned_on.data,
            self.summoned_at.data,
            frozenset(self.notes.data),
        )


class HearingForm(Form):
    """How the student was heard."""

    hearing = RadioField(
        _("Come"),
        choices=choices(HEARINGS.items()),
        validators=[InputRequired(_("Scegli come è stato sentito."))],
    )
    heard_on = DateField(_("Giorno"), validators=[InputRequired(_("Scrivi il giorno."))])
    record = TextAreaField(
        _("Verbale"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il verbale.")), Length(max=TEXT_LENGTH)],
    )
    version = VersionField()

    def heard(self) -> Heard:
        """What was typed."""
        return Heard(Hearing(self.hearing.data), self.heard_on.data, self.record.data)


class DecisionForm(Form):
    """What the council decided."""

    outcome = RadioField(
        _("Esito"),
        choices=choices(OUTCOMES.items()),
        description=_("La sanzione incide solo sul comportamento, mai sui voti delle materie."),
        validators=[InputRequired(_("Scegli l’esito."))],
    )
    decided_on = DateField(
        _("Giorno della decisione"), validators=[InputRequired(_("Scrivi il giorno."))]
    )
    act = StringField(
        _("Numero dell’atto (facoltativo)"), filters=[strip], validators=[Length(max=100)]
    )
    grounds = TextAreaField(
        _("Motivazione"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi la motivazione.")), Length(max=TEXT_LENGTH)],
    )
    first_day = DateField(_("Primo giorno"), validators=[Optional()])
    last_day = DateField(_("Ultimo giorno"), validators=[Optional()])
    activity = TextAreaField(
        _("Attività durante l’allontanamento"),
        filters=[strip],
        validators=[Length(max=TEXT_LENGTH)],
    )
    place = StringField(
        _("Struttura che accoglie lo studente"),
        description=_("Oltre i due giorni."),
        filters=[strip],
        validators=[Length(max=200)],
    )
    version = VersionField()

    @property
    def removes(self) -> bool:
        """Whether the student is kept from lessons."""
        return bool(self.outcome.data == Outcome.REMOVAL)

    def validate_outcome(self, _field: RadioField) -> None:
        """A removal has days."""
        if self.removes:
            for day in (self.first_day, self.last_day):
                if not day.data:
                    raise ValidationError(_("Scrivi il primo e l’ultimo giorno."))

    def decision(self) -> Decision:
        """What was typed."""
        removal = (
            Removal(
                self.first_day.data,
                self.last_day.data,
                self.activity.data or "",
                self.place.data,
            )
            if self.removes
            else None
        )
        return Decision(
            Outcome(self.outcome.data),
            self.decided_on.data,
            self.grounds.data,
            self.act.data,
            removal,
        )

    def say(self, problem: Problem) -> None:
        """Show what the rules object to, at its field."""
        self[problem.field].errors = [problem.message]


class CancelForm(Form):
    """Why a procedure is cancelled."""

    reason = TextAreaField(
        _("Motivo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi perché.")), Length(max=500)],
    )
    version = VersionField()
