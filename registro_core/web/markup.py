"""Pieces of pages made by templates: cards, and parts of the lesson page."""

from typing import TYPE_CHECKING

from markupsafe import Markup
from pyramid.renderers import render

if TYPE_CHECKING:
    from registro_core.request import Request


def markup(request: "Request", template: str, **values: object) -> Markup:
    """Render a template such as `registro_meals:templates/card.pt` as a piece of a page."""
    return Markup(render(template, values, request=request))  # noqa: S704 templates escape
