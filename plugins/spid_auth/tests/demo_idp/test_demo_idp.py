"""The built-in demo provider: the whole round trip in development, and none of it in production."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from registro_core.api import ConfigurationError, Person, School
from registro_core.testing import NOW, Applications
from registro_spid_auth.configuration import check_values, read
from registro_spid_auth.demo_idp.provider import FOLDER, identity_providers, issuer_of
from registro_spid_auth.demo_idp.routes import add_routes
from registro_spid_auth.models import RecordContent
from registro_spid_auth.saml.bindings import SAML_REQUEST, Binding, post_fields, redirect_url
from registro_spid_auth.saml.keys import KeyFileError
from registro_spid_auth.state import REGISTRY_KEY

pytestmark = pytest.mark.once

CF = {
    "docente": "RSSPLA80A41D612D",
    "docente.genitore": "FNTLNE78A41D612E",
    "admin": "TCNDAA90A41D612G",
}


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("spid_auth",)


@pytest.fixture(scope="module")
def applications(databases, tmp_path_factory):
    """A folder of data of their own: where there is a file of providers, ours stands back."""
    made = Applications(databases, tmp_path_factory.mktemp("demo-idp"))
    yield made
    made.close()


@pytest.fixture
def demo(school):
    """The small school as a demo school, in which some people have a codice fiscale."""
    with school.session() as session:
        session.execute(update(School).values(is_demo=True))
        for name, code in CF.items():
            session.execute(
                update(Person).where(Person.id == school.people[name]).values(codice_fiscale=code)
            )
    return school


@pytest.fixture
def browser(demo):
    """A browser which takes Secure cookies at http://localhost, as browsers do (OPS-8)."""
    browser = demo.anonymous()
    browser.cookiejar._policy.secure_protocols = ("http", "https")
    return browser


@pytest.fixture
def configuration(school):
    return read(school.platform.installation)


def state(school):
    return school.application.wsgi.registry[REGISTRY_KEY]


def to_provider(browser, connector="spid"):
    """The provider's page, reached from the sign-in page."""
    page = browser.get("/sign-in").click(href=f"/{connector}/login.*")
    return page.follow()


def choose(page, value, form=0, **fields):
    """Press a button of the provider's page, and follow the answer to the register."""
    form = [each for each in page.forms.values() if "query" in each.fields][form]
    for name, typed in fields.items():
        form[name] = typed
    sent = form.submit("choice", value=value)
    return sent.forms[0].submit(expect_errors=True)


def signed_in_as(browser):
    page = browser.get("/account", expect_errors=True)
    return page.status_int == 200


def outcomes(school):
    with school.session() as session:
        return session.scalars(select(RecordContent.outcome).order_by(RecordContent.seq)).all()


@pytest.mark.parametrize("connector", ["spid", "cie"])
def test_one_comes_in_as_somebody_of_the_demo_school(demo, browser, connector):
    page = to_provider(browser, connector)
    assert "Elena Fontana" in page
    done = choose(page, f"person-{demo.people['docente.genitore']}")
    done.follow().follow()
    assert signed_in_as(browser)
    assert outcomes(demo) == ["ok"]


def test_every_anomaly_ends_on_its_page(demo, browser):
    for number in (19, 20, 21, 22, 23, 25, 30):
        assert choose(to_provider(browser), f"error-{number}").status_int == 403
    assert outcomes(demo) == [f"idp-error-{number}" for number in (19, 20, 21, 22, 23, 25, 30)]


def test_cie_knows_fewer_anomalies(demo, browser):
    page = to_provider(browser, "cie")
    assert "nr 25" in page
    assert "nr 30" not in page
    form = page.forms[0]
    assert form.submit("choice", value="error-30", status=400)


@pytest.mark.parametrize(
    ("choice", "outcome"), [("stranger", "unknown-person"), ("admin", "administrator")]
)
def test_who_may_not_come_in_does_not(demo, browser, choice, outcome):
    value = f"person-{demo.people['admin']}" if choice == "admin" else choice
    choose(to_provider(browser), value)
    assert not signed_in_as(browser)
    assert outcomes(demo) == [outcome]


def test_anybody_may_be_tried_by_their_codice_fiscale(demo, browser):
    page = to_provider(browser)
    choose(page, "other", form=1, codice_fiscale=CF["docente"].lower()).follow().follow()
    assert signed_in_as(browser)


def test_what_is_no_codice_fiscale_is_said_at_its_field(browser):
    page = to_provider(browser)
    form = [each for each in page.forms.values() if "query" in each.fields][1]
    form["codice_fiscale"] = "ROSSI"
    again = form.submit("choice", value="other", status=422)
    assert "Scrivi 16 lettere e cifre" in again
    # nothing is lost: the page still answers the same request
    choose(again, "other", form=1, codice_fiscale=CF["docente"]).follow().follow()
    assert signed_in_as(browser)


@pytest.mark.parametrize("choice", ["", "person-", "person-999999", "error-7", "person-x"])
def test_odd_choices_are_refused(browser, choice):
    form = to_provider(browser).forms[0]
    form.submit("choice", value=choice, status=400)


