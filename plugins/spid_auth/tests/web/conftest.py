"""The small school with spid_auth, an identity provider of our own, and browsers that go between."""

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from sqlalchemy import select, update
from webtest import TestApp, TestResponse

from registro_core.api import Person, Role, RoleGrant, School
from registro_core.testing import NOW, TestSchool
from registro_spid_auth.issuing.answers import Answer, sign_response, signed_error, success
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.models import Record, RecordContent
from registro_spid_auth.records.sealing import Sealed
from registro_spid_auth.saml.bindings import SAML_RESPONSE, post_fields
from registro_spid_auth.saml.keys import KeyPair

CF = {
    "mamma": "VLLMRA82A41D612A",
    "papa": "BTAGRG81A01D612B",
    "altra": "NRELCU83A41D612C",
    "docente": "RSSPLA80A41D612D",
    "docente.genitore": "FNTLNE78A41D612E",
    "segreteria": "RVINDA72A41D612F",
    "admin": "TCNDAA90A41D612G",
    "anna": "BTANNA12C41D612H",
    "adulto": "SPSLDA07H06D612I",
    "ristretto": "BNCSRG79A01D612L",
}
STRANGER = "SCNSCT80A01H501Z"


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """The plugins of these tests."""
    return ("spid_auth",)


@pytest.fixture(scope="session")
def provider_keys() -> KeyPair:
    """The keys of the provider, made once."""
    return make_issuer_keys("A", NOW)


@dataclass(frozen=True)
class Begun:
    """A browser that was sent to the provider: with which request, and what it said."""

    id: str
    xml: etree._Element
    relay_state: str
    location: str


@dataclass
class Provider:
    """An identity provider, as a person in front of it uses it."""

    school: TestSchool
    issuer: Issuer
    connector: str = "spid"
    # What it will say of the session of who signs in.
    session_index: str = "_session"
    sent: list[Begun] = field(default_factory=list)

    def begin(self, browser: TestApp, status: int = 302, **query: str) -> Begun:
        """Choose the provider on the sign-in page."""
        query = {"idp": self.issuer.entity_id, **query}
        answer = browser.get(f"/{self.connector}/login", query, status=status)
        parts = urlsplit(answer.location)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        xml = zlib.decompress(base64.b64decode(said["SAMLRequest"]), -15)
        root = etree.fromstring(xml)
        begun = Begun(root.get("ID") or "", root, said["RelayState"], answer.location)
        self.sent.append(begun)
        return begun

    def answer(self, request_id: str, codice_fiscale: str, **changes: Any) -> Answer:
        """What the provider says of a person."""
        base = f"http://localhost/{self.connector}"
        attributes = {
            "fiscalNumber": f"TINIT-{codice_fiscale}",
            "name": "Ada",
            "familyName": "Esempio",
            "dateOfBirth": "1980-01-01",
            **({"email": "ada@example.org"} if self.connector == "spid" else {}),
        }
        made = Answer(
            audience=f"{base}/metadata",
            acs_url=f"{base}/acs",
            request_id=request_id,
            now=self.school.clock.now,
            level=2,
            attributes=attributes,
            session_index=self.session_index,
        )
        return replace(made, **changes)

    def post(self, browser: TestApp, xml: bytes, **kw: Any) -> TestResponse:
        """Bring a response to the register, as the provider's page does."""
        fields = post_fields(SAML_RESPONSE, xml, "relay")
        headers = {"Origin": "https://idp.example", "Sec-Fetch-Site": "cross-site"}
        return browser.post(f"/{self.connector}/acs", fields, headers=headers, **kw)

    def respond(self, browser: TestApp, codice_fiscale: str, **changes: Any) -> TestResponse:
        """Answer the last request of this provider for a person."""
        answer = self.answer(self.sent[-1].id, codice_fiscale, **changes)
        xml = sign_response(success(self.issuer, answer), self.issuer)
        return self.post(browser, xml, expect_errors=True)

    def fail(self, browser: TestApp, number: int) -> TestResponse:
        """Answer the last request with an anomaly."""
        answer = self.answer(self.sent[-1].id, STRANGER)
        return self.post(browser, signed_error(self.issuer, answer, number), expect_errors=True)

    def sign_in(
        self, browser: TestApp, codice_fiscale: str, query: dict[str, str] | None = None
    ) -> TestResponse:
        """Sign in, from the choice of the provider to where one wanted to go."""
        self.begin(browser, **(query or {}))
        answer = self.respond(browser, codice_fiscale)
        if answer.status_int != 303:
            return answer
        return answer.follow(expect_errors=True)


