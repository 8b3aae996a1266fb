"""Adding and removing devices, and the script that shows what they get."""

from importlib.resources import files
from typing import Any

from pyramid.response import Response

from registro_core.api import (
    PUBLIC,
    HTTPNotFound,
    HTTPSeeOther,
    Refused,
    Request,
    device_label,
    idempotent,
    view_config,
    view_defaults,
    whole_number,
)
from registro_web_push import _
from registro_web_push.forms import DeviceForm
from registro_web_push.keys import make_keys
from registro_web_push.panel import panel
from registro_web_push.permissions import USE
from registro_web_push.services import Subscription, TooManyDevices, remove, subscribe

PREFERENCES = "/account/notices"
PAGE = "registro_web_push:templates/page.pt"
FULL = _("Hai già troppi dispositivi: togline uno.")


@view_config(route_name="web_push.worker", permission=PUBLIC, request_method="GET")
def worker(_context: Any, _request: Request) -> Response:
    """The service worker. Browsers fetch it anew by themselves, also when nobody is signed in."""
    script = files("registro_web_push") / "static" / "worker.js"
    return Response(script.read_bytes(), content_type="text/javascript", charset="utf-8")


@view_config(route_name="web_push.key", permission=USE.name, request_method="POST", renderer="json")
def key(_context: Any, request: Request) -> dict[str, str]:
    """The school's public key, which browsers ask for; made when the first one does."""
    _refuse_shared(request)
    return {"key": make_keys(request.dbsession, request.now)}


@view_defaults(route_name="web_push.devices", permission=USE.name, renderer=PAGE)
class DeviceViews:
    """One's devices, on a page of their own: the page of preferences shows the same."""

    def __init__(self, _context: Any, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The devices."""
        return {"panel": panel(self.request)}

    @view_config(request_method="POST", decorator=idempotent)
    def add(self) -> Any:
        """Add this browser."""
        request, form = self.request, DeviceForm(self.request)
        _refuse_shared(request)
        if form.submitted():
            label = device_label(request.user_agent or "") or "Browser"
            asked = Subscription(form.endpoint.data, form.p256dh.data, form.auth.data, label)
            try:
                subscribe(request.dbsession, request.actor, asked, request.now)
            except TooManyDevices:
                form.endpoint.errors = [FULL]
            else:
                request.flash(_("Le notifiche arrivano anche su questo dispositivo."))
                return HTTPSeeOther(PREFERENCES)
        request.response.status_int = 422
        return {"panel": panel(request, form)}


@view_config(route_name="web_push.remove", permission=USE.name, request_method="POST")
def remove_device(_context: Any, request: Request) -> HTTPSeeOther:
    """Send nothing to one of one's devices any more."""
    number = whole_number(request.POST.get("id", ""))
    if number is None or not remove(request.dbsession, request.actor, number, request.now):
        raise HTTPNotFound
    request.flash(_("Su quel dispositivo non arriveranno più notifiche."))
    return HTTPSeeOther(PREFERENCES)


def _refuse_shared(request: Request) -> None:
    """A computer that others use shows nobody's notices."""
    if request.identity.shared:
        raise Refused(
            _("Questo computer è condiviso"),
            _("Qui le notifiche le vedrebbe anche chi viene dopo: attivale su un tuo dispositivo."),
        )
