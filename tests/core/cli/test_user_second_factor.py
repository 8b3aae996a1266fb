"""`registro user remove-second-factor`: when nobody at the school can help."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registro_core.accounts.finding import account_of
from registro_core.accounts.models import Account
from registro_core.accounts.second_factor import services, totp
from registro_core.accounts.second_factor.models import RecoveryCode, SecondFactor
from registro_core.audit.models import AuditEntry
from registro_core.cli.installation import Config
from registro_core.items import SYSTEM
from registro_core.security.vault import Vault


@pytest.fixture
def platform(registro):
    registro("migrate")
    config = Config(registro.config)
    yield config.platform
    config.close()


@pytest.fixture
def admin(registro, platform):
    registro("user", "create-admin", "--surname", "Rossi", "--given-name", "Ada")
    now = platform.clock() - timedelta(hours=1)
    with platform.sessions.begin() as session:
        account = session.scalars(select(Account)).one()
        row = account_of(session, account.person_id)
        services.set_up(session, SYSTEM, Vault(platform.secret), row, totp.new_seed(), 1, now)
    return row.username


def test_it_is_gone_and_the_log_says_so(registro, admin, platform):
    status, output = registro("user", "remove-second-factor", admin)
    assert status == 0
    assert "Ada Rossi signs in with the password alone." in output
    with platform.reading_sessions() as session:
        assert session.scalars(select(SecondFactor)).all() == []
        assert session.scalars(select(RecoveryCode)).all() == []
        acts = session.scalars(select(AuditEntry.act)).all()
    assert acts[-1] == "account.second-factor-removed"


def test_where_there_is_none_it_is_told(registro, admin):
    registro("user", "remove-second-factor", admin)
    status, output = registro("user", "remove-second-factor", admin)
    assert status == 1
    assert "has no second factor" in output
