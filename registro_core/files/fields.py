"""The field of a form with which files are uploaded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wtforms import MultipleFileField
from wtforms.validators import ValidationError

from registro_core import _
from registro_core.files.kinds import KINDS
from registro_core.files.scanning import scanner_at
from registro_core.files.services import used_bytes
from registro_core.files.settings import FILE_MEGABYTES, QUOTA_MEGABYTES
from registro_core.files.unfit import UnfitFile
from registro_core.files.uploads import MEGABYTE, Limits, Upload, read_uploads

if TYPE_CHECKING:
    from registro_core.items import Text
    from registro_core.request import Request

ACCEPT = ",".join(f".{extension}" for extension in KINDS)


def upload_limits(request: "Request", count: int = 10) -> Limits:
    """How much the person signed in may still upload: one statement."""
    settings, identity = request.school_settings, request.identity
    assert identity is not None  # noqa: S101 - the view has a permission
    used = used_bytes(request.dbsession, identity.person_id)
    return Limits(
        settings.integer(FILE_MEGABYTES.name) * MEGABYTE,
        settings.integer(QUOTA_MEGABYTES.name) * MEGABYTE - used,
        count,
        scanner_at(request.platform.installation.clamav),
    )


class UploadsField(MultipleFileField):
    """Files to upload; once the form is valid they are in `uploads`, to be handed to `keep_files`.

    The route must be named to `accept_files`, the form have `enctype="multipart/form-data"`. None
    at all is valid: a form that needs one says so in its `validate_<field>`.
    """

    def __init__(
        self, label: "Text", *, count: int = 10, description: "Text" = "", **rest: Any
    ) -> None:
        """`count`: how many at once; the description says what may come unless there is one."""
        limit = rest["_form"].request.school_settings.integer(FILE_MEGABYTES.name)
        said = description or _(
            "PDF, immagini, documenti, testi, audio e video; al massimo ${limit} MB l’uno.",
            mapping={"limit": limit},
        )
        super().__init__(label, description=said, render_kw={"accept": ACCEPT}, **rest)
        self.count = count
        self.uploads: Sequence[Upload] = ()

    def pre_validate(self, form: Any) -> None:
        """Look at every file; the first that is not fit is named with the reason."""
        sent = [value for value in self.data or () if getattr(value, "filename", "")]
        if not sent:
            return
        try:
            self.uploads = read_uploads(sent, upload_limits(form.request, self.count))
        except UnfitFile as unfit:
            raise ValidationError(unfit.said(form.request.translate)) from unfit
