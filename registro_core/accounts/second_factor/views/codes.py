"""The page that shows recovery codes, once: in answer to the POST that made them."""

from typing import TYPE_CHECKING

from pyramid.renderers import render_to_response

if TYPE_CHECKING:
    from pyramid.response import Response

    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/second_factor/templates/codes.pt"


def codes_page(request: "Request", codes: list[str], *, just_set_up: bool = False) -> "Response":
    """Codes to print or to keep as a file."""
    shown = {"codes": codes, "just_set_up": just_set_up}
    return render_to_response(TEMPLATE, shown, request=request)
