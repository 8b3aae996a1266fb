"""What stops start-up: views without permission, twin routes, routes that look at no object.

Run at the end of configuration, over everything core and plugins registered.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyramid.exceptions import ConfigurationError

from registro_core.plugins import did_you_mean
from registro_core.security.policy import NOBODY, PUBLIC

if TYPE_CHECKING:
    from pyramid.config import Configurator

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def must_have_permission(view: Any, info: Any) -> Any:
    """View deriver: refuse a view that declares no permission, naming it."""
    original = getattr(info.original_view, "__name__", "")
    if (
        not info.exception_only
        and info.options.get("permission") is None
        and original != "default_exceptionresponse_view"
        and not getattr(info.original_view, "is_static", False)
    ):
        raise ConfigurationError(
            f"view without permission: {info.original_view} in {info.package.__name__}. "
            "Give it permission=<a permission of the plugin>, or PUBLIC if anyone may see it."
        )
    return view


must_have_permission.options = ("permission",)  # type: ignore[attr-defined]


def check(config: "Configurator", permissions: dict[str, Any]) -> None:
    """Raise ConfigurationError for the first fault found in routes and views."""
    routes = [entry["introspectable"] for entry in config.introspector.get_category("routes") or ()]
    views = [
        (entry["introspectable"], _permission(entry))
        for entry in config.introspector.get_category("views") or ()
    ]
    if not routes or not views:
        raise ConfigurationError("introspection is off: the register cannot check its own views")
    faults = [
        *_twin_routes(routes),
        *_routes_without_factory(routes, views),
        *_routes_without_view(routes, views),
        *_unknown_permissions(config, permissions),
        *_reading_permissions_that_write(views),
    ]
    if faults:
        raise ConfigurationError("\n".join(faults))


def _twin_routes(routes: list[Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for route in routes:
        pattern = "/" + route["pattern"].strip("/")
        if pattern in seen:
            yield f"routes {seen[pattern]} and {route['name']} have one pattern {pattern}"
        seen[pattern] = route["name"]


def _permission(entry: Any) -> Any:
    # From the view's side: a permission used twice keeps only its last view on its own side.
    values = [item["value"] for item in entry["related"] if item.category_name == "permissions"]
    return values[0] if values else None


def _routes_without_factory(
    routes: list[Any], views: list[tuple[Any, Any]]
) -> Iterator[str]:
    public = {view["route_name"] for view, permission in views if permission == PUBLIC}
    for route in routes:
        variable = "{" in route["pattern"] or "*" in route["pattern"]
        if variable and route["factory"] is None and route["name"] not in public:
            yield (
                f"route {route['name']} ({route['pattern']}) takes an id but has no factory: "
                "give it a context of registro_core.api"
            )


def _routes_without_view(routes: list[Any], views: list[tuple[Any, Any]]) -> Iterator[str]:
    used = {view["route_name"] for view, _permission in views}
    for route in routes:
        if route["name"] not in used and not route["static"]:
            yield f"route {route['name']} ({route['pattern']}) has no view"


def _unknown_permissions(config: "Configurator", permissions: dict[str, Any]) -> Iterator[str]:
    for entry in config.introspector.get_category("permissions") or ():
        name = entry["introspectable"]["value"]
        if name not in permissions and name not in (NOBODY, PUBLIC):
            hint = did_you_mean(name, permissions)
            yield f"a view asks for permission {name}, which nobody declares{hint}"


def _reading_permissions_that_write(views: list[tuple[Any, Any]]) -> Iterator[str]:
    for view, name in views:
        if not str(name).endswith(":read"):
            continue
        methods = view.get("request_methods") or ()
        methods = {methods} if isinstance(methods, str) else set(methods)
        if not methods or not methods <= SAFE:
            yield f"view {view.title} accepts {sorted(methods)} with the reading permission {name}"
