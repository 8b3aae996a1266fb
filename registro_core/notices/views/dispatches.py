"""The outbox as the office sees it."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.items import Text
from registro_core.notices import dispatches
from registro_core.notices.models import EMAIL, DeliveryState
from registro_core.notices.texts import render
from registro_core.numbers import whole_number
from registro_core.permissions import DELIVERIES
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.request import Request

STATES: dict[DeliveryState, tuple[Text, str]] = {
    DeliveryState.QUEUED: (_("In attesa"), "is-info"),
    DeliveryState.COLLECTED: (_("Nel prossimo riepilogo"), "is-info"),
    DeliveryState.SENT: (_("Inviato"), "is-ok"),
    DeliveryState.WITHDRAWN: (_("Ritirato prima dell’invio"), ""),
    DeliveryState.SKIPPED: (_("Non inviato"), ""),
    DeliveryState.DEAD: (_("Non consegnato"), "is-bad"),
}
# Reasons of our own, as the worker writes them; answers of mail servers are shown as they are.
REASONS: dict[str, Text] = {
    "withdrawn": _("corretto prima dell’invio"),
    "the account is disabled": _("l’accesso della persona è disattivato"),
    "may no longer know of the student": _("non può più ricevere notizie dell’alunno"),
    "no address any more": _("la persona non ha più un indirizzo"),
    "left out of the digest": _("non più valido quando è partito il riepilogo"),
    "nothing to tell any more": _("non più valido quando è partito il riepilogo"),
    "not wanted by e-mail": _("la persona non vuole questi avvisi per e-mail"),
    "not wanted by this channel": _("la persona non vuole questi avvisi per questa via"),
    "too late for this channel": _("era troppo tardi per mandarlo per questa via"),
}


@view_defaults(route_name="deliveries", permission=DELIVERIES.name)
class DispatchViews:
    """Show what left and what did not; try again."""

    def __init__(self, _context: Any, request: "Request") -> None:
        """Keep the request."""
        self.request = request

    @view_config(request_method="GET", renderer="registro_core:notices/templates/dispatches.pt")
    def show(self) -> dict[str, Any]:
        """The mails that match the filter of the address."""
        request, session = self.request, self.request.dbsession
        wanted = self._wanted()
        page = page_of(request, dispatches.count(session, wanted))
        return {
            "rows": dispatches.dispatches(session, wanted, page.offset, page.size),
            "page": page,
            "wanted": wanted,
            "counts": dispatches.state_counts(session, direct=wanted.direct),
            "states": STATES,
            "reasons": REASONS,
            "kinds": request.platform.notice_kinds,
            "channels": request.platform.notice_channels,
            "waits_in_vain": self._waits_in_vain,
            "text": self._text,
        }

    @view_config(request_method="POST")
    def send_again(self) -> HTTPSeeOther:
        """Queue the chosen dead deliveries anew."""
        request = self.request
        numbers = map(whole_number, request.POST.getall("id"))
        chosen = [number for number in numbers if number is not None]
        sent = dispatches.send_again(request.dbsession, request.actor, chosen, request.now)
        if sent:
            request.flash(_("Invii rimessi in coda: ${count}.", mapping={"count": sent}))
        else:
            request.flash(_("Non hai scelto nessun invio da ripetere."), "warn")
        return HTTPSeeOther(f"/office/deliveries?state={DeliveryState.DEAD}")

    def _waits_in_vain(self, row: dispatches.DispatchRow) -> bool:
        """Whether nobody will send it: the plugin of its channel is switched off."""
        known = row.channel == EMAIL or row.channel in self.request.platform.notice_channels
        return row.state is DeliveryState.QUEUED and not known

    def _wanted(self) -> dispatches.Wanted:
        state = self.request.GET.get("state", "")
        return dispatches.Wanted(
            state=DeliveryState(state) if state in list(DeliveryState) else None,
            words=self.request.GET.get("words", "").strip()[:100],
            direct=self.request.GET.get("what") == "direct",
        )

    def _text(self, stored: dict[str, object] | str) -> str:
        if isinstance(stored, str):
            return stored
        return render(stored, self.request.locale_name, self.request.translate)
