"""Forms of permits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registro_attendance import _
from registro_attendance.justifications.forms import ONLY_OFFICE
from registro_attendance.permits.models import PermitKind
from registro_attendance.permits.rules import LONGEST
from registro_attendance.permits.services import DOCUMENT_LENGTH, Wish
from registro_attendance.permits.wording import NAMES, WEEKDAYS
from registro_attendance.pickup.reading import Fetcher
from registro_attendance.reasons import LABELS, TEXT_LENGTH, Reason
from registro_core.api import Form, choices, strip

NOBODY = ""


class CheckboxGroup(SelectMultipleField):
    """Tick boxes for a few choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LeaveForm(Form):
    """What families and the desk fill alike; the template gives the order."""

    kind = RadioField(
        _("Che cosa"),
        choices=choices(NAMES.items()),
        default=PermitKind.ABSENCE.value,
        validators=[InputRequired(_("Scegli che cosa chiedi."))],
    )
    at = TimeField(_("Ora di entrata o di uscita"), validators=[Optional()])
    companion = SelectField(
        _("Chi lo accompagna all’uscita"),
        description=_("Un minorenne esce durante le lezioni solo con un genitore o un delegato."),
        choices=choices([(NOBODY, _("Nessuno"))]),
    )
    reason = RadioField(
        _("Motivo"),
        choices=choices(LABELS.items()),
        default=Reason.FAMILY.value,
        validators=[InputRequired(_("Scegli un motivo."))],
    )
    text = TextAreaField(
        _("Nota per la dirigenza (facoltativa)"),
        description=ONLY_OFFICE,
        filters=[strip],
        validators=[Length(max=TEXT_LENGTH)],
    )

    def offer(self, fetchers: Sequence[Fetcher]) -> None:
        """Fill the list of who may fetch the student."""
        options = [(NOBODY, _("Nessuno")), *((each.key, each.name) for each in fetchers)]
        self.companion.choices = choices(options)
        self.fetchers = {each.key: each for each in fetchers}

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields; and the time that late entries and early exits need."""
        valid = bool(super().validate(extra_validators))
        absence = self.kind.data == PermitKind.ABSENCE
        if absence or self.at.data is not None or self.at.errors:
            return valid
        self.at.errors = [_("Indica l’ora.")]
        return False

    @property
    def fetcher(self) -> Fetcher | None:
        """With whom a student leaves during hours, once the form is valid."""
        leaves = self.kind.data == PermitKind.EARLY_EXIT
        return self.fetchers.get(self.companion.data) if leaves else None


class PermitForm(LeaveForm):
    """A family's request, for a day or a period."""

    first_day = DateField(_("Giorno"), validators=[InputRequired(_("Indica il giorno."))])
    last_day = DateField(_("Fino al giorno (se più di uno)"), validators=[Optional()])
    weekdays = CheckboxGroup(
        _("Solo in questi giorni della settimana"),
        choices=choices(WEEKDAYS.items()),
        description=_("Per un permesso che si ripete, per esempio per i trasporti."),
    )

    def validate_last_day(self, field: Field) -> None:
        """Not before the first day, and not for years."""
        first: date | None = self.first_day.data
        if field.data is None or first is None:
            return
        if field.data < first:
            raise ValidationError(_("L’ultimo giorno viene prima del primo."))
        if field.data - first > LONGEST:
            raise ValidationError(_("Il periodo è troppo lungo."))

    def wish(self) -> Wish:
        """What is asked, once the form is valid."""
        kind = PermitKind(self.kind.data)
        absence = kind is PermitKind.ABSENCE
        return Wish(
            kind,
            self.first_day.data,
            self.last_day.data or self.first_day.data,
            None if absence else self.at.data,
            Reason(self.reason.data),
            self.text.data,
            None if absence else "".join(sorted(self.weekdays.data or [])) or None,
            self.fetcher,
        )


class DeskForm(LeaveForm):
    """A permit given at the desk, for today: with the document that was shown (E1)."""

    kind = RadioField(
        _("Che cosa"),
        choices=choices(
            (kind, NAMES[kind]) for kind in (PermitKind.EARLY_EXIT, PermitKind.LATE_ENTRY)
        ),
        validators=[InputRequired(_("Scegli che cosa chiedi."))],
    )
    document = StringField(
        _("Documento di chi ritira lo studente"),
        description=_("Tipo e numero, visto allo sportello."),
        filters=[strip],
        validators=[Length(max=DOCUMENT_LENGTH)],
    )

    def wish(self, today: date) -> Wish:
        """What is granted, once the form is valid."""
        return Wish(
            PermitKind(self.kind.data),
            today,
            today,
            self.at.data,
            Reason(self.reason.data),
            self.text.data,
            fetcher=self.fetcher,
            document=self.document.data,
        )
