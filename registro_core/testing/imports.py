"""Importing files in a test, as the office would."""

from collections.abc import Mapping
from datetime import date

from registro_core.clock import school_day
from registro_core.imports import services
from registro_core.imports.plan import Upload
from registro_core.imports.report import Report
from registro_core.items import SYSTEM
from registro_core.testing.fixtures import TestSchool


def import_files(
    school: TestSchool, files: Mapping[str, str | bytes], on: date | None = None
) -> Report:
    """Import files by name; return the report. Where it has errors nothing is written."""
    uploads = [
        Upload(name, content.encode() if isinstance(content, str) else content)
        for name, content in files.items()
    ]
    now, plugins = school.clock.now, school.platform.plugins
    with school.session() as session:
        plan = services.dry_run(session, plugins, uploads, now, school_day(now), on)
        if plan.report.may_run:
            services.run(session, plugins, plan, SYSTEM, now)
    return plan.report


def said(report: Report) -> list[str]:
    """The findings of a report in Italian, as `file:line [column] text`."""
    return [
        f"{name}:{finding.line} [{finding.column}] {_italian(finding.text)}"
        for name, finding in report.every_finding()
    ]


def _italian(text: str) -> str:
    interpolate = getattr(text, "interpolate", None)
    return str(interpolate() if interpolate else text)
