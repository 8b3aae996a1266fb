"""What a plan works with: the rows of the database, the dates, and the report it writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.imports.accounts import Accounts
from registro_core.imports.cells import Cells
from registro_core.imports.hours import Place, schedules_in_force
from registro_core.imports.kinds import ImportFile
from registro_core.imports.people import People
from registro_core.imports.places import Places
from registro_core.imports.records import Model, Record, Records, same
from registro_core.imports.report import Change, FileReport, Outcome, RowReport, Severity
from registro_core.imports.roles import Roles
from registro_core.items import Role
from registro_core.school.models import SchoolClass

HIDDEN = "•••"


@dataclass(frozen=True)
class When:
    """The instant and the day of the import, and the day from which what it changes holds."""

    now: datetime
    today: date
    on: date


@dataclass
class _RowInHand:
    """What the current row has done so far."""

    cells: Cells
    label: str = ""
    subject: Record | None = None
    touched: bool = False
    changes: list[Change] = field(default_factory=list)


class ImportContext:
    """Handed to each kind's `plan`: it creates and changes records, never the database.

    `on` is the day from which changes hold, always within the school year.
    """

    def __init__(self, session: Session, records: Records, year: Record, when: When) -> None:
        self.records = records
        self.year = year
        self.now = when.now
        self.today = when.today
        self.on = when.on
        self.people = People(records)
        self.accounts = Accounts(session, records, when.now)
        self.places = Places(records, year)
        self.roles = Roles(records, min(when.today, year["starts_on"]), when.on)
        self.report = FileReport("", "")
        # Lines that were refused, by the codice fiscale they speak of: what refers to them
        # fails too, and should say why.
        self.refused: dict[str, str] = {}
        # Rows by the institutional mailbox they give.
        self.mailboxes: dict[str, Cells] = {}
        self._row: _RowInHand | None = None
        self._seen: dict[object, Cells] = {}

    # ---- reading the file ------------------------------------------------------------

    def rows(self, file: ImportFile) -> Iterator[Cells]:
        """The rows of a file, one in hand at a time; what it does is noted when the next comes."""
        self._seen = {}
        for row in file.rows:
            self._row = _RowInHand(Cells(row, self.report))
            yield self._row.cells
            self._close(self._row)
            self._row = None

    def about(self, label: str, subject: Record | None = None) -> None:
        """Name the subject of the row in hand; a new subject makes it a row that creates."""
        if self._row:
            self._row.label = label or self._row.label
            self._row.subject = subject

    def first(self, cells: Cells, key: object, column: str) -> bool:
        """Whether no row before this one had the key; a contradiction refuses the row."""
        earlier = self._seen.setdefault(key, cells)
        if earlier is cells:
            return True
        if earlier.same_as(cells):
            text = _("Riga uguale alla ${line}: saltata.", mapping={"line": earlier.line})
            cells.warn(column, text)
        else:
            text = _("La riga ${line} dice già altro.", mapping={"line": earlier.line})
            cells.refuse(column, text)
        return False

    def hours_of_sites(self) -> dict[object, set[Place]]:
        """The hours (weekday, number) of each site's bell schedule, by the site's key."""
        in_force = schedules_in_force(self.records, self.on)
        return {site: set(hours) for site, (_schedule, hours) in in_force.items()}

    # ---- what the rows do ------------------------------------------------------------

    def of(self, model: Model, *conditions: ColumnElement[bool]) -> list[Record]:
        """The rows of a table, read once; only the first call may set conditions."""
        return self.records.of(model, *conditions)

    def of_classes(self, model: Model, column: Any) -> list[Record]:
        """The rows of a table that belong to classes of the year by their `class_id`."""
        own = select(SchoolClass.id).where(SchoolClass.year_id == self.year.values.get("id"))
        classes = self.records.of(SchoolClass)
        ids = {record.key for record in classes if record.points_at("year_id", self.year)}
        return [r for r in self.records.of(model, column.in_(own)) if r["class_id"] in ids]

    def create(self, model: Model, values: dict[str, Any]) -> Record:
        """Plan a new row; foreign keys may be given as records."""
        record = self.records.add(model, values)
        for attribute, value in values.items():
            if value is not None:
                record.claims[attribute] = self.place()
        self.touch()
        return record

    def change(
        self,
        record: Record,
        values: Mapping[str, Any],
        columns: Mapping[str, str],
        *,
        hidden: bool = False,
    ) -> None:
        """Plan new values for a row. None never erases: an empty cell says nothing.

        `columns` names the file's column for each attribute. What an earlier
        row of this import has set stays, with a warning: otherwise each run
        would change it to and fro.
        """
        for attribute, value in values.items():
            if value is None:
                continue
            column = columns.get(attribute, "")
            if not same(record.values.get(attribute), value):
                if attribute in record.claims:
                    self._warn_contradiction(record, attribute, column)
                    continue
                self._set(record, attribute, value, column, hidden=hidden)
            record.claims.setdefault(attribute, self.place())

    def save(
        self,
        model: Model,
        found: Record | None,
        values: dict[str, Any],
        columns: Mapping[str, str],
    ) -> Record:
        """Create a row, or change the one found."""
        if found is None:
            return self.create(model, values)
        self.change(found, values, columns)
        return found

    def remove(self, record: Record) -> None:
        """Plan to delete a row: only for what is no record of people, such as a bell's hour."""
        record.removed = True
        self.touch()

    def ensure_role(self, person: Record, role: Role, title: str | None = None) -> None:
        """Plan a role for a person who does not hold it."""
        if self.roles.ensure(person, role, title):
            self.touch()

    def ensure_account(self, person: Record) -> None:
        """Plan an account without a password for a person who has none."""
        if self.accounts.ensure(person):
            self.touch()

    def widen_year(self, attribute: str, day: date) -> None:
        """Plan an earlier start or a later end of the school year."""
        self.year.values[attribute] = day
        self.touch()

    def touch(self) -> None:
        """Say that the row in hand changes something, if only indirectly."""
        if self._row:
            self._row.touched = True

    def note(self, column: str, before: Any, after: Any) -> None:
        """Show a change that is not one of a single value, such as moving to another class."""
        self.touch()
        if self._row:
            self._row.changes.append(Change(column, show(before), show(after)))

    # ---- inside ----------------------------------------------------------------------

    def _set(
        self, record: Record, attribute: str, value: Any, column: str, *, hidden: bool
    ) -> None:
        before = record.values.get(attribute)
        record.values[attribute] = value
        self.note(column, HIDDEN if hidden else before, HIDDEN if hidden else value)

    def _warn_contradiction(self, record: Record, attribute: str, column: str) -> None:
        text = _(
            "Valore diverso da quello di ${place}, che resta.",
            mapping={"place": record.claims[attribute]},
        )
        if self._row:
            self._row.cells.warn(column, text)

    def place(self) -> str:
        """File and line of the row in hand, to refer to it."""
        line = self._row.cells.line if self._row else 0
        return f"{self.report.name}:{line}"

    def _close(self, row: _RowInHand) -> None:
        if not row.cells.sound:
            outcome = Outcome.REFUSED
        elif row.touched and (row.subject is None or row.subject.is_new):
            outcome = Outcome.CREATED
        elif row.touched:
            outcome = Outcome.CHANGED
        else:
            outcome = Outcome.LEFT
        self.report.rows.append(RowReport(row.cells.line, outcome, row.label, tuple(row.changes)))

    def say(self, text: Any, severity: Severity = Severity.INFO) -> None:
        """Say something about the file as a whole."""
        self.report.add(severity, text)


def show(value: Any) -> str:
    """A value as the office writes it."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Record):
        return str(value.values.get("name") or value.values.get("code") or "")
    return str(value)
