"""Publishing a circular and what follows: who owes, reminders, statistics, closing it."""

from dataclasses import replace
from typing import Any

from registro_core.api import (
    HTTPConflict,
    HTTPSeeOther,
    Request,
    check_version,
    csv_response,
    idempotent,
    page_of,
    view_config,
    view_defaults,
)
from registro_messaging import _
from registro_messaging.noticeboard.contexts import CircularContext
from registro_messaging.noticeboard.forms import ReasonForm, VersionForm
from registro_messaging.noticeboard.models import Circular, CircularState
from registro_messaging.noticeboard.services import publishing, receipts
from registro_messaging.noticeboard.services.addressed import count_addressed
from registro_messaging.noticeboard.views import TEMPLATES
from registro_messaging.permissions import WRITE

NOBODY = _("Non raggiungerebbe nessuno: cambia i destinatari.")
HEAD = (
    _("Classe"),
    _("Studente"),
    _("Destinatario"),
    _("Letta il"),
    _("Firmata il"),
    _("Deve firmare"),
)


@view_defaults(
    route_name="messaging.circular.publish",
    permission=WRITE.name,
    renderer=f"{TEMPLATES}publish.pt",
)
class PublishViews:
    """The last look before publishing: text, and how many people it reaches."""

    def __init__(self, context: CircularContext, request: Request) -> None:
        self.request = request
        self.circular = context.circular

    @view_config(request_method="GET")
    def show(self) -> Any:
        """How many people it would reach today."""
        if self.circular.state is not CircularState.DRAFT:
            return HTTPSeeOther(f"/circulars/{self.circular.id}")
        count = count_addressed(self.request.dbsession, self.circular, self.request.today)
        return {
            "circular": self.circular,
            "count": count,
            "form": VersionForm(self.request, obj=self.circular),
        }

    @view_config(request_method="POST", decorator=idempotent)
    def publish(self) -> HTTPSeeOther:
        """Number it, fix its recipients, tell them."""
        request, form = self.request, VersionForm(self.request)
        check_version(self.circular, form.version.data)
        try:
            publishing.publish(
                request.dbsession, self.circular, request.today, request.actor, request.now
            )
        except publishing.NobodyAddressed:
            request.flash(NOBODY, "warn")
            return HTTPSeeOther(f"/circulars/{self.circular.id}/edit")
        except publishing.WrongState as wrong:
            raise HTTPConflict from wrong
        request.flash(
            _("Pubblicata: circolare n. ${number}.", mapping={"number": self.circular.number})
        )
        return HTTPSeeOther(f"/circulars/{self.circular.id}/statistics")


@view_defaults(permission=WRITE.name, request_method="POST", decorator=idempotent)
class AfterViews:
    """What is done with a published circular."""

    def __init__(self, context: CircularContext, request: Request) -> None:
        self.request = request
        self.circular = context.circular
        self.act = (request.actor, request.now)
        self.back = HTTPSeeOther(f"/circulars/{self.circular.id}/statistics")

    @view_config(route_name="messaging.circular.later")
    def later(self) -> HTTPSeeOther:
        """Add those who have come since."""
        session, today = self.request.dbsession, self.request.today
        count = self._done(lambda: publishing.add_later(session, self.circular, today, *self.act))
        self.request.flash(_("Destinatari aggiunti: ${count}.", mapping={"count": count}))
        return self.back

    @view_config(route_name="messaging.circular.remind")
    def remind(self) -> HTTPSeeOther:
        """Remind those who owe a signature, and nobody else."""
        session = self.request.dbsession
        count = self._done(lambda: publishing.remind(session, self.circular, *self.act))
        self.request.flash(_("Promemoria inviati: ${count}.", mapping={"count": count}))
        return self.back

    @view_config(route_name="messaging.circular.archive")
    def archive(self) -> HTTPSeeOther:
        """Close it."""
        self._done(lambda: publishing.archive(self.request.dbsession, self.circular, *self.act))
        self.request.flash(_("Archiviata: resta da leggere, non si firma più."))
        return self.back

    @view_config(route_name="messaging.circular.withdraw", renderer=f"{TEMPLATES}statistics.pt")
    def withdraw(self) -> Any:
        """Withdraw it with a reason."""
        request, form = self.request, ReasonForm(self.request)
        if not form.submitted():
            request.response.status_int = 422
            return standing(request, self.circular, form)
        reason = form.reason.data
        self._done(lambda: publishing.withdraw(request.dbsession, self.circular, reason, *self.act))
        request.flash(_("Ritirata: i destinatari ne leggono solo il motivo."))
        return self.back

    @staticmethod
    def _done(act: Any) -> Any:
        try:
            return act()
        except publishing.WrongState as wrong:
            raise HTTPConflict from wrong


@view_config(
    route_name="messaging.circular.statistics",
    permission=WRITE.name,
    request_method="GET",
    renderer=f"{TEMPLATES}statistics.pt",
)
def statistics(context: CircularContext, request: Request) -> dict[str, Any]:
    """Class by class, and who owes a signature."""
    return standing(request, context.circular, ReasonForm(request))


def standing(request: Request, circular: Circular, withdrawing: ReasonForm) -> dict[str, Any]:
    """What the page of statistics shows, with the form to withdraw."""
    session = request.dbsession
    tallies = receipts.tallies(session, circular.id)
    page = page_of(request, sum(tally.owing for tally in tallies))
    page = replace(page, path=f"/circulars/{circular.id}/statistics")
    owing = receipts.sheets(
        session, circular.id, only_owing=True, offset=page.offset, size=page.size
    )
    return {
        "circular": circular,
        "tallies": tallies,
        "owing": owing,
        "page": page,
        "reason": withdrawing.reason,
    }


@view_config(route_name="messaging.circular.csv", permission=WRITE.name, request_method="GET")
def table(context: CircularContext, request: Request) -> Any:
    """All recipients as a table to download; what looks like a formula is defused."""
    yes, no = request.translate(_("sì")), request.translate(_("no"))
    rows = [
        (
            sheet.class_name,
            sheet.student,
            sheet.name,
            sheet.read_at,
            sheet.signed_at,
            yes if sheet.owes else no,
        )
        for sheet in receipts.sheets(request.dbsession, context.circular.id)
    ]
    head = [request.translate(title) for title in HEAD]
    return csv_response(f"circolare-{context.circular.id}.csv", head, rows)
