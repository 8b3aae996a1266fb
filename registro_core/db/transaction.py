"""One request, one transaction: what commits, what is undone, what is tried again."""

import random
import time
from typing import TYPE_CHECKING, Any

import zope.sqlalchemy
from pyramid_retry import IBeforeRetry, mark_error_retryable
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

if TYPE_CHECKING:
    from pyramid.config import Configurator

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ATTEMPTS = 6

SETTINGS = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.annotate_user": False,
    "tm.commit_veto": "registro_core.db.transaction.veto",
    "retry.attempts": ATTEMPTS,
}


def veto(request: Any, response: Any) -> bool:
    """Undo the transaction of every request that did not end well.

    The default veto looks at the status alone: a refusal that an exception
    view turned into a redirect to the sign-in page would be committed.
    """
    return response.status_int >= 400 or getattr(request, "exception", None) is not None


def request_session(factory: sessionmaker[Session], manager: Any) -> Session:
    """A session that commits and rolls back with the request's transaction.

    `initial_state="changed"`: by default a transaction of Core or textual
    statements only would be rolled back after answering 200.
    """
    session = factory()
    zope.sqlalchemy.register(session, transaction_manager=manager, initial_state="changed")
    return session


def back_off(event: Any) -> None:
    """Wait a random moment that doubles, so that colliding requests come apart."""
    attempt = event.environ["retry.attempt"]
    time.sleep(random.random() * 0.01 * 2**attempt)  # noqa: S311 not a secret


def includeme(config: "Configurator") -> None:
    """Install the transaction machinery; call before anything that adds tweens under it."""
    config.add_settings(SETTINGS)
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.add_subscriber(back_off, IBeforeRetry)
    # Two requests may create the same row at once: on the second try the view
    # sees the first one's row and answers sensibly. Were it a plain mistake,
    # it only costs a few tries before the error is shown.
    mark_error_retryable(IntegrityError)
    mark_error_retryable(StaleDataError)
