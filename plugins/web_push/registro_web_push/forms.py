"""The form that a browser fills in by itself when somebody lets it show notices."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, ValidationError

from registro_core.api import Form
from registro_web_push import _
from registro_web_push.encoding import to_bytes
from registro_web_push.messages.encryption import AUTH_BYTES, POINT_BYTES, Reader
from registro_web_push.messages.endpoints import MOST_CHARACTERS, UnfitEndpoint, check_endpoint
from registro_web_push.settings import push_services

UNKNOWN = _("Questo browser non ha dato un indirizzo valido per le notifiche.")
KEY_CHARACTERS = 200


class DeviceForm(Form):
    """What a push subscription consists of; nobody types it."""

    endpoint = HiddenField(
        _("Questo dispositivo"),
        validators=[InputRequired(UNKNOWN), Length(max=MOST_CHARACTERS, message=UNKNOWN)],
    )
    p256dh = HiddenField(
        _("Chiave del dispositivo"),
        validators=[InputRequired(UNKNOWN), Length(max=KEY_CHARACTERS, message=UNKNOWN)],
    )
    auth = HiddenField(
        _("Segreto del dispositivo"),
        validators=[InputRequired(UNKNOWN), Length(max=KEY_CHARACTERS, message=UNKNOWN)],
    )

    def validate_endpoint(self, field: Any) -> None:
        """Only what may be a push service's: nothing inside the school's own network."""
        try:
            check_endpoint(field.data, push_services(self.request.platform.installation))
        except UnfitEndpoint as error:
            raise ValidationError(UNKNOWN) from error

    def validate_p256dh(self, field: Any) -> None:
        """A point of the curve P-256."""
        try:
            key = to_bytes(field.data)
            Reader(key, b"").point()
        except ValueError as error:
            raise ValidationError(UNKNOWN) from error
        if len(key) != POINT_BYTES:
            raise ValidationError(UNKNOWN)

    def validate_auth(self, field: Any) -> None:
        """Sixteen bytes."""
        try:
            secret = to_bytes(field.data)
        except ValueError as error:
            raise ValidationError(UNKNOWN) from error
        if len(secret) != AUTH_BYTES:
            raise ValidationError(UNKNOWN)
