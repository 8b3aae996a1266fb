"""In a browser, with an identity provider of pysaml2 on another site: coming in and leaving.

The register is at `localhost`, the provider at `127.0.0.1`: cookies marked Lax do not come along
with the provider's form, as in life and unlike on two ports of one host (OPS-8).
"""

import json
import re
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from registro_core.api import demo_people
from registro_core.testing import free_port
from registro_spid_auth.demo_idp.identities import known
from registro_spid_auth.issuing.issuer import make_issuer_keys
from registro_spid_auth.models import RecordContent
from registro_spid_auth.saml import keys

pytestmark = pytest.mark.once

IDP = Path(__file__).with_name("pysaml2_idp.py")
ALL = ("fiscalNumber", "name", "familyName", "dateOfBirth", "email")
HOME = re.compile(r"^http://localhost:\d+/$")
BINDINGS = ["redirect", "post"]


@pytest.fixture(scope="module")
def provided(demo_schools, apart, of_system, running, text_of):
    """A register and a provider that know each other, for each way of sending requests."""
    python = apart("spid-sp-test", "python")
    of_system("xmlsec1", "xmlsec1 libxmlsec1-openssl")
    made = {}

    def provided(binding):
        if binding not in made:
            made[binding] = start(binding)
        return made[binding]

    def start(binding):
        served = stack.enter_context(
            demo_schools.serve(
                "spid_auth",
                spid_auth__binding=binding,
                spid_auth__test_idps="true",
                spid_auth__demo_idp="false",
                spid_auth__providers_file="{folder}/providers.xml",
            )
        )
        settings = settings_of(served, text_of)
        base = f"http://127.0.0.1:{settings['port']}/idp"
        command = [python, IDP, json.dumps(settings)]
        stack.enter_context(running(command, served.folder / "pysaml2.log", f"{base}/metadata"))
        providers = text_of(f"{base}/metadata")
        (served.folder / "providers.xml").write_text(providers, encoding="utf-8")
        return served, base

    with ExitStack() as stack:
        yield provided
        for served, _base in made.values():
            assert "Traceback" not in (served.folder / "pysaml2.log").read_text(encoding="utf-8")
            assert "Traceback" not in served.log


def settings_of(served, text_of):
    """What the provider is told: its key, the register's metadata, the people it knows."""
    folder = served.folder
    register = folder / "register.xml"
    register.write_text(text_of(f"{served.url}/spid/metadata"), encoding="utf-8")
    keys.save(
        make_issuer_keys("pysaml2", datetime.now(UTC)), folder / "idp.key", folder / "idp.crt"
    )
    with served.session() as session:
        people = {each.username: known(each).attributes(ALL) for each in demo_people(session)}
    return {
        "port": free_port(),
        "folder": str(folder),
        "key": str(folder / "idp.key"),
        "certificate": str(folder / "idp.crt"),
        "register": str(register),
        "people": people,
    }


def to_provider(page, idp):
    """From the sign-in page to the provider's, as a person goes."""
    page.goto("/sign-in")
    page.get_by_text("Entra con SPID").click()
    page.get_by_role("link", name="Gestore di prova").click()
    page.wait_for_url(f"{idp}/sso*")


def come_in(page, idp, who="genitore"):
    to_provider(page, idp)
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(HOME)


def is_in(page):
    """Whether the register knows who this is."""
    page.goto("/account")
    return page.url.endswith("/account")


@contextmanager
def outcomes(served):
    """How the sign-ins of the block ended, by the transaction log: a list, full at its end."""

    def all_of_them():
        with served.session() as session:
            return session.scalars(select(RecordContent.outcome).order_by(RecordContent.seq)).all()

    before, found = len(all_of_them()), []
    yield found
    found += all_of_them()[before:]


@pytest.mark.browser
@pytest.mark.parametrize("binding", BINDINGS)
def test_coming_in_and_leaving_from_both_sides(provided, window, binding):
    served, idp = provided(binding)
    page = window(served)
    assert not is_in(page)
    with outcomes(served) as ended:
        come_in(page, idp)
    assert ended == ["ok"]
    assert is_in(page)
    # the register leaves, and the provider is told
    page.locator("summary.r-user").click()
    page.get_by_role("button", name="Esci").click()
    page.wait_for_url("**/sign-in")
    assert page.get_by_text("Sei uscito dal registro e dal tuo gestore").is_visible()
    assert not is_in(page)
    # the provider leaves, and the register answers
    come_in(page, idp)
    page.goto(f"{idp}/leave?by={binding}")
    page.get_by_role("heading", name="Uscita completata").wait_for()
    assert not is_in(page)


@pytest.mark.browser
def test_who_cancels_reads_why_and_finds_the_way_back(provided, window):
    served, idp = provided("redirect")
    page = window(served, expect=["403"])
    to_provider(page, idp)
    with outcomes(served) as ended:
        page.get_by_role("button", name="Annulla").click()
        page.get_by_role("heading", name="Accesso annullato").wait_for()
    assert ended == ["idp-error-25"]
    page.get_by_role("link", name="Torna all’accesso").click()
    page.wait_for_url("**/sign-in")
    assert not is_in(page)


@pytest.mark.browser
def test_without_scripts_buttons_do_it(provided, window):
    served, idp = provided("post")
    page = window(served, java_script_enabled=False)
    page.goto("/sign-in")
    page.get_by_text("Entra con SPID").click()
    page.get_by_role("link", name="Gestore di prova").click()
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url(f"{idp}/sso")
    page.get_by_role("button", name="genitore", exact=True).click()
    # pysaml2's own form, whose button is what is left without scripts
    page.locator("input[type=submit], button").click()
    page.wait_for_url(HOME)
    assert is_in(page)


@pytest.mark.browser
def test_who_is_in_confirms_without_coming_in_anew(provided, window):
    """ACC-9: the provider's form brings no Lax cookie; the page it leads on to does."""
    served, idp = provided("post")
    page = window(served)
    come_in(page, idp)
    page.goto("/account/confirm?next=/account/notices")
    page.get_by_text("Entra con SPID").click()
    page.get_by_role("link", name="Gestore di prova").click()
    page.get_by_role("button", name="genitore", exact=True).click()
    page.wait_for_url("**/account/notices")
    # another one's identity confirms nothing
    page = window(served, expect=["403"])
    come_in(page, idp)
    page.goto("/account/confirm?next=/account/notices")
    page.get_by_text("Entra con SPID").click()
    page.get_by_role("link", name="Gestore di prova").click()
    page.get_by_role("button", name="genitore2", exact=True).click()
    page.get_by_role("heading", name="Hai usato l’identità di un’altra persona").wait_for()


@pytest.mark.browser
def test_the_response_of_one_browser_is_of_no_use_in_another(provided, window):
    """RS-4: somebody signs in, and has another person's browser send the response."""
    served, idp = provided("redirect")
    attacker = window(served)
    to_provider(attacker, idp)
    attacker.route("**/spid/acs", lambda route: route.abort())
    with attacker.expect_request("**/spid/acs") as caught:
        attacker.get_by_role("button", name="genitore2", exact=True).click()
    victim = window(served, expect=["403"])
    victim.goto(f"{idp}/metadata")
    fields = "".join(
        f'<input name="{name}" value="{value}">'
        for name, value in caught.value.post_data_json.items()
    )
    victim.set_content(f'<form method="post" action="{served.url}/spid/acs">{fields}</form>')
    with outcomes(served) as ended:
        victim.evaluate("document.querySelector('form').submit()")
        victim.get_by_role("heading", name="Accesso iniziato altrove").wait_for()
    assert ended == ["other-browser"]
    assert not is_in(victim)
