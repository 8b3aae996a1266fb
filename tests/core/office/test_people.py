"""The office's pages for people: find, add, mend, roles."""

from sqlalchemy import select

from registro_core.audit.models import AuditEntry
from registro_core.people.models import Person, RoleGrant
from registro_core.testing import TestSchool
from registro_core.testing.forms import fill

NEW = {"surname": "Ferri", "given_name": "Ada"}


def test_only_the_office_and_the_admin_manage_people(school: TestSchool) -> None:
    for username in school.people:
        status = school.as_(username).get("/office/people", expect_errors=True).status_int
        assert status == (200 if username in {"segreteria", "admin"} else 403), username


def test_the_card_of_a_student_is_offered_to_who_may_open_it(school: TestSchool) -> None:
    page, card = f"/office/people/{school.people['anna']}", f"/students/{school.people['anna']}"
    assert f'href="{card}"' in school.as_("segreteria").get(page)
    assert f'href="{card}"' not in school.as_("admin").get(page)


def test_somebody_added_gets_an_account_that_waits(school: TestSchool) -> None:
    page = fill(school, "/office/people/new", **NEW).submit(status=303).follow(status=200)
    assert "Ferri Ada" in page
    assert "ada.ferri" in page
    assert "da attivare" in page


def test_the_form_sent_twice_adds_one(school: TestSchool) -> None:
    form = fill(school, "/office/people/new", **NEW)
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location
    with school.session() as session:
        assert len(session.scalars(select(Person).where(Person.surname == "Ferri")).all()) == 1


def test_a_wrong_codice_fiscale_is_told_at_its_field_and_nothing_is_lost(
    school: TestSchool,
) -> None:
    form = fill(school, "/office/people/new", **NEW, codice_fiscale="RSSMRA80A01H501X")
    page = form.submit(status=422)
    assert "non è valido" in page
    assert 'value="Ferri"' in page


def test_a_codice_fiscale_belongs_to_one(school: TestSchool) -> None:
    code = "RSSMRA80A01H501U"
    fill(school, "/office/people/new", **NEW, codice_fiscale=code).submit(status=303)
    again = fill(school, "/office/people/new", **NEW, codice_fiscale=code.lower())
    assert "già di un’altra persona" in again.submit(status=422)


def test_the_second_of_two_who_change_the_same_is_told(school: TestSchool) -> None:
    path = f"/office/people/{school.people['anna']}/edit"
    first = fill(school, path, city="Prato")
    second = fill(school, path, city="Siena")
    first.submit(status=303)
    assert "Siena" in second.submit(status=409)
    with school.session() as session:
        assert session.get_one(Person, school.people["anna"]).city == "Prato"


def test_a_change_is_in_the_audit_with_old_and_new(school: TestSchool) -> None:
    fill(school, f"/office/people/{school.people['anna']}/edit", city="Prato").submit(status=303)
    with school.session() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    assert entry.act == "person.changed"
    assert entry.actor_id == school.people["segreteria"]


def test_a_role_begins_and_ends(school: TestSchool) -> None:
    path = f"/office/people/{school.people['bidella']}"
    form = fill(school, path, role="office", title="assistente")
    form.submit(status=303)
    school.as_("bidella").get("/office/people", status=200)
    page = school.as_("segreteria").get(path)
    ending = [
        f for f in page.forms.values() if f.action.endswith("/roles") and "role" not in f.fields
    ]
    for form in ending:
        form.submit("end", status=303)
    with school.session() as session:
        grants = session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == school.people["bidella"])
        ).all()
    assert {grant.ends_on for grant in grants} == {school.clock.now.date()}


def test_the_list_finds_by_words_and_hat_and_escapes_wildcards(school: TestSchool) -> None:
    browser = school.as_("segreteria")
    assert "Abate Anna" in browser.get("/office/people?q=anna+abate")
    assert "Abate Anna" not in browser.get("/office/people?q=%25%25&hat=teacher")
    assert "Villa Maria" in browser.get("/office/people?hat=guardian")
    assert "Villa Maria" not in browser.get("/office/people?hat=student")


def test_queries_of_the_list_do_not_grow(school: TestSchool) -> None:
    browser = school.as_("segreteria")
    with school.queries() as seen:
        browser.get("/office/people", status=200)
    assert len(seen) <= 10, seen


def test_the_csv_has_no_formulas_and_no_codici_fiscali(school: TestSchool) -> None:
    with school.session() as session:
        anna = session.get_one(Person, school.people["anna"])
        anna.surname, anna.codice_fiscale = "=cmd()", "RSSMRA80A01H501U"
    text = school.as_("segreteria").get("/office/people.csv").text
    assert "'=cmd()" in text
    assert "RSSMRA80A01H501U" not in text
