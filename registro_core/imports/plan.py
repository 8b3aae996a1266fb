"""Planning an import: every file read and every row weighed; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from sqlalchemy.orm import Session

from registro_core import _
from registro_core.imports.context import ImportContext, When
from registro_core.imports.kinds import ImportFile, ImportKind, plain_key
from registro_core.imports.reading import read_file
from registro_core.imports.records import Record, Records
from registro_core.imports.report import FileReport, Report, Severity, sort_findings
from registro_core.imports.years import choose_year, close_earlier_years


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Plan:
    """What would be written, and the report on it. Run only what `report.may_run`."""

    report: Report
    records: Records
    year: Record

    @property
    def changed(self) -> list[Record]:
        """The rows that would be created, changed or deleted."""
        return [r for r in self.records.every() if r.is_new or r.is_changed or r.removed]


def make_plan(
    session: Session,
    kinds: Sequence[ImportKind],
    uploads: Sequence[Upload],
    now: datetime,
    today: date,
    on: date | None = None,
) -> Plan:
    """Read files and plan what they ask for.

    `on` is the day from which changes hold (a move to another class, a new
    timetable): today if not given. It is drawn into the school year. The
    session only reads; whatever is wrong with the files stands in the report.
    """
    report = Report()
    files = _read(kinds, uploads, report)
    records = Records(session)
    terms = next((file for file, _ in files if file.kind.name == "periodi"), None)
    year = choose_year(records, terms, today, report)
    ctx = ImportContext(session, records, year, When(now, today, _within(year, on, today, report)))
    if year.is_new:
        close_earlier_years(records, year)
    for file, file_report in sorted(files, key=lambda pair: pair[0].kind.order):
        ctx.report = file_report
        file.kind.plan(ctx, file)
        file_report.findings = sort_findings(file_report.findings)
        report.files.append(file_report)
    plan = Plan(report, records, year)
    report.changes = len(plan.changed)
    return plan


def _within(year: Record, on: date | None, today: date, report: Report) -> date:
    """The day from which changes hold, drawn into the school year."""
    wanted = on or today
    day: date = min(max(wanted, year["starts_on"]), year["ends_on"])
    if on and day != on:
        mapping = {"on": f"{on:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
        text = _("Il ${on} è fuori dall’anno scolastico: vale il ${day}.", mapping=mapping)
        report.add(Severity.WARNING, text)
    return day


def _read(
    kinds: Sequence[ImportKind], uploads: Sequence[Upload], report: Report
) -> list[tuple[ImportFile, FileReport]]:
    """Read each upload as the kind its name tells; say which are of no kind, or twice of one."""
    read: dict[str, tuple[ImportFile, FileReport]] = {}
    for upload in sorted(uploads, key=lambda upload: upload.name):
        kind = next((kind for kind in kinds if kind.owns(upload.name)), None)
        if kind is None:
            _report_unknown(kinds, upload.name, report)
        elif kind.name in read:
            names = {"one": read[kind.name][0].name, "other": upload.name}
            text = _("«${one}» e «${other}» sono lo stesso tipo di file.", mapping=names)
            report.add(Severity.ERROR, text)
        else:
            file_report = FileReport(kind.name, upload.name)
            read[kind.name] = (
                read_file(kind, upload.name, upload.content, file_report),
                file_report,
            )
    if not read:
        report.add(Severity.ERROR, _("Nessun file da importare."))
    return list(read.values())


def _report_unknown(kinds: Sequence[ImportKind], name: str, report: Report) -> None:
    stems = [stem for kind in kinds for stem in (kind.stems or (kind.name,))]
    close = get_close_matches(plain_key(name.rpartition(".")[0]), stems, n=1)
    text = (
        _("«${name}» non è letto: forse «${meant}.csv»?", mapping={"name": name, "meant": close[0]})
        if close
        else _("«${name}» non è fra i file da importare: non è letto.", mapping={"name": name})
    )
    report.add(Severity.WARNING, text)
