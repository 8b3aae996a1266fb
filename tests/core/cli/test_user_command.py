"""`registro user`: the first administrator, and accounts when the web cannot help."""

import re

import pytest
from sqlalchemy import select, text

from registro_core.accounts.models import Account
from registro_core.audit.models import AuditEntry
from registro_core.cli.installation import Config
from registro_core.items import Role
from registro_core.people.models import RoleGrant


@pytest.fixture
def platform(registro):
    registro("migrate")
    config = Config(registro.config)
    yield config.platform
    config.close()


@pytest.fixture
def admin(registro, platform):
    status, output = registro("user", "create-admin", "--surname", "Rossi", "--given-name", "Ada")
    assert status == 0, output
    with platform.reading_sessions() as session:
        username = session.scalars(select(Account.username)).one()
    return username, output


def test_the_first_administrator_chooses_a_password_by_a_link(admin, platform):
    username, output = admin
    assert re.search(r"http://localhost:6543/link/\S{20,}", output)
    assert username in output
    with platform.reading_sessions() as session:
        assert session.scalars(select(RoleGrant.role)).all() == [Role.ADMIN]
        assert session.scalars(select(Account.password_hash)).all() == [None]


def test_a_new_link_is_another_one_and_is_audited(registro, admin, platform):
    status, output = registro("user", "reset-link", admin[0])
    assert status == 0
    assert "/link/" in output
    assert output != admin[1]
    with platform.reading_sessions() as session:
        acts = session.scalars(select(AuditEntry.act)).all()
        assert acts.count("account.token-issued") == 2
        values = session.execute(text("SELECT after FROM audit_values")).scalars().all()
    token = output.split("/link/")[1].split()[0]
    assert token not in str(values)


def test_an_account_is_closed_and_opened(registro, admin, platform):
    assert registro("user", "disable", admin[0])[0] == 0
    with platform.reading_sessions() as session:
        assert session.scalars(select(Account.enabled)).one() is False
    status, output = registro("user", "disable", admin[0])
    assert status == 1
    assert "already" in output
    assert registro("user", "enable", admin[0])[0] == 0


def test_signing_out_everywhere(registro, admin):
    status, output = registro("user", "sign-out", admin[0])
    assert status == 0
    assert "0 sessions" in output


@pytest.mark.parametrize(
    "command", ["reset-link", "disable", "enable", "sign-out", "remove-second-factor"]
)
def test_an_unknown_name_is_told(registro, platform, command):
    status, output = registro("user", command, "nobody")
    assert status == 1
    assert "nobody has the user name" in output
