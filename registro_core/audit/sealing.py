"""Noting the head of the log outside the database: every hour in a file, every day by mail."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.audit.anchors import FILE_NAME, add_anchor, read_anchors
from registro_core.audit.services import head
from registro_core.audit.settings import AUDIT_MAIL
from registro_core.notices.direct import queue_direct_mail
from registro_core.school.models import School

if TYPE_CHECKING:
    from registro_core.platform import Platform


def anchor_file(platform: "Platform") -> Path:
    """Where an installation keeps the anchors of its log."""
    return platform.installation.data_dir / FILE_NAME


def seal(platform: "Platform", session: Session, now: datetime) -> None:
    """Job, every hour: note the head of what is committed in the anchor file."""
    add_anchor(anchor_file(platform), platform.secret, head(session), now)


def mail_head(platform: "Platform", session: Session, now: datetime) -> None:
    """Job, every night: mail the last anchor to where the school keeps it (its protocol, a PEC).

    Whoever can write the database and the server's files can forge both; a mail
    already in another archive is out of reach.
    """
    chosen = session.scalar(select(School.settings)) or {}
    address = platform.school_settings(chosen).text(AUDIT_MAIL.name).strip()
    anchors = read_anchors(anchor_file(platform), platform.secret)
    if address and anchors:
        subject = (
            f"Registro elettronico: sigillo del registro delle modifiche, n. {anchors[-1].seq}"
        )
        queue_direct_mail(session, None, address, subject, f"{anchors[-1].line}\n", now)
