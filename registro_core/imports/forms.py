"""The form with which the office uploads files."""

from typing import Any

from wtforms import DateField, MultipleFileField
from wtforms.validators import Optional, ValidationError

from registro_core import _
from registro_core.imports.decoding import UnreadableError
from registro_core.imports.plan import Upload
from registro_core.imports.uploads import unpack_all
from registro_core.web.forms import Form


class UploadForm(Form):
    """Files, and the day from which what they change holds."""

    files = MultipleFileField(
        _("File da importare"),
        description=_(
            "I CSV della scuola e GPU001.TXT, anche uno solo, oppure uno ZIP che li contiene."
        ),
    )
    on = DateField(
        _("Le modifiche valgono dal"),
        [Optional()],
        description=_("Per i cambi di classe e d’orario. Vuoto: da oggi."),
    )
    uploads: list[Upload]

    def validate_files(self, field: Any) -> None:
        """Read what was sent; at least one file, none unreadable."""
        # An empty choice is sent as a part without a name.
        sent = [upload for upload in field.data or () if getattr(upload, "filename", "")]
        if not sent:
            raise ValidationError(_("Scegli almeno un file."))
        try:
            self.uploads = unpack_all(
                Upload(upload.filename, upload.file.read()) for upload in sent
            )
        except UnreadableError as error:
            raise ValidationError(error.text) from error
