"""Importing: what the command and the office page call."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.audit.services import record_changes
from registro_core.imports.apply import write
from registro_core.imports.audit import audit_entries
from registro_core.imports.decoding import MAX_BYTES
from registro_core.imports.kinds import ImportKind
from registro_core.imports.plan import Plan, Upload, make_plan
from registro_core.imports.records import Record
from registro_core.imports.report import Severity
from registro_core.items import Actor, EnrolmentEvent
from registro_core.plugins import PluginError, Plugins
from registro_core.school.models import Enrolment, School

NAMELESS_SCHOOL = "Istituto scolastico"


class ImportRefused(Exception):
    """The plan has errors, so nothing was written; `plan.report` says which."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the import has errors: nothing was written")
        self.plan = plan


def kinds_of(plugins: Plugins) -> list[ImportKind]:
    """The kinds of file that core and plugins import, in the order of planning.

    Raise `PluginError` where two claim the same file: one of them would never be asked.
    """
    owners: dict[str, str] = {}
    kinds: list[ImportKind] = []
    for plugin, kind in plugins.by_plugin("registro_imports"):
        for stem in kind.stems or (kind.name,):
            if stem in owners:
                raise PluginError(
                    f"plugin {plugin.name}: registro_imports returns a kind for files named "
                    f"{stem!r}, which {owners[stem]} imports already: give it another stem"
                )
            owners[stem] = plugin.name
        kinds.append(kind)
    return sorted(kinds, key=lambda kind: kind.order)


def read_directory(directory: Path) -> list[Upload]:
    """The files of a directory, hidden ones left out; raise OSError where it cannot be read.

    A file too large to be a school's is read only as far as needed to say so.
    """
    return [_read_file(path) for path in sorted(directory.iterdir()) if _is_wanted(path)]


def _is_wanted(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _read_file(path: Path) -> Upload:
    with path.open("rb") as file:
        return Upload(path.name, file.read(MAX_BYTES + 1))


def dry_run(
    session: Session,
    plugins: Plugins,
    uploads: Sequence[Upload],
    now: datetime,
    today: date,
    on: date | None = None,
) -> Plan:
    """Say what an import would do. Only reads."""
    plan = make_plan(session, kinds_of(plugins), uploads, now, today, on)
    if session.scalar(select(School.is_demo).limit(1)):
        text = _("Questo registro contiene la scuola dimostrativa.")
        plan.report.add(Severity.WARNING, text)
    return plan


def run(session: Session, plugins: Plugins, plan: Plan, actor: Actor, now: datetime) -> None:
    """Write a plan made in this very transaction: all of it, its audit entries and events.

    Raise `ImportRefused` where the plan has errors. The caller commits; until
    then nothing is there.
    """
    if not plan.report.may_run:
        raise ImportRefused(plan)
    changed = plan.changed
    if not changed:
        return
    write(session, changed)
    _ensure_school(session)
    for record in changed:
        if record.model is Enrolment:
            _tell(session, plugins, record, plan.year["starts_on"], now)
    # Last: from here on other writers wait for this transaction.
    record_changes(session, actor, audit_entries(changed), now)


def _ensure_school(session: Session) -> None:
    """The one row of the school: without it a demo could be built over the imported one.

    Its name comes with scuola.csv.
    """
    if session.scalar(select(School.id).limit(1)) is None:
        session.add(School(name=NAMELESS_SCHOOL))
        session.flush()


def _tell(
    session: Session, plugins: Plugins, stay: Record, year_starts_on: date, now: datetime
) -> None:
    """Tell the plugins who joined a class, and who left one; the end of a year is no leaving."""
    student, school_class = _id(stay["student_id"]), _id(stay["class_id"])
    if stay.is_new:
        event = EnrolmentEvent(student, school_class, stay["starts_on"], now)
        plugins.fire("registro_student_enrolled", session=session, enrolment=event)
    elif "ends_on" in stay.before and stay["ends_on"] and stay["ends_on"] >= year_starts_on:
        event = EnrolmentEvent(student, school_class, stay["ends_on"], now)
        plugins.fire("registro_student_left", session=session, enrolment=event)


def _id(value: Record | int) -> int:
    return int(value.values["id"] if isinstance(value, Record) else value)
