"""People are told when somebody guesses at their password, or at their codes (ASVS 6.3.5, check 15).

By a job, and not where the guess is made: the sign-in page must not take longer for accounts that
exist (check 14).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.accounts import throttle
from registro_core.accounts.models import Account, ThrottleCount
from registro_core.accounts.throttle import Counter, Limit
from registro_core.audit.services import Change, record_changes
from registro_core.clock import school_day
from registro_core.items import SYSTEM, Job, Notice, NoticeKind, Text
from registro_core.notices.models import PublishedNotice
from registro_core.notices.services import publish_notices

GUESSED = NoticeKind(
    "core:guessed", _("Tentativi di entrare al tuo posto"), by_email=True, mandatory=True
)
# More often than the window of the counters, so that none is missed.
EVERY = timedelta(minutes=5)
# What is told, by the limit that was reached from browsers unknown to the account.
TOLD: Mapping[Limit, Text] = {
    throttle.ACCOUNT: _(
        "Da un dispositivo che non conosciamo qualcuno ha scritto più volte una password sbagliata "
        "per il tuo accesso, e non è entrato. Se non eri tu non devi fare nulla; ma se la tua "
        "password è facile da indovinare, o la usi anche altrove, cambiala."
    ),
    throttle.CODE_ENTRY: _(
        "Da un dispositivo che non conosciamo qualcuno ha scritto la tua password giusta e più "
        "volte un codice sbagliato, e non è entrato. Se non eri tu, cambia subito la password."
    ),
}


@dataclass(frozen=True)
class Guessed:
    """An account whose owner should know, and which limit was reached for it."""

    account_id: int
    person_id: int
    limit: Limit

    def key(self, day: date) -> str:
        """The key of its notice: one a day."""
        return f"core:guessed:{self.account_id}:{self.limit.name}:{day}"


def tell_guessed(session: Session, now: datetime) -> None:
    """Tell the owners of the accounts whose counters are full, once a day each; and the audit log."""
    full = _full_counters(session, now)
    if not full:
        return
    day = school_day(now)
    found = {one.key(day): one for one in _guessed(session, full)}
    told = session.scalars(select(PublishedNotice.key).where(PublishedNotice.key.in_(found)))
    new = {key: found[key] for key in found.keys() - set(told)}
    publish_notices(session, [_notice(key, one) for key, one in new.items()], now)
    record_changes(session, SYSTEM, [_change(one) for one in new.values()], now)


def _full_counters(session: Session, now: datetime) -> frozenset[str]:
    of_a_limit = (
        and_(ThrottleCount.key.startswith(f"{limit.name}:"), ThrottleCount.count >= limit.count)
        for limit in TOLD
    )
    statement = select(ThrottleCount.key).where(
        ThrottleCount.window_ends_at > now, or_(*of_a_limit)
    )
    return frozenset(session.scalars(statement))


def _guessed(session: Session, full: frozenset[str]) -> Iterator[Guessed]:
    """Whose counters these are. Their keys are hashes: look among all accounts."""
    accounts = session.execute(
        select(Account.id, Account.person_id).where(Account.enabled.is_(True))
    ).all()
    for limit in TOLD:
        for account_id, person_id in accounts:
            if Counter(limit, f"id:{account_id}").key in full:
                yield Guessed(account_id, person_id, limit)


def _notice(key: str, guessed: Guessed) -> Notice:
    return Notice(
        kind=GUESSED.name,
        subject=_("Qualcuno ha provato a entrare al tuo posto"),
        body=TOLD[guessed.limit],
        recipients=[guessed.person_id],
        key=key,
        link="/account",
    )


def _change(guessed: Guessed) -> Change:
    after: dict[str, object] = {"limit": guessed.limit.name}
    return Change("account.guessed", "account", guessed.account_id, after=after)


TELL_GUESSED = Job("core.tell_guessed", tell_guessed, every=EVERY)
