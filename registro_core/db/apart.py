"""Transactions beside the request's own, for what must stay though the request is refused (D9).

A guess at a password is counted even if its page is answered with an error; in
the request's transaction the veto would wipe the count out.  Routes whose views
write so are named with `work_apart`: their `request.dbsession` can only read,
or on SQLite it would hold the one write lock against the view's own writing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

# Opens a transaction that commits at the end of its block.
Transactions = Callable[[], AbstractContextManager[Session]]

APART = "registro.routes_working_apart"


def work_apart(config: "Configurator", *routes: str) -> None:
    """Let the views of these routes write in short transactions of their own."""
    config.registry.setdefault(APART, set()).update(routes)


def works_apart(request: "Request") -> bool:
    """Whether the route of this request was named so."""
    route = getattr(request, "matched_route", None)
    return route is not None and route.name in request.registry.get(APART, ())


def reading_session(factory: sessionmaker[Session], request: Any) -> Session:
    """A session that cannot write, closed with the request and in no transaction of its."""
    session = factory()
    request.add_finished_callback(lambda _request: session.close())
    return session


def transactions(request: "Request") -> Transactions:
    """What the view of a route that works apart writes with."""
    return lambda: _transaction(request)


@contextmanager
def _transaction(request: "Request") -> Iterator[Session]:
    if works_apart(request):
        # Gives its connection back: who holds one while waiting for a second one
        # would bring a small pool to a standstill.
        request.dbsession.rollback()
    with request.platform.sessions() as session, session.begin():
        yield session
