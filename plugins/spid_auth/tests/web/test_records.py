"""The transaction log: complete, sealed, chained, kept 24 months, read on record (LOG)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from registro_core.api import SYSTEM, CommandError, history_of
from registro_core.testing import NOW
from registro_spid_auth.cli import app
from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import RecordKind
from registro_spid_auth.privacy import erase_person, personal_data
from registro_spid_auth.records.noting import note_head, noted_heads
from registro_spid_auth.records.purging import kept_since, purge
from registro_spid_auth.records.reading import NoContent, open_line
from registro_spid_auth.records.sealing import LogKeyError, make_log_key, read_log_keys
from registro_spid_auth.records.services import Transaction, add_purge, add_record
from registro_spid_auth.records.triggers import install
from registro_spid_auth.records.verify import Tampering, verify


def report(school, noted=None):
    with school.session() as session:
        return verify(session, noted or {})


def kinds(found):
    return [(finding.kind, finding.seq) for finding in found.findings]


@pytest.fixture
def filled(school, log):
    """A log of five lines, a day apart."""
    with school.session() as session:
        for number in range(5):
            evidence = {"request": f"<a{number}/>", "response": "<b/>", "ip": "192.0.2.1"}
            transaction = Transaction(
                RecordKind.SIGN_IN, Connector.SPID, "https://idp", "ok", number, evidence
            )
            add_record(session, log.keys, transaction, NOW + timedelta(days=number))
    return log


def tamper(school, *statements):
    """Do what only who has taken the triggers away can do."""
    sqlite = school.platform.engine.dialect.name == "sqlite"
    triggers = [
        f"refuse_{what}_of_{table}"
        for table in ("spid_auth_record", "spid_auth_record_content")
        for what in ("update", "delete")
    ]
    with school.session() as session:
        for name in triggers:
            table = name.partition("_of_")[2]
            session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}")))
        for statement in statements:
            session.execute(text(statement))
        install(session.connection())


def test_a_sign_in_is_on_record_with_both_messages(school, spid, browser, cf, log):
    """LOG-1: all that art. 13 wants found."""
    begun = spid.begin(browser)
    spid.respond(browser, cf["mamma"])
    (content,) = log.contents()
    assert content["AuthnReq_ID"] == begun.id
    assert content["AuthnReq_IssueInstant"] == begun.xml.get("IssueInstant")
    assert begun.id in content["request"]
    assert cf["mamma"] in content["response"]
    assert content["Resp_Issuer"] == spid.issuer.entity_id
    for name in ("Resp_ID", "Resp_IssueInstant", "Assertion_ID", "Assertion_subject"):
        assert content[name]
    assert content["Assertion_subject_NameQualifier"] == spid.issuer.entity_id
    assert content["ip"] == "127.0.0.1" or content["ip"] == ""
    assert log.people() == [school.people["mamma"]]


def test_what_failed_is_on_record_too(spid, browser, cf, log):
    spid.begin(browser)
    spid.fail(browser, 25)
    spid.begin(browser)
    spid.respond(browser, cf["mamma"], level=1)
    spid.sign_in(browser, cf["stranger"])
    assert log.outcomes() == ["idp-error-25", "level", "unknown-person"]
    assert all(content["request"] and content["response"] for content in log.contents())


def test_nothing_personal_can_be_read_in_the_database(school, spid, browser, cf, log):
    """LOG-3: no codice fiscale, no XML, in whatever table of the log."""
    spid.sign_in(browser, cf["mamma"])
    spid.begin(browser)
    spid.respond(browser, cf["mamma"], level=1)
    with school.session() as session:
        for table in ("spid_auth_record", "spid_auth_record_content"):
            stored = repr(session.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
            for secret in (cf["mamma"], "Assertion", "Esempio", "<?xml"):
                assert secret not in stored
    assert cf["mamma"] in str(log.contents())


def test_the_key_is_a_file_that_nobody_else_reads(school, log):
    path = school.platform.installation.data_dir / "spid_auth" / "log.key"
    assert path.stat().st_mode & 0o077 == 0


def test_a_log_is_whole(filled, school):
    found = report(school)
    assert found.whole
    assert found.lines == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE spid_auth_record SET kind = 'logout' WHERE seq = 2",
        "DELETE FROM spid_auth_record WHERE seq = 5",
        "UPDATE spid_auth_record_content SET outcome = 'ok' WHERE seq = 2",
        "DELETE FROM spid_auth_record_content WHERE seq = 2",
    ],
)
def test_the_database_itself_refuses_changes(filled, school, statement):
    with pytest.raises(DBAPIError, match="append-only"), school.session() as session:
        session.execute(text(statement))
    assert report(school).whole


def test_insert_or_replace_does_not_slip_past(filled, school):
    if school.platform.engine.dialect.name != "sqlite":
        statement = "TRUNCATE spid_auth_record_content"
    else:
        statement = (
            "INSERT OR REPLACE INTO spid_auth_record_content "
            "SELECT seq, connector, provider, 'x', person_id, key_id, sealed "
            "FROM spid_auth_record_content WHERE seq = 1"
        )
    with pytest.raises(DBAPIError, match="append-only"), school.session() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (
            ["UPDATE spid_auth_record SET kind = 'logout' WHERE seq = 3"],
            [(Tampering.LINE_CHANGED, 3)],
        ),
        (
            ["UPDATE spid_auth_record_content SET outcome = 'level' WHERE seq = 3"],
            [(Tampering.CONTENT_CHANGED, 3)],
        ),
        (
            ["UPDATE spid_auth_record_content SET person_id = 99 WHERE seq = 3"],
            [(Tampering.CONTENT_CHANGED, 3)],
        ),
        (["DELETE FROM spid_auth_record_content WHERE seq = 3"], [(Tampering.CONTENT_REMOVED, 3)]),
        (
            [
                "DELETE FROM spid_auth_record_content WHERE seq = 3",
                "DELETE FROM spid_auth_record WHERE seq = 3",
            ],
            [(Tampering.LINES_REMOVED, 3)],
        ),
        (
            # the content of one line in the place of another's
            [
                (
                    "UPDATE spid_auth_record_content SET sealed = (SELECT c.sealed"
                    " FROM spid_auth_record_content c WHERE c.seq = 1) WHERE seq = 3"
                )
            ],
            [(Tampering.CONTENT_CHANGED, 3)],
        ),
    ],
)
def test_tampering_is_found(filled, school, statements, found):
    tamper(school, *statements)
    assert kinds(report(school)) == found


def test_an_end_cut_off_or_a_log_computed_anew_is_found_by_the_noted_head(filled, school):
    """The head is noted in the audit log, which is anchored outside the database."""
    with school.session() as session:
        note_head(session, NOW)
        note_head(session, NOW)
        noted = noted_heads(session)
        assert len(history_of(session, "spid_auth_record", "head")) == 1
    assert list(noted) == [5]
    assert report(school, noted).whole
    tamper(
        school,
        "DELETE FROM spid_auth_record_content WHERE seq = 5",
        "DELETE FROM spid_auth_record WHERE seq = 5",
    )
    assert report(school).whole
    assert kinds(report(school, noted)) == [(Tampering.END_CUT_OFF, 5)]
    assert kinds(report(school, {4: "0" * 64})) == [(Tampering.NOT_AS_NOTED, 4)]


def test_triggers_taken_away_are_missed(filled, school):
    sqlite = school.platform.engine.dialect.name == "sqlite"
    with school.session() as session:
        where = "" if sqlite else " ON spid_auth_record"
        session.execute(text(f"DROP TRIGGER refuse_delete_of_spid_auth_record{where}"))
    assert kinds(report(school)) == [(Tampering.TRIGGERS_REMOVED, 0)]


def test_contents_go_after_24_months_and_the_chain_stays_whole(filled, school, log):
    """LOG-2: a day more is gone, a day less is kept; lines are a day apart."""
    two_years = NOW.replace(year=2028)
    with school.session() as session:
        assert purge(session, two_years - timedelta(days=1)) == 0
        assert purge(session, two_years) == 0
        assert purge(session, two_years + timedelta(days=1)) == 1
    assert log.people() == [1, 2, 3, 4]
    found = report(school)
    assert found.whole
    assert (found.lines, found.purged) == (6, 1)
    with school.session() as session:
        assert purge(session, two_years + timedelta(days=1)) == 0
        assert purge(session, two_years + timedelta(days=30)) == 4
    found = report(school)
    assert found.whole
    assert (found.lines, found.purged) == (7, 5)


def test_a_purge_before_its_time_is_found(filled, school):
    """Whoever can write lines can write a purge; its own date tells on it."""
    with school.session() as session:
        add_purge(session, 2, NOW + timedelta(days=30))
        session.execute(text("DELETE FROM spid_auth_record_content WHERE seq <= 2"))
    assert kinds(report(school)) == [
        (Tampering.CONTENT_REMOVED, 1),
        (Tampering.CONTENT_REMOVED, 2),
    ]


def test_24_months_before_the_29th_of_february():
    leap = NOW.replace(year=2028, month=2, day=29)
    assert kept_since(leap) == NOW.replace(year=2026, month=2, day=28)


def test_a_line_of_another_key_is_not_opened_and_an_older_key_still_opens(tmp_path):
    first, second = tmp_path / "a.key", tmp_path / "b.key"
    make_log_key(first)
    make_log_key(second)
    sealed = read_log_keys(first).seal(1, b"x")
    with pytest.raises(LogKeyError, match="another key"):
        read_log_keys(second).open(1, sealed)
    with pytest.raises(LogKeyError, match="altered"):
        read_log_keys(first).open(2, sealed)
    # the new key first, the old one below it
    second.write_text(second.read_text() + first.read_text())
    both = read_log_keys(second)
    assert both.open(1, sealed) == b"x"
    assert both.seal(1, b"y").key_id != sealed.key_id
    second.chmod(0o640)
    with pytest.raises(LogKeyError, match="chmod 600"):
        read_log_keys(second)
    with pytest.raises(LogKeyError):
        make_log_key(first)


def test_reading_a_line_is_itself_on_record(filled, school, log):
    """LOG-3."""
    with school.session() as session:
        content = open_line(session, SYSTEM, log.keys, 2, "Procura, prot. 12", NOW)
    assert content["request"] == "<a1/>"
    with school.session() as session:
        (row,) = history_of(session, "spid_auth_record", 2)
        assert (row.act, row.reason) == ("spid_auth.record.opened", "Procura, prot. 12")
        with pytest.raises(NoContent):
            open_line(session, SYSTEM, log.keys, 99, "x", NOW)


def test_the_commands_verify_and_read(filled, school):
    """`registro spid log`: reading wants a reason."""
    run = CliRunner()
    done = run.invoke(app, ["log", "verify"], obj=school)
    assert done.output.startswith("The log is whole: 5 lines.")
    read = ["log", "read", "2", "--reason"]
    done = run.invoke(app, [*read, "Procura, prot. 12"], obj=school)
    assert json.loads(done.output)["request"] == "<a1/>"
    assert isinstance(run.invoke(app, [*read, "  "], obj=school).exception, CommandError)
    tamper(school, "UPDATE spid_auth_record SET kind = 'logout' WHERE seq = 3")
    done = run.invoke(app, ["log", "verify"], obj=school)
    assert "line 3: line changed" in str(done.exception)


def test_the_office_sees_lines_but_no_contents(school, spid, browser, cf, new_browser):
    spid.sign_in(browser, cf["mamma"])
    spid.begin(browser)
    spid.fail(browser, 25)
    page = new_browser("segreteria").get("/office/spid/log")
    assert "Villa Maria" in page
    assert "Accesso annullato" in page
    assert cf["mamma"] not in page
    assert "TINIT" not in page


def test_what_is_held_of_a_person_says_when_and_how(school, spid, browser, cf):
    """GDPR art. 15; art. 17 leaves what the law says to keep."""
    spid.sign_in(browser, cf["mamma"])
    with school.session() as session:
        (part,) = personal_data(session, school.people["mamma"])
        assert part.rows[0]["outcome"] == "ok"
        erase_person(session, school.people["mamma"])
        assert personal_data(session, school.people["mamma"])
