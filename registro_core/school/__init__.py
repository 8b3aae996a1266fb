"""The school: sites, years, calendar, bell schedules, classes, groups, subjects, teachings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the pages that teachers and families see."""
    config.include("registro_core.school.views")
