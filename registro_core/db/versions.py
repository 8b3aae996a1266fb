"""Optimistic locking: a form may only change the row it was rendered from."""

from registro_core.db.base import Versioned


class Conflict(Exception):
    """Somebody else changed the row since the form was shown; the page answers 409."""


def check_version(row: Versioned, seen: int) -> None:
    """Raise `Conflict` unless the row still has the version the form was rendered from."""
    if row.version != seen:
        raise Conflict(f"{type(row).__name__}: version {row.version}, form had {seen}")
    row.version += 1
