"""Leaving: from here, from the provider, and what is said where not everything is closed (LO)."""

import base64
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from registro_core.testing import NOW
from registro_spid_auth.issuing.answers import sign_response, success
from registro_spid_auth.issuing.issuer import make_issuer_keys
from registro_spid_auth.issuing.logout import logout_request, logout_response
from registro_spid_auth.saml.bindings import (
    SAML_REQUEST,
    SAML_RESPONSE,
    Binding,
    post_fields,
    redirect_url,
)
from registro_spid_auth.saml.logout import Session
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import serialize

SLO = "http://localhost/spid/slo"
NAME = "_name"


def sign_out(browser):
    """Press "Esci"."""
    page = browser.get("/help")
    return next(f for f in page.forms.values() if f.action == "/sign-out").submit(status=303)


def enter(provider, browser, codice_fiscale, **changes):
    """Sign in under a name that the test knows."""
    provider.begin(browser)
    answer = provider.respond(browser, codice_fiscale, name_id=NAME, **changes)
    return answer.follow(status=303)


def is_in(browser):
    """Whether the browser is signed in."""
    return browser.get("/notices", expect_errors=True).status_int == 200


def told_by_post(browser, provider, session, **kw):
    """A request of the provider's, with a form."""
    root = logout_request(provider.issuer, SLO, session, provider.school.clock.now)
    xml = sign(root, provider.issuer.keys, 1)
    return browser.post("/spid/slo", post_fields(SAML_REQUEST, xml, "relay"), **kw)


def told_by_redirect(browser, provider, session, keys=None, **kw):
    """A request of the provider's, with an address."""
    root = logout_request(provider.issuer, SLO, session, provider.school.clock.now)
    keys = keys or provider.issuer.keys
    return browser.get(redirect_url(SLO, SAML_REQUEST, serialize(root), "relay", keys), **kw)


def message_in(url, name):
    """The message that an address carries."""
    packed = parse_qs(urlsplit(url).query)[name][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))


def test_who_leaves_is_out_here_first_and_then_sent_on(school, spid, browser, cf, log):
    """LO-1, LO-2."""
    enter(spid, browser, cf["mamma"])
    answer = sign_out(browser)
    assert urlsplit(answer.location).path == "/spid/leave"
    assert not is_in(browser)
    page = browser.get(answer.location)
    assert "Sei uscito dal registro" in page
    url = page.html.select_one("main a.btn-primary")["href"]
    assert page.headers["Refresh"] == f"0; url={url}"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    root = message_in(url, "SAMLRequest")
    assert root.findtext("{*}NameID") == NAME
    assert root.findtext("{*}SessionIndex") == "_session"
    response = logout_response(spid.issuer, SLO, root.get("ID"), school.clock.now)
    where = redirect_url(SLO, SAML_RESPONSE, serialize(response), "relay", spid.issuer.keys)
    after = browser.get(where, status=303)
    assert "Sei uscito dal registro e dal tuo gestore" in after.follow()
    assert log.outcomes() == ["ok", "ok"]
    # the same answer again answers nothing
    assert browser.get(where, expect_errors=True).status_int == 403


def test_a_partial_logout_is_no_error(school, spid, browser, cf, log):
    """LO-4."""
    enter(spid, browser, cf["mamma"])
    page = browser.get(sign_out(browser).location)
    root = message_in(page.html.select_one("main a.btn-primary")["href"], "SAMLRequest")
    response = logout_response(spid.issuer, SLO, root.get("ID"), school.clock.now, partial=True)
    xml = sign(response, spid.issuer.keys, 1)
    after = browser.post("/spid/slo", post_fields(SAML_RESPONSE, xml, "x"), status=303)
    assert "non ha confermato l’uscita" in after.follow()
    assert log.outcomes() == ["ok", "partial-logout"]


