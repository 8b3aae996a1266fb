"""The forms of the second factor."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from registro_core import _
from registro_core.web.forms import Form, strip

REQUIRED = InputRequired(_("Compila questo campo."))
LONGEST_CODE = 40
# As phones fill in codes by themselves; no limit to digits, as recovery codes have letters.
AS_CODE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeEntryForm(Form):
    """The code, after the password."""

    code = StringField(
        _("Codice"),
        [REQUIRED, Length(max=LONGEST_CODE)],
        filters=[strip],
        description=_("Sei cifre, lette ora nell’app; oppure un codice di recupero."),
        render_kw={**AS_CODE, "autofocus": True},
    )
    trust = BooleanField(
        _("Non chiedermelo più su questo dispositivo per 30 giorni"),
        description=_("Solo su un dispositivo che usi soltanto tu."),
    )
    next = HiddenField()


class SetUpForm(Form):
    """The first code of an app, which proves that it knows the seed."""

    code = StringField(
        _("Codice"),
        [REQUIRED, Length(max=LONGEST_CODE)],
        filters=[strip],
        description=_("Le sei cifre che l’app mostra ora."),
        render_kw={**AS_CODE, "inputmode": "numeric"},
    )
    # Sealed: nothing is kept of a seed before it has shown its first code.
    seed = HiddenField()
