"""Engines: the one for requests, and the bare one for migrations."""

import time
from typing import Any

from pyramid_retry import IRetryableError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry
from zope.interface import alsoProvides

# Execution option of a connection that may only read.
READ_ONLY = "registro_read_only"

# After so long without a request a connection is looked at before it is used again.
REST_SECONDS = 2.0
POSTGRESQL_OPTIONS = "-c timezone=UTC -c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s"


def make_engine(url: str, pool_size: int = 5) -> Engine:
    """An engine for requests and workers; migrations use `make_bare_engine`."""
    if url.startswith("sqlite"):
        engine = make_bare_engine(url)
        event.listen(engine, "connect", _set_pragmas)
    else:
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"connect_timeout": 3, "options": POSTGRESQL_OPTIONS},
        )
        _ping_after_rest(engine)
    event.listen(engine, "handle_error", _tag_retryable)
    event.listen(engine, "handle_error", _leave_values_out)
    return engine


def make_bare_engine(url: str) -> Engine:
    """An engine that on SQLite does not enforce foreign keys, as table rebuilding needs.

    With foreign keys on, Alembic's rebuild of a table would delete every row
    that points at it and cascades.
    """
    # Errors end in logs, and parameters are names, marks and tax codes.
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _take_over_transactions)
        event.listen(engine, "begin", _begin)
    return engine


def read_only(engine: Engine) -> Engine:
    """The same pool, with transactions in which the database itself refuses to write."""
    return engine.execution_options(**{READ_ONLY: True, "postgresql_readonly": True})


def for_one_question(engine: Engine) -> Engine:
    """The same pool, for single statements that read: without the two trips of a transaction.

    SQLite keeps its transaction, which is no trip.
    """
    reading = read_only(engine)
    if engine.dialect.name == "sqlite":
        return reading
    return reading.execution_options(isolation_level="AUTOCOMMIT")


def is_read_only(session: Session) -> bool:
    """Whether a session works on an engine made by `read_only`."""
    return bool(session.get_bind().get_execution_options().get(READ_ONLY))


def _ping_after_rest(engine: Engine) -> None:
    """Look whether a connection is still there when it has rested, as after the server's restart.

    `pool_pre_ping` asks before each request, which is half of what a small one costs. One used a
    moment ago that breaks now would have broken in the midst of its request too.
    """

    def rests(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    def ping(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
        if rested < REST_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the server has gone away") from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", ping)


def _take_over_transactions(dbapi_connection: Any, _record: object) -> None:
    # The driver would begin transactions late, or never: savepoints and
    # migrations could then not be rolled back. We begin them ourselves.
    dbapi_connection.isolation_level = None


def _set_pragmas(dbapi_connection: Any, _record: object) -> None:
    for pragma in (
        "journal_mode = WAL",
        "busy_timeout = 5000",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Without it INSERT OR REPLACE would slip past the audit log's triggers.
        "recursive_triggers = ON",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once for a transaction that writes.

    A deferred BEGIN fails with "locked" as soon as two requests have read
    before they write; for reading alone it lets readers run side by side.
    """
    reading = bool(connection.get_execution_options().get(READ_ONLY))
    if connection.info.get("query_only") is not reading:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
        connection.info["query_only"] = reading
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _tag_retryable(context: ExceptionContext) -> None:
    """Mark serialization failures, also those raised at COMMIT, as worth another try.

    pyramid_retry would not recognise an error of COMMIT once an exception view
    has seen it, and a mere collision would be answered with a 500.
    """
    error, original = context.sqlalchemy_exception, context.original_exception
    if error is None:
        return
    state = getattr(original, "sqlstate", None) or ""
    if state.startswith("40") or "database is locked" in str(original):
        alsoProvides(error, IRetryableError)


def _leave_values_out(context: ExceptionContext) -> None:
    """Cut PostgreSQL's "DETAIL: Key (codice_fiscale)=(...)" off: errors end in logs."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])
