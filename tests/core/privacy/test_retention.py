"""Each class of data goes when its time is over, on the day; the archive never (check 68)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from registro_core.audit.models import AccessDenial, AuditEntry
from registro_core.audit.services import Change, record_change
from registro_core.items import SYSTEM, Notice
from registro_core.notices.direct import queue_direct_mail
from registro_core.notices.models import Delivery, DeliveryState, DirectMail, PublishedNotice
from registro_core.notices.services import publish_notice
from registro_core.privacy import retention


@pytest.fixture
def filled(school):
    """One of each."""
    now = school.clock.now
    with school.session() as session:
        notice = Notice("k", "s", "b", [school.people["mamma"]], "key")
        publish_notice(session, notice, now)
        queue_direct_mail(session, None, "a@b.it", "s", "b", now)
        session.flush()
        session.scalars(select(DirectMail)).one().state = DeliveryState.SENT
        denial = {"actor_id": 1, "status": 403, "method": "GET", "path": "/", "route": "home"}
        session.add(AccessDenial(at=now, ip="", request_id="", **denial))
        record_change(session, SYSTEM, Change("a", "b", 1), now)
    return school


def count(school, model):
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    ("model", "kept"),
    [
        (PublishedNotice, retention.NOTICES),
        (Delivery, retention.NOTICES),
        (DirectMail, retention.DIRECT_MAILS),
        (AccessDenial, retention.DENIALS),
    ],
)
def test_it_goes_when_its_time_is_over(filled, model, kept):
    for after, left in ((kept, 1), (kept + timedelta(days=1), 0)):
        with filled.session() as session:
            retention.forget_expired(session, filled.clock.now + after)
        assert count(filled, model) == left


def test_the_archive_stays(filled):
    with filled.session() as session:
        retention.forget_expired(session, filled.clock.now + timedelta(days=36500))
    assert count(filled, AuditEntry) == 1


def test_a_mail_that_still_waits_is_not_forgotten(filled):
    with filled.session() as session:
        session.scalars(select(DirectMail)).one().state = DeliveryState.QUEUED
        retention.forget_expired(session, filled.clock.now + timedelta(days=200))
    assert count(filled, DirectMail) == 1
