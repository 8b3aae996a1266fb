"""Signing asks for a fresh sign-in, where the school wants it (J6)."""

from collections.abc import Callable
from typing import Any

from registro_attendance import _
from registro_attendance.justifications.policy import policy_of
from registro_core.api import HTTPSeeOther, Request, confirm_url

View = Callable[[Any, Request], Any]


def confirmed(view: View) -> View:
    """View decorator: who signed in too long ago proves who they are before a POST (J6).

    Children use their parents' sessions. Nothing is replayed afterwards: one
    comes back to the page and sends again.
    """

    def once(context: Any, request: Request) -> Any:
        minutes = policy_of(request.school_settings).confirm_minutes
        if request.method != "POST" or not minutes or request.recently_authenticated(minutes):
            return view(context, request)
        request.flash(_("Per firmare conferma che sei tu, poi invia di nuovo."), "info")
        return HTTPSeeOther(confirm_url(request, f"/students/{context.student.id}/justifications"))

    return once
