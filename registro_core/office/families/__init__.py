"""Families as the office sees them: guardians, their restrictions, enrolments."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import PersonContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    for name, path in (
        ("guardians", "guardians"),
        ("guardianship", "guardians/{guardianship_id}"),
        ("enrolments", "enrolments"),
        ("profile", "profile"),
    ):
        pattern = f"/office/people/{{person_id}}/{path}"
        config.add_route(f"office.person.{name}", pattern, factory=PersonContext)
    config.scan("registro_core.office.families.views")
