"""What the school holds about a person: to see, to take away, to erase (checks 65, 66)."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from sqlalchemy import func, select, update
from translationstring import TranslationStringFactory

from registro_core.accounts.models import Account, WebSession
from registro_core.audit.models import AuditEntry
from registro_core.audit.services import Change, record_change
from registro_core.audit.verify import verify
from registro_core.items import Actor, Notice
from registro_core.notices.services import publish_notice
from registro_core.people.models import Guardianship, Person, RoleGrant
from registro_core.school.models import Enrolment

_ = TranslationStringFactory("trial")
CANARY = "CANARIO"


@pytest.fixture
def marked(school):
    """The school with a canary in every text of every person: CANARIO-anna in anna's."""
    with school.session() as session:
        for name, person_id in school.people.items():
            person = session.get_one(Person, person_id)
            for field in ("address", "city", "phone", "birth_place"):
                setattr(person, field, f"{CANARY}-{name}-{field}")
    return school


@pytest.fixture
def page_of(school):
    def get(name, username="segreteria", **options):
        path = f"/office/people/{school.people[name]}/data"
        return school.as_(username).get(path, **options)

    return get


def submit(page, action_end, button=None, **fields):
    form = next(form for form in page.forms.values() if form.action.endswith(action_end))
    for name, value in fields.items():
        form[name] = value
    return form.submit(*button) if button else form.submit(expect_errors=True)


@pytest.mark.parametrize(
    ("username", "status"),
    [
        *(("segreteria", 200), ("admin", 200), ("dirigente", 200), ("vicario", 403)),
        *(("docente", 403), ("mamma", 404), ("anna", 403)),
    ],
)
def test_who_may_see_it(page_of, username, status):
    page_of("anna", username, status=status)


def test_it_holds_all_of_the_person_and_nothing_of_others(marked, page_of):
    exported = submit(page_of("anna"), "/export", ("format", 1)).text
    for field in ("address", "city", "phone", "birth_place"):
        assert f"{CANARY}-anna-{field}" in exported
    assert exported.count(CANARY) == 4
    content = json.loads(exported)
    assert content["Iscrizioni"][0]["classe"] == "1A"
    assert len(content["Responsabilità genitoriale"]) == 2


def test_what_was_told_about_the_person_is_readable(school, page_of):
    notice = Notice(
        *("trial:kind", _("${name} assente", mapping={"name": "Anna"}), "testo"),
        *([school.people["mamma"]], "key"),
        student_id=school.people["anna"],
    )
    with school.session() as session:
        publish_notice(session, notice, school.clock.now)
    content = json.loads(submit(page_of("anna"), "/export", ("format", 1)).text)
    assert content["Avvisi che parlano della persona"][0]["testo"] == "Anna assente"


def test_no_secret_leaves(marked, page_of, school):
    with school.session() as session:
        session.execute(update(Account).values(password_hash="$argon2id$secret"))
    school.as_("anna").get("/notices")
    with school.session() as session:
        hashes = session.scalars(select(WebSession.token_hash)).all()
    exported = submit(page_of("anna"), "/export", ("format", 1)).text
    assert "argon2id" not in exported
    assert not any(token in exported for token in hashes)


def test_what_protects_a_child_is_not_handed_to_the_other_parent(school, page_of):
    with school.session() as session:
        session.execute(update(Guardianship).values(restriction_reason=f"{CANARY} ordinanza"))
    exported = submit(page_of("ristretto"), "/export", ("format", 1)).text
    assert CANARY not in exported


def test_the_zip_has_a_table_for_each_section(marked, page_of):
    answer = submit(page_of("anna"), "/export", ("format", 0))
    assert answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        content = json.loads(archive.read("dati.json"))
        tables = [name for name in archive.namelist() if name.endswith(".csv")]
        assert len(tables) == len(content)
        rows = list(
            csv.reader(io.StringIO(archive.read("01.csv").decode("utf-8-sig")), delimiter=";")
        )
    assert rows[0][:2] == ["cognome", "nome"]
    assert rows[1][:2] == ["Abate", "Anna"]


def test_handing_out_is_an_act_of_the_log(school, page_of):
    submit(page_of("anna"), "/export", ("format", 0))
    with school.session() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert entry.act == "privacy.person.exported"
        assert entry.object_id == str(school.people["anna"])
        assert entry.actor_id == school.people["segreteria"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("docente", "lavora"), ("anna", "iscritta"), ("mamma", "risponde di un alunno")],
)
def test_who_is_still_here_cannot_be_erased(school, page_of, name, why):
    page = page_of(name)
    assert why in page.text
    assert not any(form.action.endswith("/erase") for form in page.forms.values())
    path = f"/office/people/{school.people[name]}/data/erase"
    browser = school.as_("segreteria")
    token = browser.get("/notices").html.select_one("[name=csrf_token]")["value"]
    browser.post(path, {"csrf_token": token, "reason": "prova"}, status=422)
    with school.session() as session:
        assert session.get_one(Person, school.people[name]).email is not None


@pytest.fixture
def gone(marked):
    """Anna left the school; her old telephone number is in the log."""
    anna = marked.people["anna"]
    with marked.session() as session:
        statement = update(Enrolment).where(Enrolment.student_id == anna)
        session.execute(statement.values(ends_on=date(2026, 11, 1)))
        change = Change("person.changed", "person", anna, {"phone": f"{CANARY}-old"})
        record_change(session, Actor(1), change, marked.clock.now)
    return marked


def test_erasing_needs_a_reason(gone, page_of):
    answer = submit(page_of("anna"), "/erase", reason="  ")
    assert answer.status_int == 422
    assert "Scrivi il motivo" in answer.text


def test_what_may_go_is_gone_and_the_archive_stays(gone, page_of):
    answer = submit(page_of("anna"), "/erase", reason="richiesta scritta").follow()
    assert "cancellati" in answer.text
    anna = gone.people["anna"]
    with gone.session() as session:
        person = session.get_one(Person, anna)
        assert (person.surname, person.birth_date) == ("Abate", date(2012, 3, 1))
        contacts = (person.email, person.phone, person.address, person.city)
        assert contacts == (None, None, None, None)
        assert session.scalar(select(func.count(Account.id)).where(Account.person_id == anna)) == 0
        enrolments = select(func.count(Enrolment.id)).where(Enrolment.student_id == anna)
        assert session.scalar(enrolments) == 1
        assert session.scalars(select(Person).where(Person.id == gone.people["bruno"])).one().phone


def test_nothing_of_it_is_left_in_the_log_and_the_log_is_whole(gone, page_of):
    submit(page_of("anna"), "/erase", reason="richiesta scritta")
    page = gone.as_("dirigente").get("/office/audit")
    assert f"{CANARY}-old" not in page.text
    assert "richiesta scritta" in page.text
    with gone.session() as session:
        report = verify(session)
        assert report.whole
        assert report.erased == 1


def test_a_role_that_ended_does_not_keep_the_data(school, page_of):
    with school.session() as session:
        statement = update(RoleGrant).where(RoleGrant.person_id == school.people["estraneo"])
        session.execute(statement.values(ends_on=date(2026, 11, 1)))
    assert submit(page_of("estraneo"), "/erase", reason="cessato").status_int == 303
