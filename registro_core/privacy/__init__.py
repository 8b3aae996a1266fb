"""Privacy: what the school holds about a person, for them to see (GDPR 15), and what may go (17)."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import PersonContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the page of a person's data."""
    for name, end in (("show", ""), ("export", "/export"), ("erase", "/erase")):
        config.add_route(
            f"privacy.{name}", f"/office/people/{{person_id}}/data{end}", factory=PersonContext
        )
    config.scan("registro_core.privacy.views")
