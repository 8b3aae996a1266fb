"""Forms of handing in, and of giving back."""

from wtforms import TextAreaField, ValidationError
from wtforms.validators import Length

from registro_core.api import Form, UploadsField, VersionField, strip
from registro_homework import _

TEXT_LENGTH = 20000


class HandInForm(Form):
    """What a student hands in."""

    text = TextAreaField(
        _("Il tuo lavoro"),
        filters=[strip],
        validators=[Length(max=TEXT_LENGTH)],
    )
    files = UploadsField(_("File"), count=5)
    version = VersionField()
    # Whether files were handed in before: they stay where none come.
    has_files = False

    def validate_files(self, field: UploadsField) -> None:
        """Something must be there: a text, a file, or files of before."""
        if not (field.uploads or self.text.data or self.has_files):
            raise ValidationError(_("Scrivi qualcosa o scegli un file da consegnare."))


class ReturnForm(Form):
    """What the teacher says to it."""

    comment = TextAreaField(
        _("Commento"),
        description=_("Lo leggono lo studente e la famiglia."),
        filters=[strip],
        validators=[Length(max=4000)],
    )
    version = VersionField()
