"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request
from registro_grades import _
from registro_grades.diary.permissions import DIARY
from registro_grades.family.permissions import HOME
from registro_grades.notes.permissions import LIST_NOTES
from registro_grades.permissions import OWN, SETUP, STATISTICS
from registro_grades.procedures.permissions import LIST_PROCEDURES

STATISTICS_PATH = "/marks/statistics"


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of grades open to the person signed in."""
    found = [
        (HOME, _family(request)),
        (OWN, _registers()),
        (STATISTICS, MenuItem(155, _("Statistiche dei voti"), STATISTICS_PATH, "it-chart-line")),
        (LIST_NOTES, MenuItem(160, _("Note disciplinari"), "/notes", "it-flag")),
        (LIST_PROCEDURES, MenuItem(165, _("Procedimenti disciplinari"), "/procedures", "it-files")),
        (DIARY, MenuItem(170, _("Diario personale"), "/diary", "it-pencil")),
        (SETUP, MenuItem(940, _("Giudizi e sigle"), "/marks/setup", "it-settings")),
    ]
    return [item for permission, item in found if request.allows(permission.name)]


def _registers() -> MenuItem:
    # A register's address is that of its class, yet it is from here that its teacher opens it.
    also = ("/classes/*/marks",)
    return MenuItem(150, _("Voti"), "/marks", "it-note", on_phone_bar=True, also=also)


def _family(request: Request) -> MenuItem:
    # Who also teaches has two pages of marks: each entry says which it is.
    teaches = request.allows(OWN.name)
    label = _("Voti dei figli") if teaches else _("Voti")
    return MenuItem(30, label, "/marks/family", "it-note", on_phone_bar=not teaches)
