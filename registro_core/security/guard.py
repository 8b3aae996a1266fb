"""What stops start-up: views without permission, twin routes, routes that look at no object.

Run at the end of configuration, over everything core and plugins registered.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ViewRecord:
    """A view as it was registered: what the guard checks, and what tests walk."""

    name: str
    route: str
    pattern: str
    methods: frozenset[str]
    permission: str
    has_factory: bool


def catalogue(config: "Configurator") -> list[ViewRecord]:
    """Every view that answers a route, with its permission, from Pyramid's introspector."""
    routes = {route["name"]: route for route in _all(config, "routes")}
    return [
        ViewRecord(
            name=view.title,
            route=view["route_name"],
            pattern="/" + routes[view["route_name"]]["pattern"].lstrip("/"),
            methods=_methods(view),
            permission=_permission(config, view),
            has_factory=routes[view["route_name"]]["factory"] is not None,
        )
        for view in _all(config, "views")
        if view.get("route_name") in routes
    ]


def _permission(config: "Configurator", view: Any) -> str:
    # From the view's side: a permission used twice keeps only its last view on its own side.
    related = config.introspector.related(view)
    return next((i["value"] for i in related if i.category_name == "permissions"), NOBODY)


def check(config: "Configurator", permissions: Collection[str]) -> None:
    """Raise ConfigurationError that lists every fault found in routes and views."""
    routes, views = _all(config, "routes"), catalogue(config)
    if not routes or not views:
        raise ConfigurationError("introspection is off: the register cannot check its own views")
    faults = [
        *_twin_routes(routes),
        *_routes_without_view(routes, views),
        *_ids_without_factory(views),
        *_unknown_permissions(views, permissions),
        *_writing_with_reading_permission(views),
        *_without_method(views),
    ]
    if faults:
        raise ConfigurationError("\n".join(faults))


def _all(config: "Configurator", category: str) -> list[Any]:
    return [entry["introspectable"] for entry in config.introspector.get_category(category) or ()]


def _methods(view: Any) -> frozenset[str]:
    named = view.get("request_methods") or ("any",)
    return frozenset({named} if isinstance(named, str) else named)


def _twin_routes(routes: list[Any]) -> Iterator[str]:
    seen: dict[tuple[str, Any], str] = {}
    for route in routes:
        key = (route["pattern"].strip("/"), route["request_methods"])
        if key in seen:
            yield f"routes {seen[key]} and {route['name']} have one pattern: /{key[0]}"
        seen[key] = route["name"]


def _routes_without_view(routes: list[Any], views: list[ViewRecord]) -> Iterator[str]:
    used = {view.route for view in views}
    for route in routes:
        if route["name"] not in used and not route["static"]:
            yield f"route {route['name']} (/{route['pattern'].lstrip('/')}) has no view"


def _ids_without_factory(views: list[ViewRecord]) -> Iterator[str]:
    for view in views:
        if "{" in view.pattern and not view.has_factory and view.permission != PUBLIC:
            yield (
                f"route {view.route} ({view.pattern}) takes an id but has no factory: "
                "give it a context of registro_core.api"
            )


def _unknown_permissions(views: list[ViewRecord], permissions: Collection[str]) -> Iterator[str]:
    for view in views:
        if view.permission not in permissions and view.permission not in (NOBODY, PUBLIC):
            hint = did_you_mean(view.permission, permissions)
            yield f"{view.name} asks for {view.permission}, which nobody declares{hint}"


def _writing_with_reading_permission(views: list[ViewRecord]) -> Iterator[str]:
    for view in views:
        if view.permission.endswith(":read") and not view.methods <= SAFE:
            methods = ", ".join(sorted(view.methods))
            yield (
                f"{view.name} answers {methods} with the reading permission {view.permission}: "
                "name its request_method, or ask for a permission to write"
            )


def _without_method(views: list[ViewRecord]) -> Iterator[str]:
    for view in views:
        if "any" in view.methods and view.permission not in (NOBODY, PUBLIC):
            yield f"{view.name} answers to every method: name its request_method"
