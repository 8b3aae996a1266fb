"""The form in which homework or a test is assigned, and the one to cancel it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import (
    Form,
    Request,
    RosterRow,
    UploadsField,
    VersionField,
    choices,
    strip,
)
from registro_homework import _
from registro_homework.assigning.checks import Doubts
from registro_homework.assigning.draft import Draft
from registro_homework.courses import Course, find
from registro_homework.labels import KINDS
from registro_homework.models import Kind

TEXT_LENGTH, LINK_LENGTH, MOST_LINKS = 4000, 500, 5
MOST_SLOTS = 20
OTHER = "other"


class AssignForm(Form):
    """Homework or a planned test. `due` is one of the days offered, or says that `day` is typed."""

    kind = RadioField(
        _("Che cosa"),
        choices=choices([(kind.value, label) for kind, label in KINDS.items()]),
        default=Kind.HOMEWORK.value,
        validators=[InputRequired(_("Scegli se sono compiti o una verifica."))],
    )
    # Not shown where there is but one: `validate_course` sees to it.
    course = RadioField(_("Materia"), validate_choice=False)
    text = TextAreaField(
        _("Che cosa c’è da fare"),
        description=_("Di una verifica: gli argomenti."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi che cosa c’è da fare.")), Length(max=TEXT_LENGTH)],
    )
    due = StringField(_("Per quando"), default="")
    day = DateField(_("Un altro giorno"), validators=[Optional()])
    slot = IntegerField(
        _("Ora di lezione della verifica"),
        description=_("Facoltativa: per esempio 3, se si fa alla terza ora."),
        validators=[
            Optional(),
            NumberRange(1, MOST_SLOTS, message=_("Scrivi il numero dell’ora, per esempio 3.")),
        ],
    )
    minutes = IntegerField(
        _("Minuti previsti"),
        description=_("Quanto ci vuole, circa: serve a vedere il carico della classe."),
        validators=[
            Optional(),
            NumberRange(5, 600, message=_("Scrivi un numero di minuti da 5 a 600.")),
        ],
    )
    links = TextAreaField(
        _("Collegamenti"),
        description=_("Un indirizzo per riga, che comincia con https://"),
        filters=[strip],
        validators=[Length(max=(LINK_LENGTH + 2) * MOST_LINKS)],
    )
    files = UploadsField(_("Allegati"), count=5)
    hand_in = BooleanField(_("Si consegna qui, sul registro"))
    students = SelectMultipleField(
        _("Solo per alcuni studenti"),
        description=_("Nessuna spunta: per tutti."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
    )
    sure = BooleanField(_("Ho letto gli avvisi: assegna lo stesso"))
    version = VersionField()

    def __init__(
        self,
        request: Request,
        courses: Sequence[Course],
        roster: Sequence[RosterRow] = (),
        **options: Any,
    ) -> None:
        """Offer the teacher's courses of the class, and its students."""
        super().__init__(request, **options)
        self.courses = courses
        self.course.choices = [(each.token, each.label) for each in courses]
        self.students.choices = [(row.student_id, row.name) for row in roster]
        if len(courses) == 1:
            # Nothing to choose: the form need not say it.
            self.course.data = courses[0].token
        self.first_day = self.last_day = request.today
        # Days that stand already, whatever the calendar says now.
        self.kept_day: date | None = None
        self.doubts = Doubts()

    @property
    def wanted(self) -> Course | None:
        """The course chosen."""
        return find(self.courses, str(self.course.data or ""))

    @property
    def due_day(self) -> date | None:
        """The day chosen or typed; None where neither can be read."""
        typed: date | None = self.day.data
        if typed is not None or self.due.data in {"", OTHER, None}:
            return typed
        try:
            return date.fromisoformat(self.due.data)
        except ValueError:
            return None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The links, one a line."""
        lines = (self.links.data or "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def validate_course(self, _field: RadioField) -> None:
        """One of the teacher's own."""
        if self.wanted is None:
            raise ValidationError(_("Scegli la materia."))

    def validate_due(self, _field: StringField) -> None:
        """A day of this school year that is to come."""
        day = self.due_day
        if day is None:
            raise ValidationError(_("Scegli per quando."))
        if day != self.kept_day and not self.first_day <= day <= self.last_day:
            raise ValidationError(_("Scegli un giorno di quest’anno scolastico, da oggi in poi."))

    def validate_links(self, _field: TextAreaField) -> None:
        """Addresses of pages, https alone: what a browser opens, and nothing else."""
        if len(self.addresses) > MOST_LINKS:
            raise ValidationError(_("Al massimo cinque collegamenti."))
        if not all(_is_page(address) for address in self.addresses):
            raise ValidationError(
                _("Un collegamento comincia con https:// e non contiene spazi: controllali.")
            )

    def draft(self) -> Draft:
        """What was typed; only of a valid form."""
        day = self.due_day
        assert day is not None  # noqa: S101 - validate_due has seen to it
        return Draft(
            Kind(self.kind.data),
            day,
            self.text.data,
            self.minutes.data,
            self.addresses,
            self.hand_in.data,
            frozenset(self.students.data or ()),
            self.slot.data if Kind(self.kind.data).is_test else None,
        )

    def weigh(self, doubts: Doubts) -> bool:
        """Whether nothing speaks against it, or the teacher confirmed; else say what does."""
        self.doubts = doubts
        if doubts.refused is not None:
            self.due.errors = [doubts.refused]
            return False
        if not doubts.messages:
            return True
        if not self.sure.data:
            self.sure.errors = [_("Leggi gli avvisi: se va bene lo stesso, conferma.")]
        return bool(self.sure.data)


def _is_page(address: str) -> bool:
    """Whether a link may be shown: https, a host, no credentials, nothing that is not of an address."""
    if len(address) > LINK_LENGTH or any(c.isspace() or not c.isprintable() for c in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def shown(names: Collection[str]) -> str:
    """Links as the form has them: one a line."""
    return "\n".join(names)


class PageForm(AssignForm):
    """The form on a page of its own: with the attachments that are there already."""

    drop = SelectMultipleField(
        _("Togli gli allegati"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
        choices=(),
    )


class CancelForm(Form):
    """Why something is cancelled."""

    reason = TextAreaField(
        _("Motivo dell’annullamento"),
        description=_("Lo leggono anche le famiglie."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi perché.")), Length(max=500)],
    )
    version = VersionField()
