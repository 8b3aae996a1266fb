"""The list of what a student has to do, in the stretches in which a family thinks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registro_core.api import Text
from registro_homework import _
from registro_homework.reading import StudentRow


@dataclass(frozen=True)
class Stretch:
    """Some days under one heading."""

    key: str
    label: Text
    rows: tuple[StudentRow, ...]


def stretches(found: Sequence[StudentRow], today: date) -> list[Stretch]:
    """Today, tomorrow, the rest of the week, later: those in which there is something."""
    tomorrow = today + timedelta(days=1)
    sunday = today + timedelta(days=7 - today.isoweekday())
    parts = (
        ("today", _("Per oggi"), today, today),
        ("tomorrow", _("Per domani"), tomorrow, tomorrow),
        ("week", _("Questa settimana"), tomorrow + timedelta(days=1), sunday),
        ("later", _("Più avanti"), max(sunday, tomorrow) + timedelta(days=1), date.max),
    )
    made = (
        Stretch(key, label, tuple(each for each in found if first <= each.row.due_on <= last))
        for key, label, first, last in parts
    )
    return [stretch for stretch in made if stretch.rows]
