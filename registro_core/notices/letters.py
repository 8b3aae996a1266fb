"""From rows of the outbox to letters: who may still know, in which language, with which words."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.accounts.models import Account
from registro_core.clock import school_day
from registro_core.items import NoticeKind
from registro_core.notices.audience import may_know
from registro_core.notices.message import Letter
from registro_core.notices.models import (
    Delivery,
    DeliveryState,
    DirectMail,
    NoticePreference,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.notices.preferences import wants
from registro_core.notices.texts import DEFAULT_LANGUAGE, Catalogs, render
from registro_core.people.models import Person
from registro_core.school.models import School

log = logging.getLogger(__name__)

PREFERENCES_PATH = "/account/notices"


@dataclass(frozen=True)
class NotForSending:
    """A mail that must not leave: what it becomes, and why."""

    state: DeliveryState
    reason: str


class LetterWriter:
    """Writes the letters of one installation."""

    def __init__(
        self, public_url: str, kinds: Mapping[str, NoticeKind], catalogs: Catalogs
    ) -> None:
        """Keep what every letter needs."""
        self._public_url = public_url
        self._host = urlsplit(public_url).hostname or "localhost"
        self._kinds = kinds
        self._catalogs = catalogs

    def direct_mails(
        self, session: Session, ids: Sequence[int], _now: datetime
    ) -> dict[int, Letter | NotForSending]:
        """The letters of direct mails, by id."""
        rows = session.execute(
            select(DirectMail.id, DirectMail.address, DirectMail.subject, DirectMail.body)
            .add_columns(DirectMail.created_at)
            .where(DirectMail.id.in_(ids))
        )
        return {
            row.id: Letter(
                row.address,
                row.subject,
                row.body or "",
                self._message_id("direct", row.id, row.created_at),
            )
            for row in rows
        }

    def deliveries(
        self, session: Session, ids: Sequence[int], now: datetime
    ) -> dict[int, Letter | NotForSending]:
        """The letters of notices, by id: two statements whatever their number."""
        school = session.scalar(select(School.name).limit(1)) or "Registro"
        rows = session.execute(_facts(ids, now)).mappings()
        return {row["id"]: self._decide_safely(dict(row), school) for row in rows}

    def _decide_safely(self, row: dict[str, Any], school: str) -> Letter | NotForSending:
        """One text that cannot be written must not hold up all the others, again and again."""
        try:
            return self._decide(row, school)
        except Exception:
            log.exception("delivery %s cannot be written", row["id"])
            return NotForSending(DeliveryState.DEAD, "its text cannot be written: see the log")

    def _decide(self, row: dict[str, Any], school: str) -> Letter | NotForSending:
        """A letter, unless its reader may no longer know, or does not want it."""
        kind = self._kinds.get(row["kind"])
        if row["withdrawn_at"] is not None:
            return NotForSending(DeliveryState.WITHDRAWN, "withdrawn")
        if row["enabled"] is False:
            return NotForSending(DeliveryState.SKIPPED, "the account is disabled")
        if not row["may_know"]:
            return NotForSending(DeliveryState.SKIPPED, "may no longer know of the student")
        if not row["email"]:
            return NotForSending(DeliveryState.SKIPPED, "no address any more")
        if kind is not None and not wants(kind, row["wanted"]):
            return NotForSending(DeliveryState.SKIPPED, "not wanted by e-mail")
        return self._letter(row, school, mandatory=kind is not None and kind.mandatory)

    def _letter(self, row: dict[str, Any], school: str, *, mandatory: bool) -> Letter:
        language = row["locale"] or DEFAULT_LANGUAGE
        translate = self._catalogs.translator(language)
        preferences = f"{self._public_url}{PREFERENCES_PATH}"
        footer = [
            translate(
                _(
                    "Messaggio automatico di ${school}: non rispondere a questo indirizzo.",
                    mapping={"school": school},
                )
            )
        ]
        if not mandatory:
            footer += [translate(_("Puoi scegliere quali avvisi ricevere:")), preferences]
        return Letter(
            address=row["email"],
            subject=render(row["subject"], language, translate),
            body=render(row["body"], language, translate),
            message_id=self._message_id("notice", row["id"], row["published_at"]),
            link=f"{self._public_url}{row['link']}",
            link_label=translate(_("Apri nel registro")),
            footer="\n".join(footer),
            preferences_url="" if mandatory else preferences,
        )

    def _message_id(self, kind: str, row_id: int, made_at: datetime) -> str:
        """The same for every try, so that a second copy is known as one (check 57).

        With the instant in it a database that was built anew does not repeat
        the ids of the one before.
        """
        return f"<{kind}.{row_id}.{made_at:%Y%m%d%H%M%S}@{self._host}>"


def _facts(ids: Sequence[int], now: datetime) -> Select[*tuple[Any, ...]]:
    columns = (
        Delivery.id,
        PublishedNotice.kind,
        PublishedNotice.subject,
        PublishedNotice.body,
        PublishedNotice.link,
        PublishedNotice.published_at,
        PublishedNotice.withdrawn_at,
        # the address of now, not of when it was published
        Person.email,
        Account.enabled,
        Account.locale,
        NoticePreference.wanted,
        may_know(NoticeRecipient.person_id, PublishedNotice.student_id, school_day(now)).label(
            "may_know"
        ),
    )
    return (
        select(*columns)
        .join(NoticeRecipient, NoticeRecipient.id == Delivery.recipient_id)
        .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
        .join(Person, Person.id == NoticeRecipient.person_id)
        .outerjoin(Account, Account.person_id == NoticeRecipient.person_id)
        .outerjoin(
            NoticePreference,
            and_(
                NoticePreference.person_id == NoticeRecipient.person_id,
                NoticePreference.kind == PublishedNotice.kind,
                NoticePreference.channel == Delivery.channel,
            ),
        )
        .where(Delivery.id.in_(ids))
    )
