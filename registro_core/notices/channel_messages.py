"""From rows of the outbox to the messages of a channel."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from translationstring import TranslationString

from registro_core import _
from registro_core.items import ChannelMessage, NoticeChannel, NoticeKind, Text
from registro_core.notices.letter_facts import facts_of
from registro_core.notices.models import Delivery, DeliveryState, MailChoice
from registro_core.notices.preferences import choice_for
from registro_core.notices.refusals import NotForSending, refusal
from registro_core.notices.texts import DEFAULT_LANGUAGE, Catalogs, Translate, render
from registro_core.school.models import School

log = logging.getLogger(__name__)

# Of a plugin that was switched off since.
SOME_KIND: Text = _("Un nuovo avviso")


class MessageWriter:
    """Writes what a channel sends, for one installation."""

    def __init__(
        self, public_url: str, kinds: Mapping[str, NoticeKind], catalogs: Catalogs
    ) -> None:
        """Keep what every message needs."""
        self._public_url = public_url
        self._kinds = kinds
        self._catalogs = catalogs

    def messages(
        self, session: Session, channel: NoticeChannel, ids: Sequence[int], now: datetime
    ) -> dict[int, ChannelMessage | NotForSending]:
        """The messages of deliveries, by id: two statements whatever their number."""
        school = session.scalar(select(School.name).limit(1)) or "Registro"
        rows = session.execute(facts_of(Delivery.id.in_(ids), now)).mappings()
        return {row["id"]: self._safely(dict(row), channel, school, now) for row in rows}

    def _safely(self, row: dict[str, Any], *rest: Any) -> ChannelMessage | NotForSending:
        """One text that cannot be written must not hold up all the others, again and again."""
        try:
            return self._decide(row, *rest)
        except Exception:
            log.exception("delivery %s cannot be written", row["id"])
            return NotForSending(DeliveryState.DEAD, "its text cannot be written: see the log")

    def _decide(
        self, row: dict[str, Any], channel: NoticeChannel, school: str, now: datetime
    ) -> ChannelMessage | NotForSending:
        refused = refusal(row)
        if refused is not None:
            return refused
        kind = self._kinds.get(row["kind"])
        if kind and choice_for(kind, row["choice"], channel.name) is MailChoice.NEVER:
            return NotForSending(DeliveryState.SKIPPED, "not wanted by this channel")
        if now - row["not_before"] > channel.expires_after:
            return NotForSending(DeliveryState.SKIPPED, "too late for this channel")
        return self._message(row, kind, school)

    def _message(self, row: dict[str, Any], kind: NoticeKind | None, school: str) -> ChannelMessage:
        language = row["locale"] or DEFAULT_LANGUAGE
        translate = self._catalogs.translator(language)
        return ChannelMessage(
            id=f"notice.{row['id']}.{row['published_at']:%Y%m%d%H%M%S}",
            person_id=row["person_id"],
            address=row["address"],
            title=school,
            text=_said(kind.label if kind else SOME_KIND, translate),
            subject=render(row["subject"], language, translate),
            link=row["link"],
            url=f"{self._public_url}{row['link']}",
            key=row["key"],
            urgent=bool(kind and kind.mandatory),
            at=row["not_before"],
        )


def _said(text: Text, translate: Translate) -> str:
    return translate(text) if isinstance(text, TranslationString) else text