def test_the_provider_leaves_and_the_register_follows(browser):
    page = to_provider(browser)
    choose(page, "other", form=1, codice_fiscale=CF["docente"]).follow().follow()
    home = browser.get("/demo-idp/spid")
    assert "Prova Prova" in home
    form = next(each for each in home.forms.values() if each.action.endswith("/leave"))
    answered = form.submit().follow()
    # the register answers the provider, which has then nobody
    assert answered.status_int == 302
    assert "Qui non è entrato nessuno" in answered.follow().follow()
    assert not signed_in_as(browser)


def test_the_register_leaves_and_the_provider_is_told(browser):
    choose(to_provider(browser), "other", form=1, codice_fiscale=CF["docente"]).follow().follow()
    form = next(f for f in browser.get("/account").forms.values() if f.action == "/sign-out")
    page = form.submit().follow()
    there = page.click("Chiudi anche quella sessione")
    back = there.follow().follow()
    assert "Sei uscito dal registro e dal tuo gestore" in back
    assert "Qui non è entrato nessuno" in browser.get("/demo-idp/spid")


def test_who_opens_the_address_by_hand_finds_the_way(browser):
    for address in ("/demo-idp/spid/sso", "/demo-idp/cie/slo"):
        assert "Vai all’accesso" in browser.get(address).follow()


def test_a_request_the_register_did_not_sign_is_refused(demo, browser):
    """The demo provider is no open door either: it answers the register alone."""
    federation = state(demo).federations["spid"]
    issuer = issuer_of("spid", "http://localhost", state(demo).configuration.data_dir, NOW)
    location = browser.get("/spid/login", {"idp": issuer.entity_id}).location
    browser.get(location.replace("SAMLRequest=", "SAMLRequest=A"), status=400)
    browser.get(location.partition("&SigAlg")[0], status=400)
    # signed by another key
    url = redirect_url(issuer.sso_url, SAML_REQUEST, b"<a/>", "relay", issuer.keys)
    browser.get(url, status=400)
    browser.post("/demo-idp/spid/sso", post_fields(SAML_REQUEST, b"<a/>", "relay"), status=400)
    browser.post("/demo-idp/spid/slo", post_fields(SAML_REQUEST, b"<a/>", "relay"), status=400)
    for page in ("sso", "slo"):
        browser.post(f"/demo-idp/cie/{page}", {"name": "docente"}, status=400)
    assert issuer.entity_id in federation.identity_providers()


def test_people_of_a_real_school_are_not_on_the_list(browser, demo):
    with demo.session() as session:
        session.execute(update(School).values(is_demo=False))
    page = to_provider(browser)
    assert "Elena Fontana" not in page
    assert page.forms[0].submit(
        "choice", value=f"person-{demo.people['docente.genitore']}", status=400
    )


# ---- what it is to the register, and what production says ------------------------------------


def test_it_makes_its_key_once_and_again_before_it_ends(tmp_path):
    first = issuer_of("spid", "http://localhost:1", tmp_path, NOW)
    again = issuer_of("spid", "http://localhost:2", tmp_path, NOW + timedelta(days=300))
    assert again.keys.certificate == first.keys.certificate
    assert (tmp_path / FOLDER / "demo-idp.key").stat().st_mode & 0o077 == 0
    later = issuer_of("spid", "http://localhost:1", tmp_path, NOW + timedelta(days=340))
    assert later.keys.certificate != first.keys.certificate


def test_a_key_that_anybody_may_read_is_not_used(tmp_path):
    issuer_of("spid", "http://localhost", tmp_path, NOW)
    (tmp_path / FOLDER / "demo-idp.key").chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        issuer_of("spid", "http://localhost", tmp_path, NOW)


def test_it_is_a_provider_like_any_other(tmp_path):
    found = identity_providers("cie", "http://localhost", tmp_path, NOW)
    (provider,) = found.values()
    assert provider.entity_id == "http://localhost/demo-idp/cie"
    assert provider.sso == dict.fromkeys(Binding, "http://localhost/demo-idp/cie/sso")
    assert provider.name == "CIE dimostrativa"


def test_production_does_not_start_with_it(configuration):
    real = replace(configuration, development=False, demo_idp=True)
    (fault,) = [text for text in check_values(real).faults if "demo_idp" in text]
    assert "development" in fault


def test_production_has_none_of_its_pages_whatever_somebody_calls(configuration):
    real = replace(configuration, development=False)
    with pytest.raises(ConfigurationError, match="development only"):
        add_routes(SimpleNamespace(), real)


def test_production_leaves_it_off_by_itself(school, tmp_path):
    installation = replace(school.platform.installation, mode="production")
    assert not read(installation).demo_idp


def test_switched_off_it_is_not_there(school):
    installation = replace(school.platform.installation, ini={"spid_auth.demo_idp": "false"})
    assert not read(installation).demo_idp
    assert Path(installation.data_dir).exists()
