"""A parent justifies at a school that wants level two: SPID in between, nothing lost (J6, ACC-9)."""

import base64
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from sqlalchemy import select, update

from registro_attendance.models import Event, EventKind
from registro_core.api import Person, School
from registro_core.testing import NOW, Applications, Databases, TestSchool, school_with
from registro_spid_auth.issuing.answers import Answer, signed_answer
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.saml.bindings import SAML_RESPONSE, post_fields

CODE = "VLLMRA82A41D612A"
ISSUER = Issuer(
    "https://idp.example/",
    "Gestore",
    "https://idp.example/sso",
    "https://idp.example/slo",
    make_issuer_keys("A", NOW),
)


@pytest.fixture
def school(applications: Applications, databases: Databases) -> Iterator[TestSchool]:
    """A school with both plugins that wants level two for a signature; anna was away yesterday."""
    with school_with(applications, databases, ("attendance", "spid_auth")) as made:
        folder = made.platform.installation.data_dir / "spid_auth"
        folder.mkdir(exist_ok=True)
        (folder / "spid-providers.xml").write_bytes(issuer_metadata(ISSUER))
        with made.session() as session:
            row = session.scalars(select(School)).one()
            row.settings = {"attendance.justify_confirm_level": "2"}
            session.execute(
                update(Person).where(Person.id == made.people["mamma"]).values(codice_fiscale=CODE)
            )
            session.add(
                Event(
                    student_id=made.people["anna"],
                    class_id=made.classes["1A"],
                    day=date(2026, 11, 23),
                    kind=EventKind.ABSENT,
                    recorded_at=NOW,
                )
            )
        yield made


def at_the_provider(browser: Any, link: str) -> Any:
    """Follow a link of the page to the provider, say who one is there, and come back."""
    away = browser.get(link, status=302).location
    request = etree.fromstring(
        zlib.decompress(base64.b64decode(parse_qs(urlsplit(away).query)["SAMLRequest"][0]), -15)
    )
    said = {
        "fiscalNumber": f"TINIT-{CODE}",
        "name": "Maria",
        "familyName": "Villa",
        "dateOfBirth": "1982-01-01",
        "email": "maria@example.org",
    }
    base = "http://localhost/spid"
    answer = Answer(f"{base}/metadata", f"{base}/acs", str(request.get("ID")), NOW, 2, said)
    fields = post_fields(SAML_RESPONSE, signed_answer(ISSUER, answer), "relay")
    return browser.post("/spid/acs", fields, status=303).follow(status=303)


def test_who_came_in_by_password_signs_after_proving_it_with_spid(school: TestSchool) -> None:
    browser = school.as_("mamma")
    browser.cookiejar._policy.secure_protocols = ("http", "https")
    path = f"/students/{school.people['anna']}/justifications"

    def send() -> Any:
        forms = browser.get(path).forms.values()
        return next(form for form in forms if (form.action or "").endswith(path)).submit()

    asked = send()
    assert "/account/confirm?" in asked.location
    page = asked.follow()
    assert page.html.select_one("main input[type=password]") is None
    link = page.html.select_one(".spid-list a")["href"]
    assert "again=1" in link
    assert "level=2" in link
    back = at_the_provider(browser, link)
    assert urlsplit(back.location).path == path
    done = send()
    assert urlsplit(done.location).path == path
    with school.session() as session:
        rows = session.connection().exec_driver_sql("SELECT state FROM attendance_justification")
        assert [row[0] for row in rows] == ["justified_by_family"]
