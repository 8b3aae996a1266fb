"""Debounce: what is corrected in time never leaves, what has left is corrected once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from registro_core.items import Notice
from registro_core.notices.live import live_count
from registro_core.notices.models import Delivery, DeliveryState, NoticeRecipient, PublishedNotice
from registro_core.notices.services import (
    publish_notice,
    publish_notices,
    withdraw_notice,
    withdraw_notices,
)
from registro_core.people.models import Person

DEBOUNCE = timedelta(minutes=10)


@pytest.fixture
def absence(school, publish):
    """An absence of anna, told to her parents after the debounce."""
    publish(
        *("mamma", "papa"),
        key="absence:anna",
        student_id=school.people["anna"],
        not_before=school.clock.now + DEBOUNCE,
    )


@pytest.fixture
def correct(school, publish):
    """The teacher corrects: who was told must be told otherwise. Return whether they were."""

    def run():
        with school.session() as session:
            told = withdraw_notice(session, "absence:anna", school.clock.now)
        if told:
            publish("mamma", "papa", key="absence:anna", subject="Rettifica", body="Era presente.")
        return told

    return run


def unread(school, username):
    with school.session() as session:
        return live_count(session, school.people[username], school.clock.now).unread


def test_corrected_within_the_debounce_nobody_hears_of_it(
    school, absence, correct, deliver, mailbox
):
    school.clock.advance(minutes=5)
    deliver()
    assert not correct()
    school.clock.advance(minutes=60)
    deliver()
    assert mailbox.accepted == []
    assert unread(school, "mamma") == 0


def test_corrected_later_there_is_one_correction(school, absence, correct, deliver, mailbox):
    school.clock.advance(minutes=11)
    deliver()
    assert correct()
    deliver()
    assert [mail["Subject"] for mail in mailbox.accepted] == ["Assenza"] * 2 + ["Rettifica"] * 2
    # the absence is gone from the inbox of who had not read it
    assert unread(school, "mamma") == 1


def test_corrected_while_some_wait_for_their_server(school, absence, correct, deliver, mailbox):
    school.clock.advance(minutes=11)
    mailbox.at_recipient = lambda address: "450 later" if "papa" in address else None
    deliver()
    assert correct()
    mailbox.at_recipient = lambda _address: None
    school.clock.advance(minutes=60)
    deliver()
    by_person = sorted((mail["To"], mail["Subject"]) for mail in mailbox.accepted)
    # papa never heard of the absence; the correction alone does no harm
    assert by_person == [
        ("mamma@example.org", "Assenza"),
        ("mamma@example.org", "Rettifica"),
        ("papa@example.org", "Rettifica"),
    ]


def test_what_a_worker_has_in_hand_counts_as_told(school, absence, correct):
    with school.session() as session:
        delivery = session.scalars(select(Delivery).limit(1)).one()
        delivery.leased_until = school.clock.now + timedelta(minutes=5)
    assert correct()


def test_what_was_read_in_the_inbox_counts_as_told(school, absence, correct):
    with school.session() as session:
        row = session.scalars(select(NoticeRecipient).limit(1)).one()
        row.read_at = school.clock.now
    assert correct()


def test_published_again_the_earlier_is_superseded(school, publish, deliver, mailbox):
    publish("mamma", subject="Primo")
    publish("mamma", subject="Secondo")
    deliver()
    assert [mail["Subject"] for mail in mailbox.accepted] == ["Secondo"]
    assert unread(school, "mamma") == 1


def test_withdrawing_what_was_never_published_does_nothing(school):
    with school.session() as session:
        assert not withdraw_notice(session, "nothing", school.clock.now)


def test_other_keys_are_left_alone(school, publish, states):
    publish("mamma", key="a")
    publish("papa", key="b")
    with school.session() as session:
        withdraw_notice(session, "a", school.clock.now)
    assert states() == {
        "mamma@example.org": DeliveryState.WITHDRAWN,
        "papa@example.org": DeliveryState.QUEUED,
    }


@pytest.mark.parametrize("link", ["https://evil.example", "//evil.example", "javascript:x", ""])
def test_links_lead_into_the_register(school, link):
    with school.session() as session, pytest.raises(ValueError, match="link"):
        publish_notice(session, Notice("k", "s", "b", [1], "key", link), school.clock.now)


def test_who_has_no_address_still_finds_it_in_the_inbox(school, publish, states):
    with school.session() as session:
        session.get_one(Person, school.people["mamma"]).email = None
    publish("mamma")
    assert states() == {}
    assert unread(school, "mamma") == 1


def test_many_notices_cost_few_statements_and_a_key_counts_once(school):
    mamma = school.people["mamma"]
    notices = [Notice("k", f"s{n}", "b", [mamma], f"key{n % 30}") for n in range(40)]
    with school.queries() as seen, school.session() as session:
        publish_notices(session, notices, school.clock.now)
    assert len(seen) <= 6
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(PublishedNotice)) == 30
        session.scalars(select(NoticeRecipient).limit(1)).one().read_at = school.clock.now
    with school.queries() as seen, school.session() as session:
        keys = [notice.key for notice in notices]
        assert withdraw_notices(session, keys, school.clock.now) == {"key0"}
    assert len(seen) <= 6


def test_many_recipients_cost_few_statements(school, crowd):
    with school.session() as session:
        ids = session.scalars(select(NoticeRecipient.person_id)).all()
    notice = Notice("k", "s", "b", ids, "circular")
    with school.queries() as seen, school.session() as session:
        publish_notice(session, notice, school.clock.now)
    assert len(seen) <= 12
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(PublishedNotice)) == 2
        assert session.scalar(select(func.count()).select_from(Delivery)) == 400
