"""What every template finds in scope: the layout, the macros, icons, files, dates, the token."""

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.events import BeforeRender
from pyramid.renderers import get_renderer

from registro_core.web.assets import STYLESHEETS
from registro_core.web.icons import REGISTRY_KEY as ICONS
from registro_core.web.idempotency import new_idempotency_key
from registro_core.web.shell import Shell

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.registry import Registry

    from registro_core.request import Request

# Used as `<metal:x use-macro="layout">`, `use-macro="field"` and so on.
MACROS = ("layout", "field", "error_summary", "form_keys", "paging")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def macros(registry: "Registry") -> dict[str, Any]:
    """The templates that pages are built with: whole ones, or the DOCTYPE would be lost."""
    found: dict[str, Any] | None = registry.get("registro.macros")
    if found is None:
        found = registry["registro.macros"] = {
            name: get_renderer(
                f"registro_core:web/templates/{name}.pt", registry=registry
            ).implementation()
            for name in MACROS
        }
    return found


def names_in_scope(request: "Request") -> dict[str, Any]:
    """The names added to a template's own; made once per request, pages render many parts."""
    language = request.locale_name
    return {
        **macros(request.registry),
        "icon": request.registry[ICONS],
        "asset": request.asset,
        "stylesheets": request.registry[STYLESHEETS],
        "fmt": request.fmt,
        "fdate": request.fmt.date,
        "ftime": request.fmt.time,
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "csrf_token": get_csrf_token(request),
        "new_idempotency_key": lambda: new_idempotency_key(request),
        "shell": request.shell,
        # a view says False where an action bar of its own stands at the bottom of phones
        "bottom_bar": True,
    }


def add_names(event: BeforeRender) -> None:
    """Subscriber: complete the scope of our templates; what the view gave wins."""
    request = event.get("request")
    if request is None or not str(event.get("renderer_name", "")).endswith(".pt"):
        return
    for name, value in request.template_names.items():
        event.setdefault(name, value)


def includeme(config: "Configurator") -> None:
    """Subscribe, and give requests what the layout asks for."""
    config.add_request_method(Shell, "shell", reify=True)
    config.add_request_method(names_in_scope, "template_names", reify=True)
    config.add_subscriber(add_names, BeforeRender)
