"""Recurring jobs: at their time, by one worker, whole or not at all."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from registro_core.audit.sealing import anchor_file
from registro_core.audit.services import Change, record_change
from registro_core.items import SYSTEM, Job, Relation
from registro_core.jobs import schedule
from registro_core.jobs.models import JobState
from registro_core.jobs.schedule import next_run
from registro_core.jobs.worker import Worker
from registro_core.security.models import PermissionGrant

NIGHT = Job("trial.night", lambda _session, _now: None, at=time(2, 30))


class NoMail:
    """A transport for tests without mail."""

    def send(self, _message):
        raise AssertionError("nothing should be sent")

    def close(self):
        pass


@pytest.fixture
def work(school):
    """A worker that runs one job; `calls` are the instants at which it ran."""
    calls = []

    def make(run=None, **fields):
        def note(session, now):
            calls.append(now)
            if run is not None:
                run(session, now)

        worker = Worker(school.platform, NoMail())
        worker.jobs = [Job("trial.job", note, **fields)]
        return worker

    make.calls = calls
    return make


def state(school):
    with school.session() as session:
        row = session.get_one(JobState, "trial.job")
        session.expunge(row)
        return row


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # 23:00 in Rome: tonight; 3:00: tomorrow night
        (datetime(2026, 11, 24, 22, tzinfo=UTC), datetime(2026, 11, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 11, 25, 2, tzinfo=UTC), datetime(2026, 11, 26, 1, 30, tzinfo=UTC)),
        # exactly now is past
        (datetime(2026, 11, 25, 1, 30, tzinfo=UTC), datetime(2026, 11, 26, 1, 30, tzinfo=UTC)),
        # summer time: the same hour on the wall is another in UTC
        (datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 2, 0, 30, tzinfo=UTC)),
        # 2:30 happens twice on 25 October 2026: the first; once it was, the next is tomorrow's
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_the_next_turn_is_by_the_wall_clock_in_rome(now, expected):
    assert next_run(NIGHT, now) == expected


def test_a_missing_hour_does_not_stop_the_job():
    # 29 March 2027 has 2:30; 28 March, when summer time begins, has not
    turn = next_run(NIGHT, datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert turn == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert next_run(NIGHT, turn) == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)


def test_every_so_often():
    job = Job("trial.often", lambda _session, _now: None, every=timedelta(hours=1))
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert next_run(job, now) == now + timedelta(hours=1)


def test_a_job_runs_at_once_and_then_at_its_turns(school, work):
    worker = work(every=timedelta(hours=1))
    start = school.clock.now
    for _ in range(4):
        worker.run_once(school.clock.now)
        school.clock.advance(minutes=30)
    assert work.calls == [start, start + timedelta(hours=1)]


def test_a_daily_job_waits_for_its_hour(school, work):
    worker = work(at=time(2, 30))
    worker.run_once(school.clock.now)
    assert work.calls == []
    school.clock.set(datetime(2026, 11, 25, 1, 30, tzinfo=UTC))
    worker.run_once(school.clock.now)
    worker.run_once(school.clock.now)
    assert len(work.calls) == 1


def test_a_turn_missed_while_no_worker_ran_is_made_up_once(school, work):
    work(at=time(2, 30)).run_once(school.clock.now)
    school.clock.advance(days=5)
    work(at=time(2, 30)).run_once(school.clock.now)
    assert len(work.calls) == 1
    assert state(school).next_run_at > school.clock.now


def test_a_job_that_fails_leaves_nothing_and_is_tried_again(school, work):
    def fail(session, _now):
        values = {"permission": "x", "relation": Relation.HEAD, "granted": True}
        session.execute(insert(PermissionGrant).values(values))
        raise ValueError("broken")

    worker = work(fail, at=time(8))
    worker.run_once(school.clock.now)
    school.clock.advance(days=1)
    worker.run_once(school.clock.now)
    with school.session() as session:
        assert session.scalars(select(PermissionGrant)).all() == []
    row = state(school)
    assert row.last_error == "ValueError: broken"
    assert row.leased_until is None
    assert row.next_run_at == school.clock.now + schedule.TRY_AGAIN


def test_one_job_that_fails_does_not_stop_the_others(school, work):
    worker = work()

    def fail(_session, _now):
        raise ValueError

    worker.jobs = [Job("trial.bad", fail), *worker.jobs]
    worker.run_once(school.clock.now)
    assert len(work.calls) == 1


def test_two_workers_run_it_once(school, work):
    started, go_on = threading.Event(), threading.Event()

    def slow(_session, _now):
        started.set()
        # on SQLite the job has the only writer's place, and the other worker has to wait
        go_on.wait(0.3)

    first, second = work(slow), work(slow)
    now = school.clock.now
    thread = threading.Thread(target=first.run_once, args=(now,))
    thread.start()
    started.wait(5)
    second.run_once(now)
    go_on.set()
    thread.join()
    assert len(work.calls) == 1


def test_a_job_taken_over_by_another_worker_is_undone(school, work):
    def lose_the_lease(session, _now):
        values = {"permission": "x", "relation": Relation.HEAD, "granted": True}
        session.execute(insert(PermissionGrant).values(values))
        later = school.clock.now + timedelta(hours=2)
        session.execute(update(JobState).values(leased_until=later))

    work(lose_the_lease).run_once(school.clock.now)
    with school.session() as session:
        assert session.scalars(select(PermissionGrant)).all() == []


def test_a_killed_workers_job_is_run_when_its_lease_ends(school, work):
    worker = work(every=timedelta(days=1))
    with school.session() as session:
        schedule.register(session, worker.jobs, school.clock.now)
    assert schedule.claim(school.platform.sessions, worker.jobs[0], school.clock.now)
    worker.run_once(school.clock.now)
    assert work.calls == []
    school.clock.advance(minutes=31)
    worker.run_once(school.clock.now)
    assert len(work.calls) == 1


def test_the_worker_stops_when_told_and_outlives_a_failure(school, work):
    worker, stop = work(), threading.Event()
    seen = []

    def fail(now):
        seen.append(now)
        if len(seen) == 2:
            stop.set()
        raise RuntimeError("something")

    worker.run_once = fail
    worker.run(stop, poll_seconds=0.01)
    assert len(seen) == 2


def test_idling_takes_no_lock(school, work):
    """On SQLite a second writer would have to wait: an idle worker must not write at all."""
    worker = work(at=time(2, 30))
    worker.run_once(school.clock.now)
    with school.queries() as seen:
        worker.run_once(school.clock.now)
    assert all(statement.startswith(("SELECT", "PRAGMA", "BEGIN")) for statement in seen)
    assert "BEGIN IMMEDIATE" not in seen


def test_the_cores_own_jobs_run(school):
    with school.session() as session:
        record_change(session, SYSTEM, Change("a", "b", 1), school.clock.now)
    worker = Worker(school.platform, NoMail())
    anchors = anchor_file(school.platform)
    anchors.unlink(missing_ok=True)
    worker.run_once(school.clock.now)
    school.clock.advance(days=1)
    worker.run_once(school.clock.now)
    with school.session() as session:
        rows = session.scalars(select(JobState)).all()
        assert {row.name for row in rows} >= {"core.seal_audit", "core.retention"}
        assert [row.last_error for row in rows if row.last_error] == []
        assert all(row.last_run_at for row in rows)
    assert len(anchors.read_text().splitlines()) == 1
    anchors.unlink()
