"""The demo provider's pages; in production there are none, whatever somebody calls."""

from registro_core.api import PUBLIC, ConfigurationError, Configurator
from registro_spid_auth.configuration import Configuration
from registro_spid_auth.demo_idp import sign_in, sign_out
from registro_spid_auth.kinds import Connector

TEMPLATES = "registro_spid_auth:demo_idp/templates/"
# Name, the rest of the address, view, methods, template. What comes from the register bears no
# token of the provider's: it is signed instead.
PAGES = (
    ("home", "", sign_out.home, "GET", "home.pt"),
    ("leave", "/leave", sign_out.leave_all, "POST", None),
    ("sso", "/sso", sign_in.choose, ("GET", "POST"), "choose.pt"),
    ("answer", "/answer", sign_in.answer, "POST", "choose.pt"),
    ("slo", "/slo", sign_out.told, ("GET", "POST"), None),
)
FROM_THE_REGISTER = ("sso", "slo")


def add_routes(config: Configurator, configuration: Configuration) -> None:
    """Add the pages of the federations that are on.

    Raises ConfigurationError in production: anybody could come in as anybody (OPS-5).
    """
    if not configuration.development:
        raise ConfigurationError("the demo identity provider is for development only")
    for connector in configuration.federations:
        _add(config, connector)


def _add(config: Configurator, connector: Connector) -> None:
    for page, rest, view, methods, template in PAGES:
        name = f"spid_auth.{connector}.demo-idp.{page}"
        config.add_route(name, f"/demo-idp/{connector}{rest}")
        config.add_view(
            view,
            route_name=name,
            request_method=methods,
            permission=PUBLIC,
            require_csrf=page not in FROM_THE_REGISTER,
            renderer=TEMPLATES + template if template else None,
        )
