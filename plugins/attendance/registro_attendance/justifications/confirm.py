"""Signing asks for a fresh sign-in, where the school wants it (J6)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from registro_attendance import _
from registro_attendance.justifications.policy import must_confirm, policy_of
from registro_core.api import HTTPSeeOther, Request

View = Callable[[Any, Request], Any]


def confirmed(view: View) -> View:
    """View decorator: who signed in too long ago proves who they are before a POST (J6).

    Children use their parents' sessions. Nothing is replayed afterwards: one
    comes back to the page and sends again.
    """

    def once(context: Any, request: Request) -> Any:
        identity = request.identity
        if request.method == "GET" or identity is None:
            return view(context, request)
        policy = policy_of(request.school_settings)
        if not must_confirm(policy, identity.authenticated_at, request.now):
            return view(context, request)
        request.flash(_("Per firmare conferma che sei tu, poi invia di nuovo."), "info")
        back = urlencode({"next": f"/students/{context.student.id}/justifications"})
        return HTTPSeeOther(f"/confirm?{back}")

    return once
