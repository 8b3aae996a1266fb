"""Signing asks for a fresh sign-in, where the school wants it (J6)."""

from collections.abc import Callable
from typing import Any

from registro_attendance import _
from registro_attendance.justifications.policy import policy_of
from registro_core.api import HTTPSeeOther, Request, confirm_url

# No session lives as long: whoever is signed in will do.
ANY_AGE = 24 * 60
View = Callable[[Any, Request], Any]


def confirmed(view: View) -> View:
    """View decorator: who signed in too long ago, or too weakly, proves who they are again (J6).

    Children use their parents' sessions. Nothing is replayed afterwards: one
    comes back to the page and sends again.
    """

    def once(context: Any, request: Request) -> Any:
        policy = policy_of(request.school_settings)
        minutes, level = policy.confirm_minutes or ANY_AGE, policy.confirm_level
        if request.method != "POST" or request.recently_authenticated(minutes, level):
            return view(context, request)
        request.flash(_("Per firmare conferma che sei tu, poi invia di nuovo."), "info")
        back = f"/students/{context.student.id}/justifications"
        return HTTPSeeOther(confirm_url(request, back, level))

    return once
