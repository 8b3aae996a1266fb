"""Step-up for sensitive pages, and what protects administrators' accounts (check 18)."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther

from registro_core.accounts import giving
from registro_core.accounts.views.confirm import confirm_url
from registro_core.items import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from registro_core.request import Request

    View = Callable[[Any, Request], Any]


def step_up_to(level: int = 1, minutes: int = 15) -> "Callable[[View], View]":
    """View decorator: who has not proved lately, or not well enough, who they are must do it again.

    Put it on the GET too where a form takes long to fill: nothing is replayed afterwards.

    :param level: 1 by a password, 2 and 3 as of SPID and CIE.
    """

    def step_up(view: "View") -> "View":
        @wraps(view)
        def checked(context: Any, request: "Request") -> Any:
            if request.recently_authenticated(minutes, level):
                return view(context, request)
            return HTTPSeeOther(confirm_url(request, level=level))

        return checked

    return step_up


# `decorator=step_up`: the password again when it was given long ago.
step_up = step_up_to()


def may_manage(request: "Request", person_id: int) -> bool:
    """Whether who is signed in may touch somebody's access: an administrator's only another may."""
    identity = request.identity
    return identity is not None and (
        Role.ADMIN in identity.roles or not giving.is_admin(request.dbsession, person_id)
    )


def protect_administrators(request: "Request", person_id: int) -> None:
    """Raise HTTPForbidden where the office would change what an administrator signs in with.

    With a role or a mail address of its choice it could make itself one.
    """
    if not may_manage(request, person_id):
        raise HTTPForbidden
