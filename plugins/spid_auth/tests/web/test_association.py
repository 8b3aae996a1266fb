"""Somebody unknown asks, the office recognises, and the next sign-in works (ACC-3)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from registro_core.api import Person, Role
from registro_core.testing import inbox_of
from registro_spid_auth.jobs import forget
from registro_spid_auth.models import Association, AssociationState


@pytest.fixture
def asked(spid, browser, cf, school):
    """A father whose codice fiscale the school has wrong has written to the office."""
    with school.session() as session:
        session.execute(
            update(Person).where(Person.id == school.people["papa"]).values(codice_fiscale=None)
        )
    spid.begin(browser)
    answer = spid.answer(spid.sent[-1].id, cf["stranger"])
    attributes = {**answer.attributes, "name": "GIORGIO", "familyName": "ABATE"}
    page = spid.respond(browser, cf["stranger"], attributes=attributes)
    page = page.follow(expect_errors=True)
    assert page.status_int == 403
    form = page.forms[0] if "note" in page.forms[0].fields else page.forms[1]
    form["note"] = "sono il padre di Anna Abate, 1A"
    return form.submit()


def association(school):
    with school.session() as session:
        return session.scalars(select(Association).order_by(Association.id.desc())).first()


def test_who_is_unknown_reads_why_and_nothing_is_echoed(spid, browser, cf, log, school):
    page = spid.sign_in(browser, cf["stranger"])
    assert page.status_int == 403
    assert "Non risulti tra le persone di questa scuola" in page
    assert cf["stranger"] not in page
    assert "Esempio" not in page.html.select_one("main").get_text()
    assert log.outcomes() == ["unknown-person"]
    with school.session() as session:
        audit = session.connection().exec_driver_sql(
            "SELECT act FROM audit_entry ORDER BY seq DESC LIMIT 1"
        )
        assert audit.scalar() == "spid_auth.sign-in.refused"
        values = session.connection().exec_driver_sql('SELECT "after" FROM audit_values').all()
        assert cf["stranger"] not in str(values)


def test_the_office_recognises_and_the_next_sign_in_works(
    school, spid, asked, browser, new_browser, cf
):
    assert asked.status_int == 303
    assert "La segreteria ha ricevuto la richiesta" in asked.follow()
    office = new_browser("segreteria")
    assert "ABATE GIORGIO" in office.get("/office/spid")
    row = association(school)
    page = office.get(f"/office/spid/associations/{row.id}")
    assert "sono il padre di Anna Abate" in page
    assert cf["stranger"] in page
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/confirm"))
    # found by the name alone, however it is written
    assert form["person"].options[0][0] == str(school.people["papa"])
    form["person"] = str(school.people["papa"])
    assert "Abbinamento confermato" in form.submit().follow()
    with school.session() as session:
        person = session.get_one(Person, school.people["papa"])
        assert person.codice_fiscale == cf["stranger"]
        assert person.surname == "Abate"
    assert spid.sign_in(browser, cf["stranger"]).status_int == 303
    assert "Giorgio Abate" in browser.get("/")


def test_people_are_told(school, asked, new_browser):
    assert "Una persona chiede di essere abbinata" in inbox_of(school, "segreteria")
    row = association(school)
    office = new_browser("segreteria")
    page = office.get(f"/office/spid/associations/{row.id}")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/confirm"))
    form["person"] = str(school.people["papa"])
    form.submit()
    assert "Ora puoi entrare nel registro con SPID o CIE" in inbox_of(school, "papa")


def test_the_office_refuses_with_a_reason(school, asked, new_browser):
    row = association(school)
    office = new_browser("segreteria")
    page = office.get(f"/office/spid/associations/{row.id}")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/refuse"))
    assert "Scrivi il motivo" in form.submit(status=422)
    form["reason"] = "non è dei nostri"
    form.submit(status=303)
    row = association(school)
    assert (row.state, row.reason) == (AssociationState.REFUSED, "non è dei nostri")
    assert "già stata decisa" in office.get(f"/office/spid/associations/{row.id}")


def test_two_of_the_office_decide_once(school, asked, new_browser):
    row = association(school)
    path = f"/office/spid/associations/{row.id}"
    first, second = new_browser("segreteria").get(path), new_browser("admin").get(path)
    confirm = next(f for f in first.forms.values() if (f.action or "").endswith("/confirm"))
    confirm["person"] = str(school.people["papa"])
    confirm.submit(status=303)
    late = next(f for f in second.forms.values() if (f.action or "").endswith("/refuse"))
    late["reason"] = "no"
    late.submit(status=409)
    assert association(school).state is AssociationState.CONFIRMED


@pytest.mark.parametrize("who", ["", "999999", "x"])
def test_confirming_nobody_is_told_at_the_list(school, asked, new_browser, who):
    row = association(school)
    office = new_browser("segreteria")
    page = office.get(f"/office/spid/associations/{row.id}")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/confirm"))
    form["person"].force_value(who)
    assert "Scegli la persona da abbinare" in form.submit(status=422)


def test_an_administrator_is_never_associated(school, asked, new_browser, give_role):
    """ACC-2: the office cannot make itself a way into the administrator's account."""
    give_role("papa", Role.ADMIN)
    row = association(school)
    page = new_browser("segreteria").get(f"/office/spid/associations/{row.id}")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/confirm"))
    form["person"] = str(school.people["papa"])
    assert "non può entrare con SPID o CIE" in form.submit(status=422)
    with school.session() as session:
        assert session.get_one(Person, school.people["papa"]).codice_fiscale is None


