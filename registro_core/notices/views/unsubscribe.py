"""Stopping a mail from the mail itself: a page to confirm, and the mail program's own button."""

import hmac
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from registro_core.items import Actor
from registro_core.notices import preferences
from registro_core.notices.models import MailChoice
from registro_core.notices.unsubscribe import DIGEST, kinds_meant, signature
from registro_core.numbers import whole_number
from registro_core.people.models import Person
from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from registro_core.items import NoticeKind
    from registro_core.request import Request

TEMPLATE = "registro_core:notices/templates/unsubscribe.pt"


@view_defaults(route_name="notices.unsubscribe", permission=PUBLIC, renderer=TEMPLATE)
class UnsubscribeViews:
    """Public: who has the mail may stop it, and nothing else; the address is signed.

    Mail programs open links to look for viruses, so a GET changes nothing (RFC 8058).
    """

    def __init__(self, request: "Request") -> None:
        """Answer 404 to an address that the register did not make, or for who is gone."""
        self.request = request
        self.what = request.GET.get("kind", "")
        person_id = whole_number(request.GET.get("person", ""))
        secret = request.platform.secret
        expected = signature(secret, person_id or 0, self.what).encode()
        if not hmac.compare_digest(expected, request.GET.get("signature", "").encode()):
            raise HTTPNotFound
        if person_id is None or request.dbsession.get(Person, person_id) is None:
            raise HTTPNotFound
        self.person_id = person_id

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Say what will not come any more, and what still will."""
        return self._page(self._meant(), done=False)

    @view_config(request_method="POST", require_csrf=False)
    def stop(self) -> dict[str, Any]:
        """Stop it; the mail program's button sends no token, and follows no redirect."""
        request, meant = self.request, self._meant()
        actor = Actor(self.person_id, request.address, request.id)
        wanted = {kind.name: MailChoice.NEVER.value for kind in meant}
        preferences.choose(request.dbsession, actor, meant, wanted, request.now)
        return self._page(meant, done=True)

    def _meant(self) -> "list[NoticeKind]":
        chosen = preferences.choices(self.request.dbsession, self.person_id)
        return kinds_meant(self.what, self.request.platform.notice_kinds.values(), chosen)

    def _page(self, meant: "list[NoticeKind]", *, done: bool) -> dict[str, Any]:
        kinds = self.request.platform.notice_kinds.values()
        return {
            "done": done,
            "kinds": meant,
            "digest": self.what == DIGEST,
            "always": [kind for kind in kinds if kind.mandatory],
        }
