"""What is asked of the database for letters: right before they leave, in one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased

from registro_core.accounts.models import Account
from registro_core.clock import school_day
from registro_core.notices.audience import may_know
from registro_core.notices.models import (
    Delivery,
    NoticePreference,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.people.models import Person


def facts_of(which: ColumnElement[bool], now: datetime) -> Select[*tuple[Any, ...]]:
    """What a letter needs of each delivery that matches: one statement."""
    child = aliased(Person)
    columns = (
        Delivery.id,
        Delivery.digest_id,
        Delivery.address,
        NoticeRecipient.person_id,
        # a mailbox is not the register: no surname
        child.given_name.label("child"),
        PublishedNotice.kind,
        PublishedNotice.key,
        PublishedNotice.subject,
        PublishedNotice.body,
        PublishedNotice.link,
        PublishedNotice.published_at,
        PublishedNotice.not_before,
        PublishedNotice.withdrawn_at,
        # the address of now, not of when it was published
        Person.email,
        Account.enabled,
        Account.locale,
        NoticePreference.choice,
        may_know(NoticeRecipient.person_id, PublishedNotice.student_id, school_day(now)).label(
            "may_know"
        ),
    )
    return (
        select(*columns)
        .select_from(Delivery)
        .join(NoticeRecipient, NoticeRecipient.id == Delivery.recipient_id)
        .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
        .join(Person, Person.id == NoticeRecipient.person_id)
        .outerjoin(child, child.id == PublishedNotice.student_id)
        .outerjoin(Account, Account.person_id == NoticeRecipient.person_id)
        .outerjoin(
            NoticePreference,
            and_(
                NoticePreference.person_id == NoticeRecipient.person_id,
                NoticePreference.kind == PublishedNotice.kind,
                NoticePreference.channel == Delivery.channel,
            ),
        )
        .where(which)
    )
