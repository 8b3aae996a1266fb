"""The assertion consumer service: where the provider's response comes in (RS, LO-6).

It comes as a form of another site: there is no token of ours in it, and none is asked for. What
counts is the provider's signature over the answer to a request that this very browser was sent with.
"""

from typing import TYPE_CHECKING

from registro_core.api import Request
from registro_spid_auth.asking.responses import receive
from registro_spid_auth.views.desk import desk_of, federation_of, onward

if TYPE_CHECKING:
    from pyramid.response import Response


def acs(request: Request) -> "Response":
    """POST: who comes in goes on to a page of ours, who does not reads why (403)."""
    fields = (
        (name, value if isinstance(value, str) else "") for name, value in request.POST.items()
    )
    return onward(request, receive(desk_of(request), federation_of(request), fields))
