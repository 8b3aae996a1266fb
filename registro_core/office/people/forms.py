"""Forms for people and roles."""

from wtforms.validators import InputRequired

from registro_core import _
from registro_core.items import Role, Text
from registro_core.office.forms import (
    EmailAddress,
    KnownCodiceFiscale,
    choice_field,
    day_field,
    text_field,
)
from registro_core.office.people.services import PERSON_FIELDS
from registro_core.people.models import Sex
from registro_core.web.forms import Form, VersionField

ROLES: dict[Role, Text] = {
    Role.TEACHER: _("Docente"),
    Role.HEAD: _("Dirigente"),
    Role.DEPUTY: _("Collaboratore del dirigente"),
    Role.OFFICE: _("Segreteria"),
    Role.STAFF: _("Altro personale ATA"),
    Role.ADMIN: _("Amministratore tecnico"),
}


class PersonForm(Form):
    """The data of a person."""

    surname = text_field(_("Cognome"), InputRequired())
    given_name = text_field(_("Nome"), InputRequired())
    codice_fiscale = text_field(
        _("Codice fiscale"),
        KnownCodiceFiscale(),
        maximum=20,
        description=_("16 caratteri, o 11 cifre se provvisorio. Si può lasciare vuoto."),
    )
    sex = choice_field(_("Sesso"), [("", "–"), ("F", "F"), ("M", "M")])
    birth_date = day_field(_("Data di nascita"))
    birth_place = text_field(_("Comune di nascita"))
    birth_province = text_field(_("Provincia di nascita"), maximum=2)
    citizenship = text_field(_("Cittadinanza"))
    address = text_field(_("Indirizzo"))
    city = text_field(_("Comune di residenza"))
    email = text_field(_("E-mail"), EmailAddress())
    institutional_email = text_field(_("E-mail della scuola"), EmailAddress())
    phone = text_field(_("Telefono"), maximum=30)
    version = VersionField()

    @property
    def values(self) -> dict[str, object]:
        """What to store."""
        values = {name: self[name].data or None for name in PERSON_FIELDS}
        return values | {"sex": Sex(self.sex.data) if self.sex.data else None}


class RoleForm(Form):
    """A role from a day."""

    role = choice_field(_("Ruolo"), ROLES.items())
    starts_on = day_field(_("Dal giorno"), InputRequired())
    title = text_field(_("Qualifica"), description=_("Per esempio: assistente amministrativo."))
