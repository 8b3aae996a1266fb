"""Pages refused to somebody signed in: written on a connection of their own (D9).

The request's own transaction is undone when a page is refused, and would take
the record of it along.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registro_core.audit.models import AccessDenial
from registro_core.people.models import Person

if TYPE_CHECKING:
    from registro_core.request import Request

log = logging.getLogger(__name__)

PATH_LENGTH = 200


@dataclass(frozen=True)
class DenialRow:
    """A refused page, as it is shown."""

    at: datetime
    actor: str | None
    status: int
    method: str
    path: str
    ip: str


def record_denial(request: "Request", status: int) -> None:
    """Note that the person signed in was refused this page; nothing for who is not signed in.

    Written when the request is over: on SQLite its transaction may hold the
    write lock until then.
    """
    identity = request.identity
    if identity is None:
        return
    route = request.matched_route
    denial = AccessDenial(
        at=request.now,
        actor_id=identity.person_id,
        status=status,
        method=request.method,
        path=request.path[:PATH_LENGTH],
        route=route.name if route is not None else "",
        ip=request.address,
        request_id=request.id,
    )
    request.add_finished_callback(lambda request: _store(request, denial))


def _store(request: "Request", denial: AccessDenial) -> None:
    try:
        with request.platform.sessions() as session, session.begin():
            session.add(denial)
    except DBAPIError:
        # the page was refused all the same: that is what matters to who asked
        log.exception("a denial could not be recorded: %s %s", denial.method, denial.path)


def count_denials(session: Session) -> int:
    """How many refusals are on record."""
    return session.scalar(select(func.count()).select_from(AccessDenial)) or 0


def denials(session: Session, offset: int, limit: int) -> list[DenialRow]:
    """The refusals on record, newest first: one statement."""
    statement = (
        select(
            AccessDenial.at,
            (Person.surname + " " + Person.given_name).label("actor"),
            AccessDenial.status,
            AccessDenial.method,
            AccessDenial.path,
            AccessDenial.ip,
        )
        .outerjoin(Person, Person.id == AccessDenial.actor_id)
        .order_by(AccessDenial.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [DenialRow(**row) for row in session.execute(statement).mappings()]
