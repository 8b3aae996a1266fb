"""From rows of the outbox to letters: who may still know, in which language, with which words."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from translationstring import TranslationString

from registro_core import _
from registro_core.clock import school_day
from registro_core.items import NoticeKind, Text
from registro_core.notices.letter_facts import facts_of
from registro_core.notices.message import Chapter, Letter
from registro_core.notices.models import (
    Delivery,
    DeliveryState,
    Digest,
    DirectMail,
    MailChoice,
)
from registro_core.notices.preferences import choice_for
from registro_core.notices.refusals import NotForSending, refusal
from registro_core.notices.texts import DEFAULT_LANGUAGE, Catalogs, Translate, render
from registro_core.notices.unsubscribe import DIGEST, unsubscribe_url
from registro_core.school.models import School

log = logging.getLogger(__name__)

PREFERENCES_PATH = "/account/notices"


class LetterWriter:
    """Writes the letters of one installation."""

    def __init__(
        self,
        public_url: str,
        kinds: Mapping[str, NoticeKind],
        catalogs: Catalogs,
        secret: bytes,
    ) -> None:
        """Keep what every letter needs; the secret signs the addresses that unsubscribe."""
        self._secret = secret
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
        rows = session.execute(facts_of(Delivery.id.in_(ids), now)).mappings()
        return {row["id"]: self._safely(self._decide, dict(row), school) for row in rows}

    def digests(
        self, session: Session, ids: Sequence[int], now: datetime
    ) -> dict[int, Letter | NotForSending]:
        """The letters of daily digests, by id: three statements whatever their number."""
        school = session.scalar(select(School.name).limit(1)) or "Registro"
        collected = and_(Delivery.digest_id.in_(ids), Delivery.state == DeliveryState.COLLECTED)
        parts: dict[int, list[dict[str, Any]]] = {digest_id: [] for digest_id in ids}
        for row in session.execute(facts_of(collected, now)).mappings():
            parts[row["digest_id"]].append(dict(row))
        due = select(Digest.id, Digest.due_at).where(Digest.id.in_(ids))
        return {
            row.id: self._safely(self._digest, {"id": row.id, "due_at": row.due_at}, school, parts)
            for row in session.execute(due)
        }

    def _safely(
        self, write: Callable[..., Letter | NotForSending], row: dict[str, Any], *rest: Any
    ) -> Letter | NotForSending:
        """One text that cannot be written must not hold up all the others, again and again."""
        try:
            return write(row, *rest)
        except Exception:
            log.exception("mail %s cannot be written", row["id"])
            return NotForSending(DeliveryState.DEAD, "its text cannot be written: see the log")

    def _decide(self, row: dict[str, Any], school: str) -> Letter | NotForSending:
        """A letter, unless its reader may no longer know, does not want it, or wants it later."""
        refusal = self._refusal(row)
        if refusal is not None:
            return refusal
        if self._choice(row) is MailChoice.DIGEST:
            return NotForSending(DeliveryState.COLLECTED, "")
        return self._letter(row, school)

    def _refusal(self, row: dict[str, Any]) -> NotForSending | None:
        refused = refusal(row)
        if refused is not None:
            return refused
        if not row["email"]:
            return NotForSending(DeliveryState.SKIPPED, "no address any more")
        if self._choice(row) is MailChoice.NEVER:
            return NotForSending(DeliveryState.SKIPPED, "not wanted by e-mail")
        return None

    def _choice(self, row: dict[str, Any]) -> MailChoice:
        kind = self._kinds.get(row["kind"])
        # of a plugin that is switched off: as it was meant when it was published
        return MailChoice.NOW if kind is None else choice_for(kind, row["choice"])

    def _letter(self, row: dict[str, Any], school: str) -> Letter:
        language = row["locale"] or DEFAULT_LANGUAGE
        translate = self._catalogs.translator(language)
        unsubscribe = self._unsubscribe_url(row["person_id"], [row], row["kind"])
        return Letter(
            address=row["email"],
            subject=render(row["subject"], language, translate),
            body=render(row["body"], language, translate),
            message_id=self._message_id("notice", row["id"], row["published_at"]),
            link=f"{self._public_url}{row['link']}",
            link_label=translate(_("Apri nel registro")),
            footer=self._footer(translate, school, unsubscribe),
            unsubscribe_url=unsubscribe,
        )

    def _digest(
        self, digest: dict[str, Any], school: str, parts: Mapping[int, list[dict[str, Any]]]
    ) -> Letter | NotForSending:
        """What was collected and may still be told; nothing is sent when that is nothing."""
        rows = [row for row in parts[digest["id"]] if self._refusal(row) is None]
        if not rows:
            return NotForSending(DeliveryState.SKIPPED, "nothing to tell any more")
        first = rows[0]
        language = first["locale"] or DEFAULT_LANGUAGE
        translate = self._catalogs.translator(language)
        day = format_date(school_day(digest["due_at"]), "EEEE d MMMM", locale=language)
        unsubscribe = self._unsubscribe_url(first["person_id"], rows, DIGEST)
        return Letter(
            address=first["email"],
            subject=translate(_("Riepilogo di ${day}", mapping={"day": day})),
            body=translate(_("Ecco le novità del registro:")),
            message_id=self._message_id("digest", digest["id"], digest["due_at"]),
            link=f"{self._public_url}/notices",
            link_label=translate(_("Tutti gli avvisi")),
            footer=self._footer(translate, school, unsubscribe),
            unsubscribe_url=unsubscribe,
            chapters=tuple(self._chapters(rows, language, translate)),
            told=tuple(row["id"] for row in rows),
        )

    def _chapters(
        self, rows: Sequence[dict[str, Any]], language: str, translate: Translate
    ) -> Iterator[Chapter]:
        """By child and kind, in the order in which things came."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in sorted(rows, key=lambda row: (row["child"] or "", row["kind"], row["id"])):
            kind = self._kinds.get(row["kind"])
            label = _said(kind.label, translate) if kind else ""
            title = " · ".join(part for part in (row["child"], label) if part)
            text = render(row["subject"], language, translate)
            groups.setdefault(title, []).append((text, f"{self._public_url}{row['link']}"))
        for title, items in groups.items():
            yield Chapter(title, tuple(items))

    def _unsubscribe_url(self, person_id: int, rows: Sequence[dict[str, Any]], what: str) -> str:
        """Where to stop such mails; empty where all that is told is mandatory."""
        kinds = (self._kinds.get(row["kind"]) for row in rows)
        if all(kind is None or kind.mandatory for kind in kinds):
            return ""
        return unsubscribe_url(self._public_url, self._secret, person_id, what)

    def _footer(self, translate: Translate, school: str, unsubscribe: str) -> str:
        said = _(
            "Messaggio automatico di ${school}: non rispondere a questo indirizzo.",
            mapping={"school": school},
        )
        choose = _("Puoi scegliere quali avvisi ricevere:")
        lines = [translate(said), translate(choose), f"{self._public_url}{PREFERENCES_PATH}"]
        if unsubscribe:
            lines += [translate(_("Non mandarmi più e-mail come questa:")), unsubscribe]
        return "\n".join(lines)

    def _message_id(self, kind: str, row_id: int, made_at: datetime) -> str:
        """The same for every try, so that a second copy is known as one (check 57).

        With the instant in it a database that was built anew does not repeat
        the ids of the one before.
        """
        return f"<{kind}.{row_id}.{made_at:%Y%m%d%H%M%S}@{self._host}>"


def _said(text: Text, translate: Translate) -> str:
    return translate(text) if isinstance(text, TranslationString) else text
