"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request
from registro_lessons import _
from registro_lessons.permissions import (
    CANCEL,
    DAY,
    MISSING,
    MONITOR,
    TIMETABLE,
    UNITS,
)


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of lessons open to the person signed in."""
    own = not request.allows(MONITOR.name)
    found = [
        (DAY, MenuItem(10, _("Le mie lezioni"), "/lessons", "it-presentation", on_phone_bar=True)),
        (TIMETABLE, MenuItem(110, _("Orario"), "/timetable", "it-calendar")),
        (
            MISSING,
            MenuItem(
                120,
                _("Ore da firmare") if own else _("Ore non firmate"),
                "/lessons/missing",
                "it-warning-circle",
            ),
        ),
        (UNITS, MenuItem(130, _("Unità orarie"), "/lessons/units", "it-chart-line")),
        (CANCEL, MenuItem(920, _("Ore annullate"), "/lessons/cancellations", "it-close-circle")),
    ]
    return [item for permission, item in found if request.allows(permission.name)]
