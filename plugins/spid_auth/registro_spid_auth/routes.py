"""Routes, and the views that answer them: those of each connector that is on (OPS-4)."""

from registro_core.api import PUBLIC, Configurator, SchoolContext, idempotent, work_apart
from registro_spid_auth.configuration import Configuration
from registro_spid_auth.demo_idp import routes as demo_idp
from registro_spid_auth.kinds import Connector
from registro_spid_auth.permissions import MANAGE
from registro_spid_auth.views import (
    about,
    acs,
    association,
    decide,
    enter,
    gateway,
    leave,
    metadata,
    office,
    slo,
    start,
)

TEMPLATES = "registro_spid_auth:templates/"
OFFICE = "/office/spid"


def add_routes(config: Configurator, configuration: Configuration) -> None:
    """Add the pages of what is on."""
    for connector in configuration.federations:
        _add_federation(config, connector)
    if Connector.GATEWAY in configuration.enabled:
        _add_gateway(config)
    _add_common(config)
    _add_office(config)
    if configuration.demo_idp:
        demo_idp.add_routes(config, configuration)


def _add_federation(config: Configurator, connector: Connector) -> None:
    """The four addresses that a federation knows, and no id in any of them."""
    pages = {
        "metadata": (metadata.metadata, "GET"),
        "login": (start.login, "GET"),
        # LO-6: without a token of ours, and by name; a signature is what lets these do anything
        "acs": (acs.acs, "POST"),
        "slo": (slo.slo, ("GET", "POST")),
    }
    for page, (view, method) in pages.items():
        name = f"spid_auth.{connector}.{page}"
        config.add_route(name, f"/{connector}/{page}")
        config.add_view(
            view,
            route_name=name,
            request_method=method,
            permission=PUBLIC,
            require_csrf=page not in {"acs", "slo"},
        )
        if page != "metadata":
            work_apart(config, name)


def _add_gateway(config: Configurator) -> None:
    """The ministry's gateway: away, and back."""
    for page, view in (("login", gateway.login), ("callback", gateway.callback)):
        name = f"spid_auth.gateway.{page}"
        config.add_route(name, f"/gateway/{page}")
        config.add_view(view, route_name=name, request_method="GET", permission=PUBLIC)
        work_apart(config, name)


def _add_common(config: Configurator) -> None:
    """What every connector shares."""
    pages = {
        "enter": (enter.enter, "/spid/enter", "GET", None),
        "leave": (leave.page, "/spid/leave", "GET", None),
        "about": (about.about, "/spid/about", "GET", "about.pt"),
    }
    for page, (view, pattern, method, template) in pages.items():
        name = f"spid_auth.{page}"
        config.add_route(name, pattern)
        renderer = TEMPLATES + template if template else None
        config.add_view(
            view, route_name=name, request_method=method, permission=PUBLIC, renderer=renderer
        )
    work_apart(config, "spid_auth.enter")
    config.add_route("spid_auth.association", "/spid/association")
    for view, method, decorator in (
        (association.show, "GET", None),
        (association.send, "POST", idempotent),
    ):
        config.add_view(
            view,
            route_name="spid_auth.association",
            request_method=method,
            permission=PUBLIC,
            renderer=association.TEMPLATE,
            decorator=decorator,
        )


def _add_office(config: Configurator) -> None:
    """The office's pages."""
    one = f"{OFFICE}/associations/{{association_id}}"
    pages = {
        "office": (OFFICE, office.show, None, "GET", "office.pt"),
        "log": (f"{OFFICE}/log", office.log_page, None, "GET", "log.pt"),
        "decide": (one, decide.DecisionViews, "show", "GET", "decide.pt"),
        "confirm": (f"{one}/confirm", decide.DecisionViews, "confirm", "POST", "decide.pt"),
        "refuse": (f"{one}/refuse", decide.DecisionViews, "refuse", "POST", "decide.pt"),
    }
    for page, (pattern, view, attribute, method, template) in pages.items():
        name = f"spid_auth.{page}"
        config.add_route(name, pattern, factory=SchoolContext)
        config.add_view(
            view,
            attr=attribute,
            route_name=name,
            request_method=method,
            permission=MANAGE.name,
            renderer=TEMPLATES + template,
        )
