"""The forms of signing in, first access and the own account."""

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from registro_core import _
from registro_core.accounts.finding import LONGEST_NAME
from registro_core.accounts.password_policy import MAXIMUM, PasswordRules
from registro_core.accounts.second_factor.forms import AS_CODE, LONGEST_CODE
from registro_core.web.forms import Form, choices, strip
from registro_core.web.i18n import LANGUAGES

REQUIRED = InputRequired(_("Compila questo campo."))
# Far more than any password, far less than what would keep the server busy.
LONGEST_TYPED = 1000


class SignInForm(Form):
    """User name and password. The browser may fill them in: autocomplete and paste work."""

    name = StringField(
        _("Nome utente o e-mail"),
        [REQUIRED, Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        [REQUIRED, Length(max=LONGEST_TYPED)],
        render_kw={"autocomplete": "current-password"},
    )
    shared = BooleanField(
        _("Sono su un computer condiviso"),
        description=_(
            "In aula o in biblioteca: dopo cinque minuti senza usarlo il registro si chiude."
        ),
    )
    next = HiddenField()


class ConfirmForm(Form):
    """The password once more, and the code where it is wanted."""

    password = PasswordField(
        _("Password"),
        [REQUIRED, Length(max=LONGEST_TYPED)],
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        _("Codice"),
        [REQUIRED, Length(max=LONGEST_CODE)],
        filters=[strip],
        description=_("Sei cifre, lette ora nell’app; oppure un codice di recupero."),
        render_kw=AS_CODE,
    )
    next = HiddenField()
    # The level that the page one comes from wants, as of SPID and CIE.
    level = HiddenField()


class ForgottenForm(Form):
    """Whose password is forgotten."""

    name = StringField(
        _("Nome utente o e-mail"),
        [REQUIRED, Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class CodeForm(Form):
    """What stands on the printed letter."""

    name = StringField(
        _("Nome utente"),
        [REQUIRED, Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    code = StringField(
        _("Codice"),
        [REQUIRED, Length(max=40)],
        description=_("Dodici lettere e cifre. Maiuscole, spazi e trattini non contano."),
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """A new password, typed twice because it is not shown."""

    new_password = PasswordField(
        _("Nuova password"),
        [REQUIRED],
        render_kw={"autocomplete": "new-password", "maxlength": MAXIMUM},
    )
    repeat_password = PasswordField(
        _("Ripeti la nuova password"),
        [REQUIRED, EqualTo("new_password", _("Le due password non sono uguali."))],
        render_kw={"autocomplete": "new-password", "maxlength": MAXIMUM},
    )

    def accepted(self, rules: PasswordRules) -> bool:
        """Whether the form was sent with a password that the rules allow; errors at the field."""
        if not self.submitted():
            return False
        problem = rules.problem(self.new_password.data or "")
        if problem is not None:
            self.new_password.errors = [problem]
        return problem is None


class ChangePasswordForm(NewPasswordForm):
    """A new password for who knows the old one."""

    current_password = PasswordField(
        _("Password attuale"),
        [REQUIRED, Length(max=LONGEST_TYPED)],
        render_kw={"autocomplete": "current-password"},
    )

    @property
    def in_order(self) -> list[object]:
        """The fields as they are shown: the old password first."""
        return [self.current_password, self.new_password, self.repeat_password]


class LanguageForm(Form):
    """The language of pages and mails."""

    language = SelectField(_("Lingua"), choices=choices(LANGUAGES.items()))
