"""Every way to tamper with the log is seen, and its place named (check 54)."""

from datetime import date, time
from fractions import Fraction

import pytest
from sqlalchemy import select, text, update

from registro_core.audit.anchors import add_anchor, read_anchors
from registro_core.audit.models import AuditEntry
from registro_core.audit.services import Change, digest_of, erase_values, head, record_change
from registro_core.audit.verify import FIELDS, Finding, Tampering, verify
from registro_core.items import SYSTEM

SECRET = b"s" * 32


def report(school, anchors=()):
    with school.session() as session:
        return verify(session, anchors)


@pytest.fixture
def anchors(log, tmp_path):
    """The head of the ten entries, noted outside the database."""
    path = tmp_path / "anchors"
    with log.session() as session:
        add_anchor(path, SECRET, head(session), log.clock.now)
    return read_anchors(path, SECRET)


def test_an_untouched_log_is_whole(log, anchors):
    found = report(log, anchors)
    assert found.whole
    assert (found.entries, found.anchored, found.erased) == (10, 10, 0)


def test_a_longer_log_than_anchored_is_whole(log, anchors):
    with log.session() as session:
        record_change(session, SYSTEM, Change("more", "thing", 1), log.clock.now)
    assert report(log, anchors).whole


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            ["UPDATE audit_entry SET actor_id = 1 WHERE seq = 4"],
            Finding(Tampering.ENTRY_CHANGED, 4, 4),
        ),
        (
            ["UPDATE audit_entry SET reason = 'x' WHERE seq = 10"],
            Finding(Tampering.ENTRY_CHANGED, 10, 10),
        ),
        (
            ["DELETE FROM audit_values WHERE seq = 4", "DELETE FROM audit_entry WHERE seq = 4"],
            Finding(Tampering.ENTRIES_REMOVED, 4, 4),
        ),
        (
            [
                "DELETE FROM audit_values WHERE seq IN (1, 2)",
                "DELETE FROM audit_entry WHERE seq IN (1, 2)",
            ],
            Finding(Tampering.ENTRIES_REMOVED, 1, 2),
        ),
        (
            ["""UPDATE audit_values SET after = '{"value": 99}' WHERE seq = 7"""],
            Finding(Tampering.VALUES_CHANGED, 7, 7),
        ),
        (
            ["DELETE FROM audit_values WHERE seq = 7"],
            Finding(Tampering.VALUES_REMOVED, 7, 7),
        ),
        (
            [
                "DELETE FROM audit_values WHERE seq > 7",
                "DELETE FROM audit_entry WHERE seq > 7",
            ],
            Finding(Tampering.END_CUT_OFF, 8, 10),
        ),
        (
            ["DELETE FROM audit_values", "DELETE FROM audit_entry"],
            Finding(Tampering.END_CUT_OFF, 1, 10),
        ),
    ],
)
def test_tampering_is_located(log, anchors, intruder, statements, expected):
    intruder(*statements)
    assert report(log, anchors).findings == (expected,)


def test_rubbish_where_a_date_or_values_should_be_is_located(log, intruder):
    with log.session() as session:
        if session.get_bind().dialect.name == "postgresql":
            return  # refuses to store it
    intruder(
        "UPDATE audit_entry SET at = 'yesterday' WHERE seq = 2",
        "UPDATE audit_values SET after = '{' WHERE seq = 5",
        "UPDATE audit_values SET before = '' WHERE seq = 6",
    )
    assert [(found.kind, found.first) for found in report(log).findings] == [
        (Tampering.ENTRY_CHANGED, 2),
        (Tampering.VALUES_CHANGED, 5),
        (Tampering.VALUES_CHANGED, 6),
    ]


def test_a_cut_end_shows_only_by_the_anchor(log, intruder):
    intruder("DELETE FROM audit_values WHERE seq > 7", "DELETE FROM audit_entry WHERE seq > 7")
    assert report(log).whole


def rewrite(school, first, only=False):
    """Change an entry and digest anew it alone, or the whole rest of the chain, like an expert."""
    with school.session() as session:
        rows = session.execute(
            select(*[getattr(AuditEntry, name) for name in FIELDS])
            .where(AuditEntry.seq >= first)
            .order_by(AuditEntry.seq)
        ).mappings()
        previous = None
        for row in map(dict, rows.all()):
            row["act"] = "forged"
            row["previous_digest"] = previous or row["previous_digest"]
            previous = digest_of(row)
            session.execute(
                update(AuditEntry)
                .where(AuditEntry.seq == row["seq"])
                .values(act="forged", previous_digest=row["previous_digest"], digest=previous)
            )
            if only:
                return


@pytest.fixture
def without_triggers(log, intruder):
    with log.session() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
        on = " ON audit_entry" if postgresql else ""
        session.execute(text(f"DROP TRIGGER refuse_update_of_audit_entry{on}"))
    return log


def test_an_entry_digested_anew_is_contradicted_by_its_successor(without_triggers, intruder):
    rewrite(without_triggers, 4, only=True)
    intruder()
    assert report(without_triggers).findings == (Finding(Tampering.ENTRY_CHANGED, 4, 4),)


def test_a_chain_computed_anew_is_contradicted_by_the_anchor(without_triggers, anchors, intruder):
    rewrite(without_triggers, 4)
    intruder()
    assert report(without_triggers).whole
    found = report(without_triggers, anchors).findings
    assert found == (Finding(Tampering.NOT_AS_ANCHORED, 10, 10),)


def test_missing_triggers_are_told(without_triggers):
    assert report(without_triggers).findings == (Finding(Tampering.TRIGGERS_REMOVED, 0, 0),)


def test_several_faults_are_all_named(log, intruder):
    intruder(
        "UPDATE audit_entry SET act = 'x' WHERE seq = 2",
        "DELETE FROM audit_values WHERE seq = 5",
        "DELETE FROM audit_entry WHERE seq = 5",
        "UPDATE audit_values SET before = '{}' WHERE seq = 9",
    )
    assert [str(finding) for finding in report(log).findings] == [
        "entry 2: entry changed",
        "entry 5: entries removed",
        "entry 9: values before or after changed",
    ]


def test_lawfully_erased_values_leave_the_chain_whole(log, anchors):
    with log.session() as session:
        erase_values(session, SYSTEM, [3, 4], "richiesta dell'interessato", log.clock.now)
    found = report(log, anchors)
    assert found.whole
    assert found.erased == 2


def test_values_that_need_json_to_be_kept_are_verified_as_they_were_recorded(school):
    values = {"day": date(2026, 11, 24), "at": time(8, 5), "units": Fraction(5, 6), 1: "è ✓ \x7f"}
    with school.session() as session:
        record_change(session, SYSTEM, Change("a", "b", 1, values, {"x": None}), school.clock.now)
    assert report(school).whole
