"""The audit log: who changed what, chained so that tampering shows."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the pages of the log."""
    config.add_route("audit", "/office/audit")
    config.add_route("audit.denials", "/office/audit/denials")
    config.scan("registro_core.audit.views")
