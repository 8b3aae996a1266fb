"""Forms of handing in, and of giving back."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from registro_core.api import Form, VersionField, strip
from registro_homework import _

TEXT_LENGTH = 20000


class HandInForm(Form):
    """What a student hands in."""

    text = TextAreaField(
        _("Il tuo lavoro"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi qualcosa da consegnare.")), Length(max=TEXT_LENGTH)],
    )
    version = VersionField()


class ReturnForm(Form):
    """What the teacher says to it."""

    comment = TextAreaField(
        _("Commento"),
        description=_("Lo leggono lo studente e la famiglia."),
        filters=[strip],
        validators=[Length(max=4000)],
    )
    version = VersionField()