def browser_at(school: TestSchool) -> TestApp:
    """A browser which takes Secure cookies at http://localhost, as browsers do (OPS-8)."""
    return trusting(school.anonymous())


def trusting(browser: TestApp) -> TestApp:
    """Let a browser send Secure cookies to localhost."""
    browser.cookiejar._policy.secure_protocols = ("http", "https")
    return browser


def make_provider(school: TestSchool, keys: KeyPair, connector: str, file: str) -> Provider:
    """Put a provider into the file of a federation."""
    issuer = Issuer(
        entity_id=f"https://{connector}.example/idp",
        name=f"Gestore {connector.upper()}",
        sso_url=f"https://{connector}.example/sso",
        slo_url=f"https://{connector}.example/slo",
        keys=keys,
        says_format=connector == "spid",
    )
    folder: Path = school.platform.installation.data_dir / "spid_auth"
    folder.mkdir(exist_ok=True)
    data = issuer_metadata(issuer)
    path = folder / file
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
    return Provider(school, issuer, connector)


@pytest.fixture
def spid(school: TestSchool, provider_keys: KeyPair) -> Provider:
    """A provider of SPID."""
    return make_provider(school, provider_keys, "spid", "spid-providers.xml")


@pytest.fixture
def cie(school: TestSchool, provider_keys: KeyPair) -> Provider:
    """The provider of CIE."""
    return make_provider(school, provider_keys, "cie", "cie-providers.xml")


@pytest.fixture(autouse=True)
def codici_fiscali(school: TestSchool) -> None:
    """Give the people of the school their codice fiscale."""
    with school.session() as session:
        for name, code in CF.items():
            session.execute(
                update(Person).where(Person.id == school.people[name]).values(codice_fiscale=code)
            )


@pytest.fixture
def browser(school: TestSchool) -> TestApp:
    """A browser in which nobody is signed in."""
    return browser_at(school)


@pytest.fixture
def configuration(school: TestSchool) -> Iterator[Any]:
    """Change what the `.ini` says, for one test: `configuration(binding=Binding.POST)`."""
    state = school.application.wsgi.registry["spid_auth"]
    before = state.configuration

    def change(**values: Any) -> None:
        state.configuration = replace(state.configuration, **values)

    yield change
    state.configuration = before


class Log:
    """The transaction log of a school, opened with its key."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school
        self.keys = school.application.wsgi.registry["spid_auth"].log_keys

    def outcomes(self) -> list[str]:
        """Outcomes of the lines, oldest first."""
        with self.school.session() as session:
            statement = select(RecordContent.outcome).order_by(RecordContent.seq)
            return list(session.scalars(statement))

    def contents(self) -> list[dict[str, Any]]:
        """What the lines seal, oldest first."""
        with self.school.session() as session:
            rows = session.scalars(select(RecordContent).order_by(RecordContent.seq)).all()
            return [
                json.loads(self.keys.open(row.seq, Sealed(row.key_id, row.sealed))) for row in rows
            ]

    def people(self) -> list[int | None]:
        """People of the lines, oldest first."""
        with self.school.session() as session:
            return list(
                session.scalars(select(RecordContent.person_id).order_by(RecordContent.seq))
            )

    def count(self) -> int:
        """How many lines there are, contents purged or not."""
        with self.school.session() as session:
            return len(session.scalars(select(Record.seq)).all())


@pytest.fixture
def log(school: TestSchool) -> Log:
    """The transaction log."""
    return Log(school)


@pytest.fixture
def choose(school: TestSchool) -> Any:
    """Let the school choose settings of this plugin: `choose(guardians="mandatory")`."""

    def choose(**settings: object) -> None:
        with school.session() as session:
            row = session.scalars(select(School)).one()
            chosen = {f"spid_auth.{name}": value for name, value in settings.items()}
            row.settings = {**row.settings, **chosen}
            row.version += 1

    return choose


@pytest.fixture
def give_role(school: TestSchool) -> Any:
    """Give somebody a role: `give_role("mamma", Role.ADMIN)`."""

    def give(who: str, role: Role) -> None:
        with school.session() as session:
            day = date(2026, 9, 1)
            grant = RoleGrant(person_id=school.people[who], role=role, starts_on=day)
            session.add(grant)

    return give


@pytest.fixture
def cf() -> dict[str, str]:
    """Codici fiscali of the people of the school, and of a stranger to it."""
    return {**CF, "stranger": STRANGER}


@pytest.fixture
def new_browser(school: TestSchool) -> Any:
    """More browsers: `new_browser()`, or `new_browser("mamma")` with somebody signed in."""

    def make(username: str = "") -> TestApp:
        return trusting(school.as_(username)) if username else browser_at(school)

    return make
