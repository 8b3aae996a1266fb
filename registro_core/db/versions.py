"""Optimistic locking: a form may only change the row it was rendered from."""

from sqlalchemy.orm import object_session

from registro_core.db.base import Versioned


class Conflict(Exception):
    """Somebody else changed the row since the form was shown; the page answers 409."""


def check_version(row: Versioned, seen: int) -> None:
    """Raise `Conflict` unless the row still has the version the form was rendered from.

    The row is locked and its version read again: where transactions read side by
    side, as on PostgreSQL, two who save at once have both read the same version.
    The second waits here for the first, and then sees the version it left.
    """
    session = object_session(row)
    if session is not None:
        session.refresh(row, ["version"], with_for_update=True)
    if row.version != seen:
        raise Conflict(f"{type(row).__name__}: version {row.version}, form had {seen}")
    row.version += 1