def test_with_forms_the_page_leads_to_that_provider_alone(spid, browser, cf, configuration):
    """AR-5, OPS-7."""
    configuration(binding=Binding.POST)
    page = browser.get("/spid/login", {"idp": spid.issuer.entity_id})
    policy = page.headers["Content-Security-Policy"]
    assert "form-action https://spid.example;" in policy
    assert "'self'" not in policy.partition("form-action")[2].partition(";")[0]
    form = next(f for f in page.forms.values() if "SAMLRequest" in f.fields)
    assert form.action == "https://spid.example/sso"
    assert page.html.select_one("form[data-send] button").get_text() == "Continua"
    request = etree.fromstring(base64.b64decode(form["SAMLRequest"].value))
    assert [child.tag.split("}")[1] for child in request][:2] == ["Issuer", "Signature"]
    assert form["RelayState"].value
    assert "csrf_token" not in form.fields
    answer = spid.answer(request.get("ID"), cf["mamma"])
    xml = sign_response(success(spid.issuer, answer), spid.issuer)
    spid.post(browser, xml).follow(status=303)
    left = browser.get(sign_out(browser).location)
    assert "form-action https://spid.example;" in left.headers["Content-Security-Policy"]
    assert next(f for f in left.forms.values() if "SAMLRequest" in f.fields).action.endswith("/slo")


def test_a_provider_without_a_session_of_its_own_is_not_asked(spid, browser, cf):
    """LO-1: what is closed here is closed."""
    spid.begin(browser)
    answer = spid.answer(spid.sent[-1].id, cf["mamma"])
    root = success(spid.issuer, answer)
    del root.find(".//{*}AuthnStatement").attrib["SessionIndex"]
    spid.post(browser, sign_response(root, spid.issuer)).follow(status=303)
    assert sign_out(browser).location == "http://localhost/sign-in"


def test_who_came_in_by_password_leaves_as_ever(new_browser):
    assert sign_out(new_browser("mamma")).location == "http://localhost/sign-in"


def test_cie_is_left_by_a_link(cie, browser, cf):
    """LO-5: nothing answers, nothing goes by itself."""
    cie.sign_in(browser, cf["mamma"])
    answer = sign_out(browser)
    page = browser.get(answer.location)
    assert page.html.select_one("main a.btn-primary")["href"] == "https://cie.example/slo"
    assert "Refresh" not in page.headers
    assert not is_in(browser)


@pytest.mark.parametrize("told", [told_by_post, told_by_redirect])
def test_a_provider_ends_the_session_it_vouched_for(
    school, spid, browser, new_browser, cf, log, told
):
    """LO-3: whichever browser brings it; of others nothing ends."""
    enter(spid, browser, cf["mamma"])
    other = new_browser()
    spid.begin(other)
    spid.respond(other, cf["papa"]).follow()
    session = Session(NAME, spid.issuer.entity_id, "_session")
    answer = told(new_browser(), spid, session)
    root = message_in(answer.location, "SAMLResponse")
    assert answer.location.startswith("https://spid.example/slo?")
    assert root.find("{*}Status/{*}StatusCode").get("Value").endswith(":Success")
    assert not is_in(browser)
    assert is_in(other)
    assert log.outcomes() == ["ok", "ok", "ok"]


def test_a_session_that_is_gone_already_is_as_good(spid, browser, cf):
    """LO-3."""
    session = Session(NAME, spid.issuer.entity_id, None)
    answer = told_by_redirect(browser, spid, session)
    root = message_in(answer.location, "SAMLResponse")
    assert root.find("{*}Status/{*}StatusCode").get("Value").endswith(":Success")


def test_without_a_valid_signature_nothing_ends(spid, browser, new_browser, cf, log):
    """LO-6."""
    enter(spid, browser, cf["mamma"])
    session = Session(NAME, spid.issuer.entity_id, None)
    stranger = new_browser()
    forged = told_by_redirect(
        stranger, spid, session, make_issuer_keys("forger", NOW), expect_errors=True
    )
    assert forged.status_int == 403
    root = logout_request(spid.issuer, SLO, session, NOW)
    unsigned = post_fields(SAML_REQUEST, serialize(root), "relay")
    assert stranger.post("/spid/slo", unsigned, expect_errors=True).status_int == 403
    assert stranger.get("/spid/slo", expect_errors=True).status_int == 403
    assert is_in(browser)
    assert log.outcomes() == ["ok"]


def test_another_index_of_the_same_name_is_another_session(spid, browser, cf):
    enter(spid, browser, cf["mamma"])
    told_by_redirect(browser, spid, Session(NAME, spid.issuer.entity_id, "_another"))
    assert is_in(browser)


def test_the_page_of_leaving_is_good_for_ten_minutes(school, spid, browser, cf):
    enter(spid, browser, cf["mamma"])
    where = sign_out(browser).location
    school.clock.advance(minutes=10, seconds=1)
    assert browser.get(where).location == "http://localhost/sign-in"
