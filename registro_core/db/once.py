"""Reading a thing once for a page whose parts, which know nothing of each other, all want it."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from registro_core.db.engine import is_read_only

Answer = TypeVar("Answer")


def once(session: Session, key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The result of a reading, remembered by the session if it can only read.

    A session that writes asks each time: what it read before may no longer hold.
    """
    if not is_read_only(session):
        return read()
    known: dict[Hashable, Answer] = session.info.setdefault("registro.once", {})
    if key not in known:
        known[key] = read()
    return known[key]
