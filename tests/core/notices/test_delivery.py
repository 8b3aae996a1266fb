"""Mail against a real SMTP server: everybody once, whatever fails (check 57)."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from registro_core.accounts.models import Account
from registro_core.jobs.worker import Worker
from registro_core.notices.direct import queue_direct_mail
from registro_core.notices.models import Delivery, DeliveryState, DirectMail
from registro_core.notices.services import withdraw_notice
from registro_core.notices.transport import make_transport
from registro_core.people.models import Guardianship, Person

MAMMA, PAPA = "mamma@example.org", "papa@example.org"


def test_a_mail_says_what_and_where(school, publish, deliver, mailbox):
    publish("mamma", subject="Assenza\r\nBcc: a@b.c", body="Anna <b>oggi</b>.\n\nSeconda riga.")
    deliver()
    (mail,) = mailbox.accepted
    assert mail["To"] == MAMMA
    assert mail["Subject"] == "Assenza Bcc: a@b.c"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@localhost>")
    text = mail.get_body(["plain"]).get_content()
    assert "Anna <b>oggi</b>." in text
    assert "http://localhost/absences" in text
    assert "Istituto di prova" in text
    html = mail.get_body(["html"]).get_content()
    assert "Anna &lt;b&gt;oggi&lt;/b&gt;." in html
    assert 'href="http://localhost/absences"' in html


def test_everybody_gets_one_over_one_connection_for_a_batch(crowd, deliver, mailbox, states):
    deliver()
    assert sorted(mailbox.addresses) == sorted(crowd)
    assert len(set(mailbox.ids)) == 200
    assert set(states().values()) == {DeliveryState.SENT}
    assert len(mailbox.connections) == 4


def test_a_change_undone_sends_nothing(school, publish, deliver, mailbox):
    def queue_and_fail():
        with school.session() as session:
            queue_direct_mail(session, None, MAMMA, "s", "b", school.clock.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        queue_and_fail()
    deliver()
    assert mailbox.accepted == []


def test_a_server_that_says_later_is_asked_later(school, publish, deliver, mailbox, states):
    publish("mamma", "papa")
    mailbox.at_recipient = lambda address: "451 later" if address == MAMMA else None
    deliver()
    assert mailbox.addresses == [PAPA]
    assert states() == {MAMMA: DeliveryState.QUEUED, PAPA: DeliveryState.SENT}
    mailbox.at_recipient = lambda _address: None
    deliver()
    assert mailbox.addresses == [PAPA]
    school.clock.advance(minutes=1)
    deliver()
    assert mailbox.addresses == [PAPA, MAMMA]


def test_waiting_grows_and_ends(school, publish, deliver, mailbox, states):
    publish("mamma")
    mailbox.at_content = lambda _address: "452 full"
    waits = []
    while states()[MAMMA] is DeliveryState.QUEUED:
        deliver()
        with school.session() as session:
            row = session.scalars(select(Delivery)).one()
            if row.state is DeliveryState.QUEUED:
                waits.append(int((row.next_try_at - school.clock.now).total_seconds() / 60))
                school.clock.set(row.next_try_at)
    assert waits == [1, 5, 15, 60, 120, 240, 480]
    assert states()[MAMMA] is DeliveryState.DEAD


def test_a_refusal_for_good_is_not_repeated(school, publish, deliver, mailbox, states):
    publish("mamma", "papa")
    mailbox.at_recipient = lambda address: "550 no such user" if address == MAMMA else None
    deliver()
    assert states() == {MAMMA: DeliveryState.DEAD, PAPA: DeliveryState.SENT}
    with school.session() as session:
        dead = session.scalars(select(Delivery).where(Delivery.address == MAMMA)).one()
        assert "550 no such user" in str(dead.last_error)


def test_an_address_that_is_none_does_not_stop_the_others(
    school, publish, deliver, mailbox, states
):
    with school.session() as session:
        mother = session.get_one(Person, school.people["mamma"])
        mother.email = "non ha"
    publish("mamma", "papa")
    deliver()
    assert states() == {"non ha": DeliveryState.DEAD, PAPA: DeliveryState.SENT}


def test_a_server_that_is_away_is_waited_for(school, publish, deliver, mail_server, states):
    mail_server.stop()
    publish("mamma", "papa")
    deliver()
    assert set(states().values()) == {DeliveryState.QUEUED}
    mail_server.start()
    school.clock.advance(minutes=1)
    deliver()
    assert sorted(mail_server.mailbox.addresses) == [MAMMA, PAPA]


def test_an_answer_lost_sends_a_second_copy_with_the_same_id(
    school, publish, deliver, mailbox, states
):
    publish("mamma", "papa")
    mailbox.hang_up = lambda address: address == MAMMA
    deliver()
    assert sorted(mailbox.addresses) == [MAMMA, PAPA]
    mailbox.hang_up = lambda _address: False
    school.clock.advance(minutes=1)
    deliver()
    assert sorted(mailbox.addresses) == [MAMMA, MAMMA, PAPA]
    assert len(set(mailbox.ids)) == 2
    assert set(states().values()) == {DeliveryState.SENT}


def test_who_may_have_got_it_must_be_told_of_the_correction(school, publish, deliver, mailbox):
    publish("mamma")
    mailbox.hang_up = lambda _address: True
    deliver()
    with school.session() as session:
        assert withdraw_notice(session, "trial:1", school.clock.now)


def test_who_surely_got_nothing_need_not_be_told(school, publish, deliver, mail_server):
    mail_server.stop()
    publish("mamma")
    deliver()
    with school.session() as session:
        assert not withdraw_notice(session, "trial:1", school.clock.now)


# ---- asked when it is sent ---------------------------------------------------------------


def _change_guardianship(school, guardian, **values):
    with school.session() as session:
        session.execute(
            update(Guardianship)
            .where(Guardianship.guardian_id == school.people[guardian])
            .values(**values)
        )


def test_a_guardian_revoked_since_gets_nothing(school, publish, deliver, mailbox, states):
    publish("mamma", "papa", student_id=school.people["anna"])
    _change_guardianship(school, "papa", ends_on=school.clock.now.date().replace(day=23))
    deliver()
    assert mailbox.addresses == [MAMMA]
    assert states()[PAPA] is DeliveryState.SKIPPED


def test_a_guardian_restricted_since_gets_nothing(school, publish, deliver, mailbox):
    publish("mamma", "papa", student_id=school.people["anna"])
    _change_guardianship(school, "papa", restricted_from=school.clock.now.date())
    deliver()
    assert mailbox.addresses == [MAMMA]


def test_who_answers_for_another_child_gets_nothing(school, publish, deliver, mailbox):
    publish("altra", "ristretto", "bruno", "docente", student_id=school.people["anna"])
    publish("anna", key="2", student_id=school.people["anna"])
    deliver()
    assert sorted(mailbox.addresses) == ["anna@example.org", "docente@example.org"]


def test_a_disabled_account_gets_nothing(school, publish, deliver, mailbox):
    publish("mamma", "papa")
    with school.session() as session:
        statement = update(Account).where(Account.username == "papa").values(enabled=False)
        session.execute(statement)
    deliver()
    assert mailbox.addresses == [MAMMA]


def test_a_new_address_is_used(school, publish, deliver, mailbox):
    publish("mamma")
    with school.session() as session:
        session.get_one(Person, school.people["mamma"]).email = "nuova@example.org"
    deliver()
    assert mailbox.addresses == ["nuova@example.org"]


def test_nothing_leaves_before_its_time(school, publish, deliver, mailbox):
    publish("mamma", not_before=school.clock.now + timedelta(minutes=10))
    school.clock.advance(minutes=9, seconds=59)
    deliver()
    assert mailbox.accepted == []
    school.clock.advance(seconds=1)
    deliver()
    assert mailbox.addresses == [MAMMA]


# ---- direct mails ------------------------------------------------------------------------


def test_a_direct_mail_forgets_its_text_once_sent(school, deliver, mailbox):
    with school.session() as session:
        body = "Apri questo indirizzo:\nhttp://localhost/activate/abc\n"
        queue_direct_mail(session, None, "x@example.org", "Accesso", body, school.clock.now)
    deliver()
    (mail,) = mailbox.accepted
    assert 'href="http://localhost/activate/abc"' in mail.get_body(["html"]).get_content()
    with school.session() as session:
        row = session.scalars(select(DirectMail)).one()
        assert (row.state, row.body) == (DeliveryState.SENT, None)


def test_a_direct_mail_given_up_forgets_its_text(school, deliver, mailbox):
    with school.session() as session:
        queue_direct_mail(session, None, "x@example.org", "Accesso", "segreto", school.clock.now)
    mailbox.at_recipient = lambda _address: "550 no"
    deliver()
    with school.session() as session:
        row = session.scalars(select(DirectMail)).one()
        assert (row.state, row.body) == (DeliveryState.DEAD, None)


# ---- several workers, and stopping ---------------------------------------------------------


def test_two_workers_at_once_send_nothing_twice(school, crowd, mail_server, mailbox):
    def work():
        worker = Worker(school.platform, make_transport(mail_server.url))
        while worker.run_once(school.clock.now):
            pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mailbox.addresses) == sorted(crowd)


def test_a_worker_told_to_stop_puts_the_rest_back(school, crowd, worker, mailbox):
    stop = threading.Event()

    def stop_after_ten(_address):
        if len(mailbox.accepted) == 9:
            stop.set()

    mailbox.at_content = stop_after_ten
    worker.run(stop)
    assert len(mailbox.accepted) == 10
    with school.session() as session:
        rows = session.execute(select(Delivery.state, Delivery.leased_until)).all()
    assert [tuple(row) for row in rows].count((DeliveryState.QUEUED, None)) == 190
