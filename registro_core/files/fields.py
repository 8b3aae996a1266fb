"""The field of a form with which files are uploaded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from wtforms import MultipleFileField
from wtforms.validators import ValidationError

from registro_core import _
from registro_core.files.kept import keep_for_later, kept_uploads
from registro_core.files.kinds import KINDS
from registro_core.files.scanning import scanner_at
from registro_core.files.services import used_bytes
from registro_core.files.settings import FILE_MEGABYTES, QUOTA_MEGABYTES
from registro_core.files.uploads import MEGABYTE, Limits, Upload, sort_uploads

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
        self._request: Request = rest["_form"].request
        self._fit: Sequence[Upload] = ()
        self._tokens: Sequence[str] = ()

    @property
    def kept_name(self) -> str:
        """The field by which a form sent again names files that came with it before."""
        return f"{self.name}-kept"

    def process(self, formdata: Any, *rest: Any, **named: Any) -> None:
        """Read what was chosen, and what had been before."""
        super().process(formdata, *rest, **named)
        if formdata is not None:
            self._tokens = [t for t in formdata.getlist(self.kept_name) if isinstance(t, str)]

    def __call__(self, **attributes: Any) -> Markup:
        """Draw it; in a form that was refused, with the files that were fit, ticked."""
        drawn: Markup = super().__call__(**attributes)
        return drawn + keep_for_later(self._request, self.kept_name, self._fit)

    def pre_validate(self, _form: Any) -> None:
        """Look at every file; the first that is not fit is named with the reason."""
        chosen = [value for value in self.data or () if getattr(value, "filename", "")]
        sent = [*kept_uploads(self._request, self._tokens), *chosen]
        if not sent:
            return
        self._fit, unfit = sort_uploads(sent, upload_limits(self._request, self.count))
        if unfit is not None:
            raise ValidationError(unfit.said(self._request.translate)) from unfit
        self.uploads = self._fit
