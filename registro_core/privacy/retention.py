"""How long the core keeps what it need not keep for ever (docs/operators/retention.md).

Registers, people and the audit log are the school's archive: nothing here touches them.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registro_core.audit.models import AccessDenial
from registro_core.items import Job
from registro_core.notices.models import DeliveryState, Digest, DirectMail, PublishedNotice

NOTICES = timedelta(days=730)
DIRECT_MAILS = timedelta(days=90)
DENIALS = timedelta(days=365)


def forget_expired(session: Session, now: datetime) -> None:
    """Job, every night: delete what has been kept for its time."""
    expired = (
        delete(PublishedNotice).where(PublishedNotice.published_at < now - NOTICES),
        delete(DirectMail).where(
            DirectMail.created_at < now - DIRECT_MAILS, DirectMail.state != DeliveryState.QUEUED
        ),
        delete(Digest).where(Digest.due_at < now - NOTICES),
        delete(AccessDenial).where(AccessDenial.at < now - DENIALS),
    )
    for statement in expired:
        session.execute(statement.execution_options(synchronize_session=False))


RETENTION = Job("core.retention", forget_expired, at=time(2, 30))
