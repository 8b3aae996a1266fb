"""The worker: delivers mail and runs recurring jobs, beside the web or inside it.

It keeps nothing in memory that would be missed: whatever it has in hand is
leased in the database, and free again when the lease ends. It may be killed
at any instant, and any number of them may run at once.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from registro_core.items import Job
from registro_core.jobs import schedule
from registro_core.jobs.core_jobs import core_jobs
from registro_core.notices.delivery import Mailer
from registro_core.notices.transport import Transport
from registro_core.platform import Platform

log = logging.getLogger(__name__)

# How long to wait when there is nothing to do, and when the database does not answer.
POLL_SECONDS = 5.0


class Worker:
    """The worker of one platform."""

    def __init__(self, platform: Platform, transport: Transport | None = None) -> None:
        """Raise ConfigurationError when `registro.mail` cannot be used.

        :param transport: instead of the one of `registro.mail`.
        """
        self._platform = platform
        self._mailer = Mailer(platform, transport)
        self._registered = False
        self._stop = threading.Event()
        self.jobs: Sequence[Job] = [
            *core_jobs(platform),
            *platform.plugins.collect("registro_jobs", installation=platform.installation),
        ]

    def run(self, stop: threading.Event, poll_seconds: float = POLL_SECONDS) -> None:
        """Work until told to stop, which is noticed between two mails.

        A database that is away is waited for: the worker outlives its restarts.
        """
        self._stop = stop
        while not stop.is_set():
            started = time.monotonic()
            try:
                busy = self.run_once(self._platform.clock())
            except SQLAlchemyError:
                log.exception("the worker cannot reach the database; it tries again")
                busy = False
            except Exception:
                log.exception("the worker failed; it goes on")
                busy = False
            if not busy:
                stop.wait(max(0.0, poll_seconds - (time.monotonic() - started)))

    def run_once(self, now: datetime) -> bool:
        """Deliver a batch of mail and run the jobs that are due; return whether more may wait."""
        self._register(now)
        delivered = self._mailer.deliver(now, lambda: not self._stop.is_set())
        ran = self._run_jobs(now)
        return bool(delivered or ran)

    def _register(self, now: datetime) -> None:
        if not self._registered:
            with self._platform.sessions.begin() as session:
                schedule.register(session, self.jobs, now)
            self._registered = True

    def _run_jobs(self, now: datetime) -> int:
        with self._platform.reading_sessions() as session:
            due = schedule.due_names(session, now)
        turn = [job for job in self.jobs if job.name in due and not self._stop.is_set()]
        for job in turn:
            lease = schedule.claim(self._platform.sessions, job, now)
            if lease is not None:
                self._run_job(job, lease, now)
        return len(turn)

    def _run_job(self, job: Job, lease: datetime, now: datetime) -> None:
        try:
            with self._platform.sessions.begin() as session:
                job.run(session, now)
                schedule.finish(session, job, lease, now)
        except Exception as error:
            log.exception("job %s failed", job.name)
            message = f"{type(error).__name__}: {error}"
            schedule.fail(self._platform.sessions, job, lease, message, now)
        else:
            log.debug("job %s done", job.name)
