"""Noting the head of the log outside the database, by the worker's jobs."""

import json

import pytest
from sqlalchemy import select, update

from registro_core.audit.anchors import read_anchors
from registro_core.audit.sealing import anchor_file, mail_head, seal
from registro_core.audit.services import Change, head, record_change
from registro_core.demo import build
from registro_core.items import SYSTEM
from registro_core.notices.models import DirectMail
from registro_core.platform import Platform
from registro_core.school.models import School
from registro_core.settings import read_installation


@pytest.fixture
def sealed(log):
    """The ten entries, sealed; the anchor file goes with the test."""
    anchor_file(log.platform).unlink(missing_ok=True)
    with log.session() as session:
        seal(log.platform, session, log.clock.now)
    yield log
    anchor_file(log.platform).unlink(missing_ok=True)


def anchors(school):
    return read_anchors(anchor_file(school.platform), school.platform.secret)


def mails(school):
    with school.session() as session:
        return list(session.execute(select(DirectMail.address, DirectMail.body)).all())


def test_the_head_is_noted_and_noted_again_when_the_log_has_grown(sealed):
    with sealed.session() as session:
        seal(sealed.platform, session, sealed.clock.now)
        record_change(session, SYSTEM, Change("a", "b", 1), sealed.clock.now)
    assert [anchor.seq for anchor in anchors(sealed)] == [10]
    with sealed.session() as session:
        seal(sealed.platform, session, sealed.clock.now)
        assert anchors(sealed)[-1].digest == head(session)[1]
    assert [anchor.seq for anchor in anchors(sealed)] == [10, 11]


def test_the_head_is_mailed_to_where_the_school_wants_it(sealed):
    with sealed.session() as session:
        session.execute(update(School).values(settings={"core.audit_mail": "prot@example.org"}))
        mail_head(sealed.platform, session, sealed.clock.now)
    ((address, body),) = mails(sealed)
    assert address == "prot@example.org"
    assert json.loads(body)["seq"] == 10


def test_without_an_address_nothing_is_mailed(sealed):
    with sealed.session() as session:
        mail_head(sealed.platform, session, sealed.clock.now)
    assert mails(sealed) == []


def test_a_demo_built_anew_begins_with_no_anchors(databases, tmp_path):
    settings = {"registro.database_url": databases.create(), "registro.data_dir": str(tmp_path)}
    platform = Platform(read_installation(settings))
    anchor_file(platform).write_text("of another log\n")
    build.prepare(platform, keep=True, rebuild=False)
    platform.engine.dispose()
    assert not anchor_file(platform).exists()
