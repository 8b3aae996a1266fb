"""A writer killed at random instants loses nothing it has acknowledged, and leaves no half (check 47)."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from registro_core.audit.models import AuditEntry
from registro_core.audit.verify import verify
from registro_core.notices.models import Delivery, NoticeRecipient, PublishedNotice

WRITER = Path(__file__).with_name("writer_process.py")
KILLS = 5


@pytest.mark.slow
def test_acknowledged_writes_survive_kill_9(school):
    acknowledged = set()
    chance = random.Random(47)
    for run in range(KILLS):
        acknowledged |= _write_until_killed(school, f"run{run}", chance.uniform(0.05, 0.4))
    with school.session() as session:
        stored = set(session.scalars(select(PublishedNotice.key)))
        audited = set(session.scalars(select(AuditEntry.object_id)))
        deliveries = session.scalars(
            select(PublishedNotice.key)
            .join(NoticeRecipient, NoticeRecipient.notice_id == PublishedNotice.id)
            .join(Delivery, Delivery.recipient_id == NoticeRecipient.id)
        ).all()
        assert acknowledged, "the writer wrote nothing"
        assert acknowledged <= stored
        # no half writes: the notice, its audit entry and its mail, or none of them
        assert stored == audited
        assert sorted(deliveries) == sorted(stored)
        # at most one a kill was stored without being acknowledged
        assert len(stored - acknowledged) <= KILLS
        assert verify(session).whole
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def _write_until_killed(school, name, seconds):
    recipient = str(school.people["mamma"])
    writer = subprocess.Popen(
        [sys.executable, WRITER, school.url, recipient, name], stdout=subprocess.PIPE, text=True
    )
    # starting Python takes longer than a run: the clock starts with the first write
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.kill()
    rest, _ = writer.communicate()
    # a line cut by the kill was not read by anybody
    whole = (first + rest).rpartition("\n")[0]
    return set(whole.split())
