"""Mails that are no notices: activation and reset links, heads of the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.notices.models import DirectMail


def queue_direct_mail(
    session: Session,
    person_id: int | None,
    address: str,
    subject: str,
    body: str,
    now: datetime,
) -> None:
    """Queue a mail to one address, in the transaction of what causes it.

    The texts are final, in the reader's language. The body is dropped once
    the mail has been sent or given up: it may hold a link that opens an account.
    A link is shown as one when it stands alone on its line.

    :param person_id: whom it concerns, if anybody; it is erased with them.
    """
    session.add(
        DirectMail(
            person_id=person_id,
            address=address,
            subject=subject,
            body=body,
            created_at=now,
            next_try_at=now,
        )
    )
    session.flush()
