"""The forms of the provider's page: a choice, or somebody who is not on the list."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from registro_core.api import Form, strip
from registro_spid_auth import _
from registro_spid_auth.demo_idp.identities import Known

CODICE_FISCALE = r"(?i)^[A-Z0-9]{16}$"


class ChoiceForm(Form):
    """The message that the page answers, carried along; the choice is the button's value."""

    query = HiddenField()
    message = HiddenField()
    relay = HiddenField()


class OtherForm(ChoiceForm):
    """Somebody by their codice fiscale: a parent of your own school, or nobody's."""

    given_name = StringField(
        _("Nome"), [InputRequired(), Length(max=80)], filters=[strip], default="Prova"
    )
    surname = StringField(
        _("Cognome"), [InputRequired(), Length(max=80)], filters=[strip], default="Prova"
    )
    codice_fiscale = StringField(
        _("Codice fiscale"),
        [
            InputRequired(),
            Regexp(CODICE_FISCALE, message=_("Scrivi 16 lettere e cifre, senza spazi.")),
        ],
        filters=[strip],
    )

    def known(self) -> Known:
        """Return who that is."""
        return Known(
            given_name=str(self.given_name.data),
            surname=str(self.surname.data),
            codice_fiscale=str(self.codice_fiscale.data).upper(),
        )
