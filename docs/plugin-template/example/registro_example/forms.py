"""The form of the board."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from registro_core.api import Form, strip
from registro_example import _


class NoteForm(Form):
    """A note to write."""

    text = TextAreaField(
        _("Testo"),
        filters=[strip],
        validators=[DataRequired(_("Scrivi qualcosa.")), Length(max=500)],
    )
