"""Counting tries, so that guessing takes years and nobody can lock a whole school out (check 15).

Every try takes a place before it is looked at, and gives it back if it was
right: twenty guesses at the same moment cannot slip through a limit of ten.
Callers count in a transaction apart from the request's (D9).
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core.accounts.models import ThrottleCount
from registro_core.db.types import UTCDateTime


@dataclass(frozen=True)
class Limit:
    """So many tries in a window.

    The window of a `sliding` limit begins anew with each counted try: never more
    than `count` in any span of its length. Otherwise it ends a fixed time after
    its first try, so that many people's slips do not add up over a day.
    """

    name: str
    count: int
    window: timedelta
    sliding: bool = True


@dataclass(frozen=True)
class Counter:
    """A limit for one account, device or address; only a hash of which is kept."""

    limit: Limit
    of: str

    @property
    def key(self) -> str:
        """The key of its row. People also type their password where the name belongs."""
        return f"{self.limit.name}:{hashlib.sha256(self.of.encode()).hexdigest()[:40]}"


QUARTER = timedelta(minutes=15)
# Guesses at one account from browsers that never signed in to it.
ACCOUNT = Limit("account", 10, QUARTER)
# Guesses from a browser that did: its owner is spared what strangers used up.
DEVICE = Limit("device", 10, QUARTER)
# Wrong guesses from one address at any accounts. A whole school stands behind one.
ADDRESS = Limit("address", 100, QUARTER, sliding=False)
# Proving again who one is, and the old password when choosing a new one.
CONFIRM = Limit("confirm", 10, QUARTER)
# Printed codes: of 59 bits, but typed by anyone.
CODE = Limit("code", 10, QUARTER)
# Codes of the second factor, by who knows the password: three of a million are right at a time.
CODE_ENTRY = Limit("code-entry", 5, QUARTER)
RESET_NAME = Limit("reset-name", 3, timedelta(hours=1), sliding=False)
RESET_ADDRESS = Limit("reset-address", 60, timedelta(hours=1), sliding=False)


def reserve(session: Session, counters: Sequence[Counter], now: datetime) -> bool:
    """Take a place in each counter; False, and none taken, if one of them is full."""
    for position, counter in enumerate(counters):
        if not _take(session, counter, now):
            give_back(session, counters[:position])
            return False
    return True


def give_back(session: Session, counters: Sequence[Counter]) -> None:
    """Give back the places of a try that was right."""
    # In one order everywhere, or two requests would wait for each other's rows.
    for counter in counters:
        session.execute(
            update(ThrottleCount)
            .where(ThrottleCount.key == counter.key, ThrottleCount.count > 0)
            .values(count=ThrottleCount.count - 1)
        )


def _take(session: Session, counter: Counter, now: datetime) -> bool:
    """One statement on both databases: atomic, however many try at once."""
    limit = counter.limit
    ends = now + limit.window
    over: ColumnElement[bool] = ThrottleCount.window_ends_at <= now
    full: ColumnElement[bool] = ThrottleCount.count >= limit.count
    moves = or_(over, ~full) if limit.sliding else over
    statement = (
        _insert(session)(ThrottleCount)
        .values(key=counter.key, window_ends_at=ends, count=1)
        .on_conflict_do_update(
            index_elements=[ThrottleCount.key],
            set_={
                # one more than the limit says "full", and grows no further
                "count": case(
                    (over, 1),
                    (ThrottleCount.count > limit.count, ThrottleCount.count),
                    else_=ThrottleCount.count + 1,
                ),
                "window_ends_at": case(
                    (moves, literal(ends, UTCDateTime())), else_=ThrottleCount.window_ends_at
                ),
            },
        )
        .returning(ThrottleCount.count)
    )
    taken: int = session.execute(statement).scalar_one()
    return taken <= limit.count


def _insert(session: Session) -> Any:
    dialect = session.get_bind().dialect.name
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def network(address: str) -> str:
    """What counts as one address: with IPv6 a household has a whole /64 to play with."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
