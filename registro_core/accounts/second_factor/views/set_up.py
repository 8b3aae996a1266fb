"""Setting up an app, the first one or another in its place."""

from functools import wraps
from typing import TYPE_CHECKING, Any

import segno
from markupsafe import Markup
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.accounts import cookies, sessions
from registro_core.accounts.second_factor import offer, services, totp
from registro_core.accounts.second_factor.forms import SetUpForm
from registro_core.accounts.second_factor.offer import Offer
from registro_core.accounts.second_factor.policy import LEVEL
from registro_core.accounts.second_factor.views.codes import codes_page
from registro_core.accounts.second_factor.views.own import (
    PAGE,
    in_use,
    own_account,
    strictly,
    uses_password,
)
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import signed_in
from registro_core.accounts.views.step_up import step_up
from registro_core.permissions import ACCOUNT
from registro_core.security.vault import Vault

if TYPE_CHECKING:
    from registro_core.accounts.second_factor.views.own import View
    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/second_factor/templates/set_up.pt"
WRONG = _(
    "Il codice non è giusto: leggi quello di adesso, e controlla che l’ora del telefono sia esatta."
)


def proved_enough(view: "View") -> "View":
    """View decorator: who has a second factor proves with it that they may replace it."""
    first, again = step_up(view), strictly(view)

    @wraps(view)
    def checked(context: Any, request: "Request") -> Any:
        guarded = again if signed_in(request).has_second_factor else first
        return guarded(context, request)

    return checked


@view_defaults(
    route_name="accounts.second_factor_new",
    permission=ACCOUNT.name,
    renderer=TEMPLATE,
    decorator=(in_use, proved_enough),
)
class SetUp:
    """Show a seed; keep it when the app has shown that it knows it."""

    def __init__(self, _context: Any, request: "Request") -> None:
        self.request = request
        self.me = signed_in(request)
        self.vault = Vault(request.platform.secret)
        self.account = own_account(request)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The square to read with the app, and the key for who cannot."""
        if not uses_password(self.request, self.account):
            return HTTPSeeOther(PAGE)
        return self._page(SetUpForm(self.request), self._new_offer())

    @view_config(request_method="POST")
    def keep(self) -> Any:
        """Compare the first code; show the recovery codes, this once."""
        if not uses_password(self.request, self.account):
            return HTTPSeeOther(PAGE)
        form, now = SetUpForm(self.request), self.request.now
        valid = answers.check(self.request, form.submitted())
        offered = offer.reopen(self.vault, self.me.account_id, form.seed.data or "", now)
        if offered is None:
            self.request.flash(_("È passato troppo tempo: inquadra il codice nuovo."), "info")
            return HTTPSeeOther(self.request.path)
        code = "".join(filter(str.isdigit, form.code.data or ""))
        step = totp.matching_step(offered.seed, code, now)
        if valid and step is not None:
            return self._keep(offered, step)
        if valid:
            answers.refuse(self.request, form.code, WRONG)
        return self._page(form, offered)

    def _keep(self, offered: Offer, step: int) -> Any:
        request, session, me = self.request, self.request.dbsession, self.me
        codes = services.set_up(
            session, request.actor, self.vault, self.account, offered.seed, step, request.now
        )
        # elsewhere one comes in again, with a code
        sessions.end_sessions(session, me.account_id, me.session_hash)
        level = max(me.level, LEVEL)
        token = sessions.rotate(session, me.session_hash, request.now, me.method, level)
        # before the page is made: its forms belong to the session's new token
        cookies.announce_session(request, token)
        response = codes_page(request, codes, just_set_up=True)
        cookies.set_session(request, response, token)
        return response

    def _new_offer(self) -> Offer:
        return offer.make(self.vault, self.me.account_id, self.request.now)

    def _page(self, form: SetUpForm, offered: Offer) -> dict[str, object]:
        form.seed.data = offered.sealed
        address = totp.address(offered.seed, self.account.username, self.request.school.name)
        return {
            "form": form,
            "square": _square(address),
            "address": address,
            "key": " ".join(offered.seed[at : at + 4] for at in range(0, len(offered.seed), 4)),
            "must": self.request.second_factor_missing,
            "replaces": self.me.has_second_factor,
        }


def _square(address: str) -> Markup:
    """The address as a QR code, drawn here: what it says leaves the server for nobody else."""
    drawing = segno.make_qr(address, error="m").svg_inline(
        dark="#000", light="#fff", border=4, omitsize=True, svgclass="r-qr", lineclass=None
    )
    return Markup(drawing)  # noqa: S704 it is made of numbers
