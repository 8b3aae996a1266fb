"""When the person signed in wants which notices, and by which channels."""

from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.items import Text
from registro_core.notices import preferences
from registro_core.notices.digests import DIGEST_AT
from registro_core.notices.models import EMAIL, MailChoice
from registro_core.notices.offered import offered_channels
from registro_core.people.models import Person
from registro_core.permissions import NOTICES

if TYPE_CHECKING:
    from registro_core.items import NoticeKind
    from registro_core.request import Request

LABELS: dict[MailChoice, Text] = {
    MailChoice.NOW: _("Subito"),
    MailChoice.DIGEST: _("Nel riepilogo"),
    MailChoice.NEVER: _("Mai"),
}


@view_defaults(route_name="notices.preferences", permission=NOTICES.name)
class PreferenceViews:
    """Show and keep the choices."""

    def __init__(self, _context: Any, request: "Request") -> None:
        """Keep the request."""
        self.request = request

    @view_config(request_method="GET", renderer="registro_core:notices/templates/preferences.pt")
    def show(self) -> dict[str, Any]:
        """Each kind of notice with the choice made or its default."""
        request = self.request
        person_id = request.identity.person_id
        chosen = preferences.all_choices(request.dbsession, person_id)
        by_mail = chosen.get(EMAIL, {})
        staff = bool(request.identity.roles)
        kinds = sorted(
            (k for k in request.platform.notice_kinds.values() if staff or not k.for_staff),
            key=lambda kind: request.translate(kind.label),
        )
        person = request.dbsession.get(Person, person_id)
        return {
            "rows": [
                (kind, preferences.choice_for(kind, by_mail.get(kind.name))) for kind in kinds
            ],
            "channels": offered_channels(request),
            "wants": partial(_wants, chosen),
            "choices_of": preferences.choices_of,
            "labels": LABELS,
            "digest_at": request.school_settings.time(DIGEST_AT.name),
            "address": person.email if person else None,
        }

    @view_config(request_method="POST")
    def save(self) -> HTTPSeeOther:
        """Keep the choices; names that no kind has are ignored."""
        request = self.request
        kinds = request.platform.notice_kinds
        wanted = {name: request.POST.get(f"kind-{name}", "") for name in kinds}
        preferences.choose(request.dbsession, request.actor, kinds.values(), wanted, request.now)
        for channel in request.POST.getall("channel"):
            if channel in request.platform.notice_channels:
                self._save_channel(channel, [kinds[name] for name in kinds if wanted[name]])
        request.flash(_("Le tue scelte sono salvate."))
        return HTTPSeeOther("/account/notices")

    def _save_channel(self, channel: str, shown: "list[NoticeKind]") -> None:
        """Keep the boxes of a channel; of a kind that the page did not show there is none."""
        request = self.request
        ticked = set(request.POST.getall("also"))
        wanted = {
            kind.name: MailChoice.NOW if f"{channel} {kind.name}" in ticked else MailChoice.NEVER
            for kind in shown
        }
        preferences.choose(request.dbsession, request.actor, shown, wanted, request.now, channel)


def _wants(chosen: dict[str, dict[str, MailChoice]], channel: str, kind: "NoticeKind") -> bool:
    """Whether a person wants a kind by a channel that is not e-mail."""
    made = chosen.get(channel, {}).get(kind.name)
    return preferences.choice_for(kind, made, channel) is MailChoice.NOW
