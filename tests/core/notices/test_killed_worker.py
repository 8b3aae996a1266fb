"""A worker killed in the middle: everybody gets the mail, hardly anybody twice (check 57)."""

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from registro_core.notices.models import Delivery, DeliveryState

PROCESS = Path(__file__).with_name("worker_process.py")
TIMEOUT = 60


@pytest.mark.slow
def test_nobody_is_missed_across_kills(school, crowd, mail_server, mailbox, tmp_path):
    """The server refuses for a while, an answer is lost, and the worker is killed twice."""
    grumpy = {"p3@example.org", "p77@example.org"}
    lost = {"p150@example.org"}
    mailbox.at_recipient = lambda address: "451 later" if address in grumpy else None
    mailbox.hang_up = lambda address: address in lost
    now = school.clock.now
    for enough in (40, 120):
        _work_until(school, mail_server, tmp_path, now, lambda: len(mailbox.accepted) >= enough)  # noqa: B023
        # what the killed one had in hand is free again when its lease ends
        now += timedelta(minutes=10)
    mailbox.at_recipient = lambda _address: None
    mailbox.hang_up = lambda _address: False
    for _ in range(3):
        _work_until(school, mail_server, tmp_path, now, lambda: _nothing_due(school, now))  # noqa: B023
        now += timedelta(minutes=10)
    got = Counter(mailbox.addresses)
    assert set(got) == crowd
    # at most one mail in flight at each kill, and the one whose answer was lost
    assert sum(got.values()) - len(crowd) <= 3
    assert len(set(mailbox.ids)) == len(crowd)
    with school.session() as session:
        assert set(session.scalars(select(Delivery.state))) == {DeliveryState.SENT}


def _work_until(school, mail_server, data_dir, now, done):
    process = subprocess.Popen(
        [sys.executable, PROCESS, school.url, mail_server.url, data_dir, now.isoformat()]
    )
    deadline = time.monotonic() + TIMEOUT
    while not done() and time.monotonic() < deadline:
        assert process.poll() is None, "the worker ended by itself"
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert time.monotonic() < deadline, "the worker did not get there"


def _nothing_due(school, now):
    with school.platform.reading_sessions() as session:
        due = select(Delivery.id).where(
            Delivery.state == DeliveryState.QUEUED, Delivery.next_try_at <= now
        )
        return session.scalar(due.limit(1)) is None
