"""Sites, classes and subjects by the words that files use for them."""

from difflib import get_close_matches

from sqlalchemy import false
from translationstring import TranslationString

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.people import name_key
from registro_core.imports.records import Record, Records
from registro_core.school.models import Group, SchoolClass, Site, Subject


class Places:
    """Sites, subjects, and the classes and groups of the year: stored ones and planned ones."""

    def __init__(self, records: Records, year: Record) -> None:
        own = false() if year.is_new else SchoolClass.year_id == year["id"]
        classes = records.of(SchoolClass, own)
        self.sites = {record["code"].upper(): record for record in records.of(Site)}
        self.subjects = {record["code"].upper(): record for record in records.of(Subject)}
        self.classes = {class_key(record["name"]): record for record in classes}
        self.groups = {
            class_key(record["name"]): record
            for record in records.of(Group)
            if record.points_at("year_id", year)
        }

    def site(self, cells: Cells, column: str) -> Record | None:
        """The site a cell names by its code; refuses the row where there is none."""
        return self._named(self.sites, cells, column, cells.raw(column).upper())

    def subject(self, cells: Cells, column: str) -> Record | None:
        """The subject a cell names by its code; refuses the row where there is none."""
        return self._named(self.subjects, cells, column, cells.raw(column).upper())

    def school_class(self, cells: Cells, column: str) -> Record | None:
        """The class a cell names, spaces apart; refuses the row where there is none."""
        return self._named(self.classes, cells, column, class_key(cells.raw(column)))

    def group(self, cells: Cells, column: str) -> Record | None:
        """The group a cell names, None if there is none of this name."""
        return self.groups.get(class_key(cells.raw(column)))

    def _named(
        self, known: dict[str, Record], cells: Cells, column: str, key: str
    ) -> Record | None:
        if not cells.has(column):
            cells.require(column)
            return None
        found = known.get(key)
        if found is None:
            cells.refuse(column, _unknown(cells.raw(column)[:60], _meant(key, known), known))
        return found


def class_key(name: str) -> str:
    """A class's name without spaces, signs and capitals: timetables write 1ALS for "1A LS"."""
    return name_key(name)


def _unknown(cell: str, hint: str, known: dict[str, Record]) -> TranslationString:
    if not known:
        text = _("«${cell}» non esiste: manca il file che ne dà l’elenco.", mapping={"cell": cell})
    elif hint:
        text = _("«${cell}» non esiste: forse «${hint}»?", mapping={"cell": cell, "hint": hint})
    else:
        text = _("«${cell}» non esiste.", mapping={"cell": cell})
    return text


def _meant(key: str, known: dict[str, Record]) -> str:
    """The name that was probably meant, "" if none is near."""
    close = get_close_matches(key, known, n=1)
    if not close:
        return ""
    values = known[close[0]].values
    return str(values.get("code") or values["name"])
