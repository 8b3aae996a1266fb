"""What the page of preferences shows: this browser, and one's other devices."""

from typing import Any

from registro_core.api import Form, Request, markup
from registro_web_push.forms import DeviceForm
from registro_web_push.services import MOST_DEVICES, devices_of

TEMPLATE = "registro_web_push:templates/panel.pt"


def panel(request: Request, form: Form | None = None) -> Any:
    """The devices of the person signed in, and the way to add this one.

    :param form: one that was refused.
    """
    devices = devices_of(request.dbsession, request.identity.person_id)
    return markup(
        request,
        TEMPLATE,
        devices=devices,
        full=len(devices) >= MOST_DEVICES,
        shared=request.identity.shared,
        form=form or DeviceForm(request),
    )
