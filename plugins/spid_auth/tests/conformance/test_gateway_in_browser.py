"""In a browser, with oidc-provider-mock in the place of the ministry's gateway."""

import re

import pytest
from sqlalchemy import select

from registro_core.api import demo_people
from registro_core.testing import free_port
from registro_spid_auth.models import RecordContent

pytestmark = [pytest.mark.browser, pytest.mark.once]
HOME = re.compile(r"^http://localhost:\d+/$")
SECRET = "never-to-be-seen"


@pytest.fixture(scope="module")
def provided(demo_schools, apart, running, tmp_path_factory):
    """A register and a gateway that know each other, and the people of the demo school."""
    program = apart("oidc-provider-mock", "oidc-provider-mock")
    port = free_port()
    # its session cookies are of another site than the register's localhost
    gateway = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("oidc") / "log"
    command = [program, "--port", str(port), "--require-nonce", "true"]
    serve = demo_schools.serve(
        "spid_auth",
        spid_auth__enabled="gateway",
        spid_auth__gateway_issuer=gateway,
        spid_auth__gateway_authorize=f"{gateway}/oauth2/authorize",
        spid_auth__gateway_token=f"{gateway}/oauth2/token",
        spid_auth__gateway_jwks=f"{gateway}/jwks",
        spid_auth__gateway_client_id="registro",
        spid_auth__gateway_client_secret=SECRET,
        spid_auth__gateway_parameters="aggregate_ref_value=RMIC81500N",
    )
    with running(command, log, f"{gateway}/.well-known/openid-configuration"), serve as served:
        with served.session() as session:
            people = {each.username: each.codice_fiscale for each in demo_people(session)}
        yield served, people
        assert "Traceback" not in served.log
        assert SECRET not in served.log
        assert not any(code in served.log for code in people.values())


def to_gateway(page):
    page.goto("/sign-in")
    page.get_by_role("link", name="Entra con SPID, CIE o eIDAS").click()
    page.wait_for_url("**/oauth2/authorize*")


def authorize(page, subject):
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def outcomes(served):
    with served.session() as session:
        return session.scalars(select(RecordContent.outcome).order_by(RecordContent.seq)).all()


def test_a_parent_comes_in_by_the_gateway(provided, window):
    served, people = provided
    page = window(served)
    to_gateway(page)
    assert "aggregate_ref_value=RMIC81500N" in page.url
    authorize(page, people["genitore"])
    page.wait_for_url(HOME)
    page.goto("/account")
    assert page.url.endswith("/account")
    assert outcomes(served)[-1] == "ok"
    page.locator("summary.r-user").click()
    page.get_by_role("button", name="Esci").click()
    page.wait_for_url("**/sign-in*")


def test_who_the_school_does_not_know_stays_outside(provided, window):
    served, _people = provided
    page = window(served, expect=["403"])
    to_gateway(page)
    authorize(page, "RSSMRA80A01H501U")
    page.get_by_role("heading", name="Non risulti tra le persone di questa scuola").wait_for()
    assert outcomes(served)[-1] == "unknown-person"
    to_gateway(page)
    authorize(page, "somebody@example.org")
    page.get_by_role("link", name="Torna all’accesso").wait_for()
    assert outcomes(served)[-1] == "fiscal-number"


def test_the_answer_of_one_browser_is_of_no_use_in_another(provided, window):
    served, people = provided
    attacker = window(served)
    to_gateway(attacker)
    form = {"sub": people["genitore2"]}
    answer = attacker.request.post(attacker.url, form=form, max_redirects=0)
    victim = window(served, expect=["403"])
    victim.goto(answer.headers["location"])
    victim.get_by_role("heading", name="Accesso iniziato altrove").wait_for()
    victim.goto("/account")
    assert "/sign-in" in victim.url


def test_who_denies_finds_the_way_back(provided, window):
    served, _people = provided
    page = window(served, expect=["403"])
    to_gateway(page)
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("link", name="Torna all’accesso").click()
    page.wait_for_url("**/sign-in*")
