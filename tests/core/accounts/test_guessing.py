"""Owners hear of guesses at their password and codes (ASVS 6.3.5); nobody else does."""

import pytest
from sqlalchemy import select

from registro_core.accounts import throttle
from registro_core.accounts.guessing import tell_guessed
from registro_core.accounts.throttle import Counter, reserve
from registro_core.audit.models import AuditEntry
from registro_core.notices.models import NoticeRecipient, PublishedNotice


@pytest.fixture
def guess(school, sign_ins):
    """Count wrong tries at an account, as the pages do from browsers it does not know."""

    def count(username, limit=throttle.ACCOUNT, times=None):
        counter = Counter(limit, f"id:{sign_ins.account(username).id}")
        with school.session() as session:
            for _turn in range(limit.count if times is None else times):
                reserve(session, [counter], school.clock.now)

    return count


@pytest.fixture
def told(school):
    """Let the job run; return whom it has told what, ever."""

    def run():
        with school.session() as session:
            tell_guessed(session, school.clock.now)
        with school.session() as session:
            rows = session.execute(
                select(NoticeRecipient.person_id, PublishedNotice.key)
                .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
                .where(
                    PublishedNotice.kind == "core:guessed", PublishedNotice.withdrawn_at.is_(None)
                )
                .order_by(PublishedNotice.id)
            )
            return [(row.person_id, row.key.split(":")[3]) for row in rows]

    return run


def test_the_owner_is_told_when_the_tries_are_used_up(school, sign_ins, told):
    sign_ins.set_password("mamma")
    stranger = school.anonymous()
    for _turn in range(throttle.ACCOUNT.count):
        sign_ins.attempt("mamma", sign_ins.wrong, stranger)
    assert told() == [(school.people["mamma"], "account")]


def test_a_few_slips_are_no_news(guess, told):
    guess("mamma", times=throttle.ACCOUNT.count - 1)
    assert told() == []


def test_guesses_at_codes_are_worse_and_told_apart(school, guess, told):
    guess("dirigente", throttle.CODE_ENTRY)
    assert told() == [(school.people["dirigente"], "code-entry")]


def test_once_a_day_however_long_it_goes_on(school, guess, told):
    guess("mamma")
    assert len(told()) == 1
    school.clock.advance(minutes=20)
    guess("mamma")
    assert len(told()) == 1
    school.clock.advance(days=1)
    guess("mamma")
    assert len(told()) == 2


def test_what_is_over_is_not_told(school, guess, told):
    guess("mamma")
    school.clock.advance(minutes=15)
    assert told() == []


def test_it_is_in_the_audit_log_for_who_looks_after_the_school(school, sign_ins, guess, told):
    guess("mamma")
    told()
    with school.session() as session:
        wanted = select(AuditEntry).where(AuditEntry.act == "account.guessed")
        (entry,) = session.scalars(wanted)
    assert entry.object_id == str(sign_ins.account("mamma").id)


def test_names_that_are_nobodys_and_counters_of_other_things_are_passed_over(school, told):
    counters = [
        Counter(throttle.ACCOUNT, "name:nessuno"),
        Counter(throttle.ADDRESS, "192.0.2.1"),
        Counter(throttle.DEVICE, "id:1"),
    ]
    with school.session() as session:
        for counter in counters:
            for _turn in range(counter.limit.count):
                reserve(session, [counter], school.clock.now)
    assert told() == []


def test_how_many_are_guessed_at_costs_no_statement(school, guess):
    def statements():
        with school.session() as session, school.queries() as sent:
            tell_guessed(session, school.clock.now)
        return len(sent)

    guess("mamma")
    for_one = statements()
    school.clock.advance(days=1)
    for username in ("mamma", "docente", "segreteria"):
        guess(username)
    assert statements() == for_one
