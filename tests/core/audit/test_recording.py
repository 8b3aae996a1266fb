"""The chain under concurrency, and that a change undone leaves no entry."""

import threading

import pytest
from sqlalchemy import func, select

from registro_core.audit.models import AuditEntry
from registro_core.audit.services import (
    Change,
    record_change,
    record_changes,
    recorded_together,
)
from registro_core.audit.verify import verify
from registro_core.items import Actor

THREADS, ACTS = 8, 10


def test_eight_writers_make_one_chain(school):
    failures = []

    def write(number):
        try:
            for act in range(ACTS):
                with school.session() as session:
                    change = Change("trial.changed", "thing", number, {}, {"act": act})
                    record_change(session, Actor(number), change, school.clock.now)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with school.session() as session:
        report = verify(session)
        assert report.whole
        assert report.entries == THREADS * ACTS


def test_a_change_undone_leaves_no_entry(school):
    def change_and_fail():
        with school.session() as session:
            record_change(session, Actor(1), Change("a", "b", 1), school.clock.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_many_changes_cost_few_statements(school):
    with school.session() as session, school.queries() as seen:
        changes = [Change("a", "b", n) for n in range(200)]
        record_changes(session, Actor(1), changes, school.clock.now)
    assert len(seen) <= 6


def test_acts_on_students_and_on_other_things_are_added_at_once(school):
    student = school.people["anna"]
    with school.session() as session, school.queries() as seen:
        changes = [Change("trial.changed", "thing", 1, student_id=who) for who in (None, student)]
        record_changes(session, Actor(1), changes, school.clock.now)
    assert sum("INTO audit_entry" in statement for statement in seen) == 1
    with school.session() as session:
        kept = select(AuditEntry.student_id).order_by(AuditEntry.seq.desc()).limit(2)
        assert session.scalars(kept).all() == [student, None]
        assert verify(session).whole


def test_what_several_record_together_is_written_once_in_their_order(school):
    with school.session() as session, school.queries() as seen, recorded_together(session):
        for number in (1, 2, 3):
            change = Change("a", "b", number)
            record_change(session, Actor(number), change, school.clock.now)
            assert seen == []
    assert len(seen) <= 4
    with school.session() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert [(entry.object_id, entry.actor_id) for entry in entries] == [
            ("1", 1),
            ("2", 2),
            ("3", 3),
        ]
        assert verify(session).whole


def test_together_means_nothing_at_all_when_it_fails(school):
    def fail(session):
        with recorded_together(session):
            record_change(session, Actor(1), Change("a", "b", 1), school.clock.now)
            raise RuntimeError

    with school.session() as session:
        with pytest.raises(RuntimeError):
            fail(session)
        record_change(session, Actor(2), Change("a", "b", 2), school.clock.now)
    with school.session() as session:
        assert [entry.object_id for entry in session.scalars(select(AuditEntry))] == ["2"]
