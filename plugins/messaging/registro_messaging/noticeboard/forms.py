"""Forms of circulars."""

from typing import Any

from wtforms import BooleanField, DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import Form, UploadsField, VersionField, choices, strip
from registro_messaging import _
from registro_messaging.noticeboard.models import Circular, ForWhom
from registro_messaging.noticeboard.services.choosing import Offer
from registro_messaging.noticeboard.services.writing import Draft, Spec

TITLE_LENGTH = 150
TEXT_LENGTH = 20_000
KINDS = (
    (ForWhom.FAMILIES, _("Famiglie")),
    (ForWhom.STUDENTS, _("Studenti (solo del secondo ciclo)")),
    (ForWhom.TEACHERS, _("Docenti")),
    (ForWhom.STAFF, _("Personale ATA e segreteria (sempre tutti)")),
)


class TickList(SelectMultipleField):
    """Many of a list, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CircularForm(Form):
    """A draft: what it says, whom it is for, whether it is to be signed."""

    title = StringField(
        _("Oggetto"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi l’oggetto.")), Length(max=TITLE_LENGTH)],
    )
    text = TextAreaField(
        _("Testo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il testo.")), Length(max=TEXT_LENGTH)],
        render_kw={"rows": 10},
    )
    files = UploadsField(_("Allegati"))
    kinds = TickList(_("A chi"), choices=choices([(kind.value, name) for kind, name in KINDS]))
    sites = TickList(_("Sedi"))
    classes = TickList(_("Classi"))
    groups = TickList(_("Gruppi"))
    subjects = TickList(_("Materie"))
    people = TickList(_("Singole persone del personale"))
    needs_signature = BooleanField(_("Chiedi la firma di presa visione"))
    each_signs = BooleanField(_("Devono firmare entrambi i genitori"))
    sign_by = DateField(
        _("Da firmare entro il"), validators=[Optional()], description=_("Vuoto: senza scadenza.")
    )
    version = VersionField()

    def offer(self, offer: Offer) -> None:
        """Say what can be chosen: nothing else is accepted."""
        self.sites.choices = choices(offer.sites)
        self.classes.choices = choices(offer.classes)
        self.groups.choices = choices(offer.groups)
        self.subjects.choices = choices(offer.subjects)
        self.people.choices = choices(offer.people)

    def validate_kinds(self, field: Any) -> None:
        """For somebody."""
        if not (field.data or self.people.data):
            raise ValidationError(_("Scegli a chi è rivolta."))

    def draft(self) -> Draft:
        """What was typed."""
        spec = Spec(
            {ForWhom(value) for value in self.kinds.data or ()},
            _ids(self.sites),
            _ids(self.classes),
            _ids(self.groups),
            _ids(self.subjects),
            _ids(self.people),
        )
        signed = bool(self.needs_signature.data)
        return Draft(
            self.title.data,
            self.text.data,
            signed,
            signed and bool(self.each_signs.data),
            self.sign_by.data if signed else None,
            spec,
        )


class VersionForm(Form):
    """Says only from which version of a circular the page was made."""

    version = VersionField()


class ReasonForm(Form):
    """Why a circular is withdrawn."""

    reason = StringField(
        _("Motivo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il motivo.")), Length(max=TITLE_LENGTH)],
    )


def as_typed(circular: Circular, spec: Spec) -> dict[str, object]:
    """A draft as its form shows it."""
    return {
        **Draft(
            circular.title,
            circular.text,
            circular.needs_signature,
            circular.each_signs,
            circular.sign_by,
        ).columns,
        "version": circular.version,
        "kinds": [kind.value for kind in spec.kinds],
        "sites": [str(number) for number in spec.sites],
        "classes": [str(number) for number in spec.classes],
        "groups": [str(number) for number in spec.groups],
        "subjects": [str(number) for number in spec.subjects],
        "people": [str(number) for number in spec.people],
    }


def _ids(field: TickList) -> set[int]:
    return {int(value) for value in field.data or ()}
