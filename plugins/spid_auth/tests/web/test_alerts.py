"""Who runs the register is told in time (CERT-5, OPS-1), and the office sees how SPID and CIE stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registro_core.testing import NOW, inbox_of
from registro_spid_auth.alerts import alerts, outcomes
from registro_spid_auth.jobs import jobs


@pytest.fixture
def production(school, spid, cie):
    """The files of this school, looked at as a real one's."""
    school.anonymous().get("/spid/metadata")
    installation = school.platform.installation
    made = installation.data_dir / "spid_auth" / "development"
    ini = {
        "spid_auth.certificate_file": str(made / "spid.crt"),
        "spid_auth.cie_certificate_file": str(made / "cie.crt"),
    }
    return replace(installation, mode="production", ini=ini)


def look(installation):
    return next(job.run for job in jobs(installation) if job.name == "spid_auth.alerts")


def test_an_end_to_come_is_told_to_administrators_and_office(school, production):
    with school.session() as session:
        look(production)(session, NOW + timedelta(days=3 * 365 - 29))
    school.clock.set(NOW + timedelta(days=3 * 365 - 29))
    for who in ("admin", "segreteria"):
        assert "SPID e CIE: serve attenzione" in inbox_of(school, who)
    assert "SPID e CIE: serve attenzione" not in inbox_of(school, "docente")


def test_nothing_is_told_where_all_is_well(school, production):
    with school.session() as session:
        look(production)(session, NOW)
    assert inbox_of(school, "admin") == []


def test_the_office_page_shows_how_things_stand(school, spid, cie, browser, new_browser, cf):
    spid.sign_in(browser, cf["mamma"])
    page = new_browser("segreteria").get("/office/spid")
    for word in ("Certificato fino al", "Gestori dell’identità", "Genitori e tutori", "Riuscito"):
        assert word in page
    assert "http://localhost/spid/metadata" in page


@pytest.mark.parametrize("who", ["dirigente", "docente", "mamma", "anna", "bidella"])
def test_others_do_not_see_it(new_browser, who):
    new_browser(who).get("/office/spid", status=403)
    new_browser(who).get("/office/spid/log", status=403)


def test_outcomes_count_seven_days(school, spid, browser, cf):
    spid.begin(browser)
    spid.fail(browser, 25)
    with school.session() as session:
        assert [(o.outcome, o.count) for o in outcomes(session, NOW)] == [("idp-error-25", 1)]
        assert outcomes(session, NOW + timedelta(days=8)) == []


def test_development_has_no_alerts(school):
    state = school.application.wsgi.registry["spid_auth"]
    assert alerts(state.configuration, NOW + timedelta(days=5000)) == []


def test_the_menu_leads_there(new_browser):
    assert 'href="/office/spid"' in new_browser("admin").get("/menu")
    assert 'href="/office/spid"' not in new_browser("docente").get("/menu")


def test_the_way_to_the_settings_is_for_who_may_set_them(new_browser):
    assert 'href="/office/settings"' in new_browser("admin").get("/office/spid")
    assert 'href="/office/settings"' not in new_browser("segreteria").get("/office/spid")
