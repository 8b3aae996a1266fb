"""The page of who does not come in: 403, why, and the way back (ERR)."""

import logging
from typing import TYPE_CHECKING

from pyramid.renderers import render_to_response

from registro_spid_auth.kinds import Connector
from registro_spid_auth.refusals import explain

if TYPE_CHECKING:
    from pyramid.response import Response

    from registro_core.api import Request

log = logging.getLogger(__name__)

TEMPLATE = "registro_spid_auth:templates/refused.pt"
SIGN_IN = "/sign-in"


def refusal(request: "Request", connector: Connector, code: str, back: str = SIGN_IN) -> "Response":
    """Say why somebody does not come in.  The machine word goes to the log alone."""
    explanation = explain(code, connector)
    if explanation.alert:
        log.warning("%s needs attention: request %s ended with %s", connector, request.id, code)
    values = {"explanation": explanation, "back": back, "confirming": back != SIGN_IN}
    response = render_to_response(TEMPLATE, values, request=request)
    response.status_int = 403
    return response