def test_a_code_that_somebody_got_meanwhile_is_not_given_twice(school, asked, new_browser, cf):
    with school.session() as session:
        session.execute(
            update(Person)
            .where(Person.id == school.people["bidella"])
            .values(codice_fiscale=cf["stranger"])
        )
    row = association(school)
    page = new_browser("segreteria").get(f"/office/spid/associations/{row.id}")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/confirm"))
    form["person"] = str(school.people["papa"])
    assert "è già di un’altra persona" in form.submit(status=422)


def test_the_office_finds_people_by_name(school, asked, new_browser):
    row = association(school)
    page = new_browser("segreteria").get(f"/office/spid/associations/{row.id}?words=villa")
    assert "Villa Maria" in page


def test_one_may_ask_within_half_an_hour_in_the_same_browser(
    school, spid, browser, cf, new_browser
):
    spid.begin(browser)
    where = spid.respond(browser, cf["stranger"]).headers["Location"]
    assert "Invia la richiesta" not in new_browser().get(where, status=403)
    assert "Invia la richiesta" in browser.get(where, status=403)
    school.clock.advance(minutes=31)
    assert "Invia la richiesta" not in browser.get(where, status=403)


def test_nothing_written_is_said_at_the_field(spid, browser, cf):
    page = spid.sign_in(browser, cf["stranger"])
    form = next(f for f in page.forms.values() if "note" in f.fields)
    answer = form.submit(status=422)
    assert "Scrivi di chi sei genitore" in answer


def test_pressing_twice_asks_once_and_is_no_error(school, spid, browser, cf):
    page = spid.sign_in(browser, cf["stranger"])
    form = next(f for f in page.forms.values() if "note" in f.fields)
    form["note"] = "sono il padre di Anna"
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location
    with school.session() as session:
        assert len(session.scalars(select(Association)).all()) == 1


def test_a_school_may_take_no_requests(spid, browser, cf, choose):
    choose(association_requests=False)
    page = spid.sign_in(browser, cf["stranger"])
    assert page.status_int == 403
    assert "Contatta la segreteria" in page
    assert "Invia la richiesta" not in page


def test_asking_again_replaces_what_waits(school, spid, asked, browser, cf):
    page = spid.sign_in(browser, cf["stranger"])
    form = next(f for f in page.forms.values() if "note" in f.fields)
    form["note"] = "di nuovo io"
    form.submit(status=303)
    with school.session() as session:
        rows = session.scalars(select(Association)).all()
        assert [row.note for row in rows] == ["di nuovo io"]


def test_drafts_and_old_decisions_are_forgotten(school, spid, asked, browser, cf):
    spid.sign_in(browser, cf["stranger"])
    now = school.clock.now
    with school.session() as session:
        forget(session, now + timedelta(minutes=31))
        states = session.scalars(select(Association.state)).all()
    assert states == [AssociationState.ASKED]
    with school.session() as session:
        session.execute(update(Association).values(state=AssociationState.REFUSED, decided_at=now))
        forget(session, now + timedelta(days=364))
        assert session.scalars(select(Association)).all()
        forget(session, now + timedelta(days=366))
        assert not session.scalars(select(Association)).all()
