"""Passwords and browsers for tests of accounts."""

from typing import Any

import pytest
from sqlalchemy import select, update
from webtest import TestApp

from registro_core.accounts import passwords
from registro_core.accounts.models import Account, ThrottleCount, WebSession
from registro_core.accounts.sessions import cookie_name
from registro_core.testing import TestSchool

GOOD = "cavallo graffetta treno"
OTHER = "lampada sassofono neve"
# Made once: each takes tens of milliseconds.
HASHES = {word: passwords.hash_password(word) for word in (GOOD, OTHER)}


class SignIns:
    """Sets passwords and goes through the pages as people do."""

    good, other, wrong = GOOD, OTHER, "non è questa di sicuro"

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def set_password(self, *usernames: str, password: str = GOOD) -> None:
        with self.school.session() as session:
            session.execute(
                update(Account)
                .where(Account.username.in_(usernames))
                .values(password_hash=HASHES[password])
            )

    def change(self, username: str, **values: object) -> None:
        with self.school.session() as session:
            session.execute(update(Account).where(Account.username == username).values(values))

    def account(self, username: str) -> Account:
        with self.school.session() as session:
            return session.scalars(select(Account).where(Account.username == username)).one()

    def sessions(self, username: str) -> list[WebSession]:
        with self.school.session() as session:
            wanted = select(WebSession).join(Account).where(Account.username == username)
            return list(session.scalars(wanted))

    def counts(self) -> list[int]:
        with self.school.session() as session:
            return sorted(session.scalars(select(ThrottleCount.count)))

    def token(self, browser: TestApp, path: str) -> str:
        return str(browser.get(path).html.select_one("[name=csrf_token]")["value"])

    def send(self, browser: TestApp, path: str, **fields: str) -> Any:
        """Send the form of a page with its own token."""
        token = self.token(browser, path)
        return browser.post(path.partition("?")[0], {"csrf_token": token, **fields}, status="*")

    def attempt(self, name: str, password: str, browser: TestApp | None = None, **more: str) -> Any:
        browser = browser or self.school.anonymous()
        return self.send(browser, "/sign-in", name=name, password=password, **more)

    def sign_in(self, name: str, password: str = GOOD, browser: TestApp | None = None) -> TestApp:
        browser = browser or self.school.anonymous()
        answer = self.attempt(name, password, browser)
        assert answer.status_int == 303, answer.text
        return browser

    def cookie(self, browser: TestApp) -> str:
        return browser.cookies[cookie_name(secure=False)].strip('"')

    def is_signed_in(self, browser: TestApp) -> bool:
        status: int = browser.get("/account", status="*").status_int
        return status == 200


@pytest.fixture
def sign_ins(school: TestSchool) -> SignIns:
    return SignIns(school)
