"""Phones with an app for people of the small school."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from registro_core.accounts.finding import account_of
from registro_core.accounts.models import Account
from registro_core.accounts.second_factor import services, totp
from registro_core.accounts.second_factor.models import SecondFactor
from registro_core.items import SYSTEM
from registro_core.security.vault import Vault
from registro_core.testing import TestSchool

PAGE = "/account/second-factor"
NEW = f"{PAGE}/new"
RECOVERY = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")


class Phone:
    """An app that knows a seed."""

    def __init__(self, school: TestSchool, seed: str, recovery_codes: list[str]) -> None:
        self.school, self.seed, self.recovery_codes = school, seed, recovery_codes

    def code(self, **later: float) -> str:
        return totp.code_at(self.seed, self.school.clock.now + timedelta(**later))

    def wrong(self) -> str:
        """Six digits that are right at no time near."""
        near = {self.code(seconds=30 * step) for step in range(-3, 4)}
        return next(code for code in map("{:06}".format, range(10)) if code not in near)


class Phones:
    """Sets up second factors, and looks at what is kept of them."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def give(self, username: str) -> Phone:
        """A phone set up an hour ago."""
        seed = totp.new_seed()
        now = self.school.clock.now - timedelta(hours=1)
        with self.school.session() as session:
            account = account_of(session, self.school.people[username])
            assert account
            step = totp.matching_step(seed, totp.code_at(seed, now), now)
            vault = Vault(self.school.platform.secret)
            codes = services.set_up(session, SYSTEM, vault, account, seed, step, now)
        return Phone(self.school, seed, codes)

    def factor(self, username: str) -> SecondFactor | None:
        with self.school.session() as session:
            wanted = select(SecondFactor).join(Account, Account.id == SecondFactor.account_id)
            return session.scalars(wanted.where(Account.username == username)).one_or_none()

    def read(self, page) -> Phone:
        """Put the key of the page that sets up into an app."""
        key = page.html.select_one(".r-key").get_text()
        return Phone(self.school, key.replace(" ", ""), [])


@pytest.fixture
def phones(school: TestSchool) -> Phones:
    return Phones(school)


@pytest.fixture
def policy(school: TestSchool):
    """Choose the policy of the school."""
    return lambda value: school.choose(**{"core.second_factor": value})
