"""Reading a thing once for a page whose parts, which know nothing of each other, all want it."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from registro_core.db.engine import is_read_only

Answer = TypeVar("Answer")
# Key of `Session.info` under which answers are kept.
KNOWN = "registro.once"


def once(session: Session, key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The result of a reading, remembered by the session if it can only read.

    A session that writes asks each time, as what it read before may no longer hold: but for what
    was handed over, which it takes once.
    """
    known: dict[Hashable, Answer] = session.info.setdefault(KNOWN, {})
    if not is_read_only(session):
        return known.pop(key) if key in known else read()
    if key not in known:
        known[key] = read()
    return known[key]


def hand_over(session: Session, key: Hashable, answer: object) -> None:
    """Keep what a statement read besides, for who asks for it first in this request."""
    session.info.setdefault(KNOWN, {})[key] = answer
