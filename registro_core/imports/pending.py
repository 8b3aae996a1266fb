"""Imports that wait for confirmation: kept a day, planned again when confirmed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.imports import services
from registro_core.imports.models import PendingImport, PendingImportFile
from registro_core.imports.plan import Plan, Upload
from registro_core.imports.report import Report
from registro_core.imports.report_json import digest_of, from_json, to_json
from registro_core.items import Actor, Job
from registro_core.plugins import Plugins

KEPT_FOR = timedelta(hours=24)


def prepare(
    session: Session,
    plugins: Plugins,
    uploads: Sequence[Upload],
    actor: Actor,
    now: datetime,
    today: date,
    on: date | None = None,
) -> PendingImport:
    """Plan uploaded files and keep both until somebody confirms. `on`: see `make_plan`."""
    forget_expired(session, now)
    plan = services.dry_run(session, plugins, uploads, now, today, on)
    waiting = PendingImport(
        created_by_id=actor.person_id, created_at=now, expires_at=now + KEPT_FOR
    )
    _remember(waiting, plan, on)
    session.add(waiting)
    session.flush()
    session.add_all(
        PendingImportFile(import_id=waiting.id, name=upload.name, content=upload.content)
        for upload in uploads
    )
    return waiting


def confirm(
    session: Session,
    plugins: Plugins,
    waiting: PendingImport,
    seen: str,
    actor: Actor,
    now: datetime,
    today: date,
) -> bool:
    """Plan again and write; False where the plan is no longer the one seen: it must be seen first.

    Raise `ImportRefused` where the plan has errors. `seen` is the digest of
    the report that was on the page.
    """
    on = date.fromisoformat(str(waiting.report["on"])) if waiting.report.get("on") else None
    plan = services.dry_run(session, plugins, _files_of(session, waiting), now, today, on)
    if digest_of(plan.report) != seen:
        _remember(waiting, plan, on)
        return False
    services.run(session, plugins, plan, actor, now)
    waiting.applied_at = now
    _drop_files(session, waiting.id)
    return True


def report_of(waiting: PendingImport) -> Report:
    """The report as it was shown last."""
    return from_json(waiting.report)


def drop(session: Session, waiting: PendingImport) -> None:
    """Forget an import that nobody wants."""
    _drop_files(session, waiting.id)
    session.delete(waiting)


def forget_expired(session: Session, now: datetime) -> None:
    """Delete what nobody confirmed within a day, and old reports: both hold personal data."""
    expired = select(PendingImport.id).where(PendingImport.expires_at <= now)
    session.execute(delete(PendingImportFile).where(PendingImportFile.import_id.in_(expired)))
    session.execute(delete(PendingImport).where(PendingImport.expires_at <= now))


FORGET = Job("core.forget_imports", forget_expired, every=timedelta(hours=1))


def _remember(waiting: PendingImport, plan: Plan, on: date | None) -> None:
    stored: dict[str, Any] = to_json(plan.report)
    waiting.report = stored | {"on": on.isoformat() if on else None}
    waiting.digest = digest_of(plan.report)


def _files_of(session: Session, waiting: PendingImport) -> list[Upload]:
    columns = select(PendingImportFile.name, PendingImportFile.content)
    rows = session.execute(columns.where(PendingImportFile.import_id == waiting.id))
    return [Upload(name, content) for name, content in rows]


def _drop_files(session: Session, import_id: int) -> None:
    session.execute(delete(PendingImportFile).where(PendingImportFile.import_id == import_id))
