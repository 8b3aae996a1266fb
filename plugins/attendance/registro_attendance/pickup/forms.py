"""Forms of pick-up."""

from wtforms import BooleanField, DateField, Field, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from registro_attendance import _
from registro_attendance.justifications.forms import VersionForm
from registro_attendance.pickup.services import Trust
from registro_core.api import Form, strip

MUST = _("Compila questo campo.")


class DelegateForm(Form):
    """Whom a guardian trusts to fetch the student."""

    name = StringField(
        _("Nome e cognome"), filters=[strip], validators=[InputRequired(MUST), Length(max=120)]
    )
    document = StringField(
        _("Documento d’identità"),
        description=_("Tipo e numero: la scuola lo chiede alla porta."),
        filters=[strip],
        validators=[InputRequired(MUST), Length(max=120)],
    )
    relationship = StringField(
        _("Chi è per lo studente (facoltativo)"), filters=[strip], validators=[Length(max=80)]
    )
    phone = StringField(_("Telefono (facoltativo)"), filters=[strip], validators=[Length(max=40)])
    starts_on = DateField(_("Dal"), validators=[InputRequired(_("Indica il giorno."))])
    ends_on = DateField(_("Fino al"), validators=[Optional()])

    def validate_ends_on(self, field: Field) -> None:
        """Not before it begins."""
        first = self.starts_on.data
        if field.data is not None and first is not None and field.data < first:
            raise ValidationError(_("L’ultimo giorno viene prima del primo."))

    def trust(self) -> Trust:
        """What was filled, once the form is valid."""
        return Trust(
            self.name.data,
            self.document.data,
            self.relationship.data,
            self.phone.data,
            self.starts_on.data,
            self.ends_on.data,
        )


class AloneForm(Form):
    """The written leave to go home alone (E2), in the words of the law."""

    declared = BooleanField(
        _(
            "Autorizzo la scuola a consentire l’uscita autonoma al termine delle lezioni, "
            "considerati l’età, il grado di autonomia e il contesto (art. 19-bis DL 148/2017), "
            "anche a nome dell’altro genitore, con cui ho deciso insieme."
        ),
        validators=[InputRequired(_("Spunta la dichiarazione per autorizzare."))],
    )


class DecideDelegateForm(VersionForm):
    """The office's answer to a delegation."""

    approve = BooleanField()
