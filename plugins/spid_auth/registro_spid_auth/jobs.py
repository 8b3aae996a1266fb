"""Recurring work: forgetting, purging the log, looking at ends to come (OPS-1, OPS-6, LOG-2, CERT-5)."""

import logging
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from registro_core.api import Installation, Job
from registro_spid_auth.alerts import alerts
from registro_spid_auth.asking.services import forget_expired
from registro_spid_auth.configuration import read
from registro_spid_auth.linking.associations import forget_old
from registro_spid_auth.notices import tell_alerts
from registro_spid_auth.records.noting import note_head
from registro_spid_auth.records.purging import purge

log = logging.getLogger(__name__)


def jobs(installation: Installation) -> list[Job]:
    """The plugin's recurring work at an installation."""
    configuration = read(installation)

    def look(session: Session, now: datetime) -> None:
        """Every morning: tell who runs the register what wants attention."""
        found = alerts(configuration, now)
        for problem in found:
            log.warning("spid_auth: %s: %s", problem.code, problem.text)
        if found:
            tell_alerts(session, [problem.text for problem in found], now)

    return [
        Job("spid_auth.forget", forget, every=timedelta(hours=1)),
        Job("spid_auth.log", keep_log, at=time(2, 40)),
        Job("spid_auth.alerts", look, at=time(7, 0)),
    ]


def forget(session: Session, now: datetime) -> None:
    """Every hour: delete requests that nobody came back for, and strangers who wrote nothing."""
    forget_expired(session, now)
    forget_old(session, now)


def keep_log(session: Session, now: datetime) -> None:
    """Every night: remove contents older than 24 months, and note how far the log has come."""
    purge(session, now)
    note_head(session, now)
