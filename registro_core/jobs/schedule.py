"""When recurring jobs run, and who runs them: one worker at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from registro_core.clock import school_day, school_instant
from registro_core.items import Job
from registro_core.jobs.models import JobState

# Longer than any job may take: after it another worker takes the job over.
LEASE = timedelta(minutes=30)
# A job that failed is tried again after this, or at its next turn if that is sooner.
TRY_AGAIN = timedelta(minutes=10)
ERROR_LENGTH = 500


class LeaseLost(Exception):
    """The job took longer than its lease and another worker took it over: its work is undone."""


def next_run(job: Job, now: datetime) -> datetime:
    """The next turn of a job: after its period, or at its time of day on the school's wall.

    "At 2:30" stays 2:30 in summer and in winter (check 58).
    """
    if job.at is None:
        return now + job.every
    day = school_day(now)
    days = max(1, job.every.days)
    turn = school_instant(day, job.at)
    while turn <= now:
        day += timedelta(days=days)
        turn = school_instant(day, job.at)
    return turn


def register(session: Session, jobs: Iterable[Job], now: datetime) -> None:
    """Give each job that is new its first turn: at its time of day, or at once.

    Two workers may start at the same moment: the second leaves the row of the first.
    """
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    for job in jobs:
        first = next_run(job, now) if job.at else now
        row = insert(JobState).values(name=job.name, next_run_at=first)
        session.execute(row.on_conflict_do_nothing())


def due_names(session: Session, now: datetime) -> set[str]:
    """Names of the jobs whose turn has come and that no worker is running."""
    return set(session.scalars(select(JobState.name).where(*_due(now))))


def claim(sessions: sessionmaker[Session], job: Job, now: datetime) -> datetime | None:
    """Take a job in hand; return the end of the lease, None if another worker was quicker."""
    until = now + LEASE
    statement = (
        update(JobState).where(JobState.name == job.name, *_due(now)).values(leased_until=until)
    )
    with sessions.begin() as session:
        return until if _changed(session, statement) else None


def finish(session: Session, job: Job, lease: datetime, now: datetime) -> None:
    """Note that a job was done, in the transaction of its work: both are kept, or neither.

    So a worker killed at any instant never makes a job run twice. Raise
    LeaseLost if another has taken it over.
    """
    statement = (
        update(JobState)
        .where(JobState.name == job.name, JobState.leased_until == lease)
        .values(next_run_at=next_run(job, now), leased_until=None, last_run_at=now, last_error=None)
    )
    if not _changed(session, statement):
        raise LeaseLost(job.name)


def fail(
    sessions: sessionmaker[Session], job: Job, lease: datetime, error: str, now: datetime
) -> None:
    """Note that a job failed, and when it is tried again."""
    statement = (
        update(JobState)
        .where(JobState.name == job.name, JobState.leased_until == lease)
        .values(
            next_run_at=min(next_run(job, now), now + TRY_AGAIN),
            leased_until=None,
            last_error=error[:ERROR_LENGTH],
        )
    )
    with sessions.begin() as session:
        _changed(session, statement)


def _due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    free = or_(JobState.leased_until.is_(None), JobState.leased_until <= now)
    return JobState.next_run_at <= now, free


def _changed(session: Session, statement: Update) -> bool:
    options = {"synchronize_session": False}
    result = session.execute(statement.returning(JobState.name), execution_options=options)
    return result.first() is not None
