"""The daily digest: one mail with what would have been many, once, at the school's hour."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, update

from registro_core.clock import school_instant
from registro_core.notices.digests import DIGEST_AT, next_digest
from registro_core.notices.models import Delivery, DeliveryState, Digest
from registro_core.notices.services import withdraw_notice
from registro_core.people.models import Guardianship

MAMMA, PAPA = "mamma@example.org", "papa@example.org"
FIVE = datetime(2026, 11, 24, 16, tzinfo=UTC)


@pytest.fixture
def collected(school, kinds, prefer, publish, deliver):
    """What mamma wants once a day: three notices, of two children and of none."""
    prefer("mamma", "digest")
    prefer("mamma", "digest", "trial:always")
    for child, day in (("anna", "lunedì"), ("luca", "martedì")):
        subject = f"{child}: assenza di {day}"
        publish("mamma", key=child, subject=subject, student_id=school.people[child])
    publish("mamma", key="always", kind="trial:always", subject="Nuovo accesso")
    deliver()


@pytest.fixture
def at_five(school, deliver):
    def run():
        school.clock.set(FIVE)
        deliver()

    return run


def test_one_mail_at_five_by_child_and_kind(school, collected, mailbox, at_five, states):
    assert mailbox.accepted == []
    assert set(states().values()) == {DeliveryState.COLLECTED}
    at_five()
    (mail,) = mailbox.accepted
    assert mail["To"] == MAMMA
    assert mail["Subject"] == "Riepilogo di martedì 24 novembre"
    text = mail.get_body(["plain"]).get_content().replace("\r\n", "\n")
    assert "Anna · Assenze\n- anna: assenza di lunedì\n  http://localhost/absences\n" in text
    assert "Luca · Assenze\n- luca: assenza di martedì" in text
    assert "\nSicurezza\n- Nuovo accesso" in text
    assert "Abate" not in text
    html = mail.get_body(["html"]).get_content()
    assert html.count("<h2") == 3
    assert '<li><a href="http://localhost/absences">anna: assenza di lunedì</a></li>' in html
    assert set(states().values()) == {DeliveryState.SENT}
    school.clock.advance(days=2)
    at_five()
    assert len(mailbox.accepted) == 1


def test_who_wants_it_at_once_does_not_wait(kinds, publish, prefer, deliver, mailbox):
    prefer("mamma", "digest")
    prefer("altra", "never")
    publish("mamma", "papa", "altra")
    deliver()
    assert mailbox.addresses == [PAPA]


def test_what_is_withdrawn_before_five_is_left_out_and_nobody_need_be_told(
    school, collected, mailbox, at_five
):
    with school.session() as session:
        assert not withdraw_notice(session, "anna", school.clock.now)
    at_five()
    text = mailbox.accepted[0].get_body(["plain"]).get_content()
    assert "Anna" not in text
    assert "Luca" in text


def test_after_five_the_correction_is_owed(school, collected, at_five):
    at_five()
    with school.session() as session:
        assert withdraw_notice(session, "anna", school.clock.now)


def test_nothing_to_tell_sends_nothing(school, collected, mailbox, at_five, states):
    with school.session() as session:
        for key in ("anna", "luca", "always"):
            withdraw_notice(session, key, school.clock.now)
    at_five()
    assert mailbox.accepted == []
    assert set(states().values()) == {DeliveryState.WITHDRAWN}


def test_who_may_no_longer_know_at_five_is_not_told(school, collected, mailbox, at_five):
    with school.session() as session:
        statement = update(Guardianship).where(
            Guardianship.guardian_id == school.people["mamma"],
            Guardianship.student_id == school.people["anna"],
        )
        session.execute(statement.values(restricted_from=school.clock.now.date()))
    at_five()
    text = mailbox.accepted[0].get_body(["plain"]).get_content()
    assert "Anna" not in text
    with school.session() as session:
        told = session.scalars(select(Delivery.state).order_by(Delivery.id)).all()
    assert told == [DeliveryState.SKIPPED, DeliveryState.SENT, DeliveryState.SENT]


def test_who_has_changed_their_mind_gets_none(collected, prefer, mailbox, at_five):
    prefer("mamma", "never")
    prefer("mamma", "never", "trial:always")
    at_five()
    (mail,) = mailbox.accepted
    text = mail.get_body(["plain"]).get_content()
    assert "Anna" not in text
    # what is mandatory always goes
    assert "Nuovo accesso" in text


def test_a_lost_answer_repeats_the_same_digest_with_the_same_id(
    school, collected, publish, mailbox, deliver, at_five
):
    mailbox.hang_up = lambda _address: True
    at_five()
    mailbox.hang_up = lambda _address: False
    # what comes meanwhile is tomorrow's: two copies of one mail say the same
    publish("mamma", key="late", subject="Più tardi")
    school.clock.advance(minutes=1)
    deliver()
    assert len(mailbox.accepted) == 2
    assert len(set(mailbox.ids)) == 1
    first, second = (mail.get_body(["plain"]).get_content() for mail in mailbox.accepted)
    assert first == second
    school.clock.advance(days=1)
    deliver()
    assert "Più tardi" in mailbox.accepted[2].get_body(["plain"]).get_content()


def test_in_a_workers_hand_it_counts_as_told(school, collected, mailbox, at_five):
    mailbox.hang_up = lambda _address: True
    at_five()
    with school.session() as session:
        assert withdraw_notice(session, "anna", school.clock.now)


def test_a_refused_digest_is_found_by_the_office_and_sent_again(
    school, collected, mailbox, deliver, at_five, states
):
    mailbox.at_recipient = lambda _address: "550 no such user"
    at_five()
    assert set(states().values()) == {DeliveryState.DEAD}
    page = school.as_("segreteria").get("/office/deliveries?state=dead")
    assert "550 no such user" in page.text
    form = next(
        form for form in page.forms.values() if form.method == "post" and "id" in form.fields
    )
    form.submit()
    mailbox.at_recipient = lambda _address: None
    deliver()
    school.clock.advance(days=1)
    deliver()
    assert len(mailbox.accepted) == 1
    assert set(states().values()) == {DeliveryState.SENT}


def test_a_killed_worker_leaves_the_digest_to_the_next(
    school, collected, mailbox, deliver, at_five
):
    with school.session() as session:
        session.execute(update(Digest).values(leased_until=FIVE.replace(minute=5)))
    at_five()
    assert mailbox.accepted == []
    school.clock.advance(minutes=6)
    deliver()
    assert len(mailbox.accepted) == 1


def test_many_notices_of_one_person_are_one_digest_of_few_statements(
    school, kinds, prefer, publish, worker, deliver, mailbox
):
    prefer("mamma", "digest")
    for number in range(30):
        publish("mamma", key=str(number), subject=f"Avviso {number}")
    deliver()
    school.clock.set(FIVE)
    with school.queries() as seen:
        worker.run_once(school.clock.now)
    assert len([statement for statement in seen if "delivery" in statement]) < 10
    assert len(mailbox.accepted) == 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), FIVE),
        # exactly five is past
        (FIVE, datetime(2026, 11, 25, 16, tzinfo=UTC)),
        # the days on which the clock goes back and forward: five on the wall all the same
        (datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 10, 25, 16, tzinfo=UTC)),
        (datetime(2027, 3, 27, 17, tzinfo=UTC), datetime(2027, 3, 28, 15, tzinfo=UTC)),
        # 0:30 in Rome is the day before in UTC
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), datetime(2026, 11, 25, 16, tzinfo=UTC)),
    ],
)
@pytest.mark.once
def test_it_leaves_by_the_clock_on_the_wall(school, now, expected):
    assert next_digest(school.platform.school_settings({}), now) == expected


@pytest.mark.once
def test_a_school_chooses_the_hour(school):
    settings = school.platform.school_settings({DIGEST_AT.name: "13:30"})
    assert next_digest(settings, FIVE) == school_instant(date(2026, 11, 25), time(13, 30))
