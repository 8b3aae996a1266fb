"""The office's pages: upload, preview, confirm; who may; what hostile uploads do."""

import gc
import io
import zipfile

import pytest
from sqlalchemy import func, select

from registro_core.imports.models import PendingImport, PendingImportFile
from registro_core.imports.pending import forget_expired
from registro_core.people.models import Person
from registro_core.school.models import Enrolment

# Pages and their words; that schools are imported on every database is shown beside.
pytestmark = [
    pytest.mark.once,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _bodies_are_collected_here():
    """WebOb leaves the temporary file of a large body to the garbage collector."""
    yield
    gc.collect()


SITES = "codice_meccanografico;nome;indirizzo\nFIPS00000A;Sede centrale;Via Nuova 1\n"
STUDENTS = (
    "cognome;nome;sesso;data_nascita;codice_fiscale;classe;religione\n"
    "Popescu;Andrei;M;11/07/2012;PPSNDR12L11F205T;1A;U\n"
)


def upload(browser, *files, status=303, **fields):
    page = browser.get("/office/imports")
    form = (
        page.forms[-1]
        if False
        else next(form for form in page.forms.values() if form.action == "/office/imports")
    )
    values = {name: form[name].value for name in ("csrf_token", "idempotency_key")}
    return browser.post(
        "/office/imports",
        list({**values, **fields}.items()),
        upload_files=[("files", name, content) for name, content in files],
        status=status,
    )


def preview(browser, *files, **fields):
    return upload(browser, *files, **fields).follow()


def confirm(page):
    return next(f for f in page.forms.values() if "digest" in f.fields).submit()


def count(school, model):
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_upload_preview_confirm(school):
    office = school.as_("segreteria")
    people = count(school, Person)
    page = preview(office, ("sedi.csv", SITES.encode()), ("alunni.csv", STUDENTS.encode()))
    assert "Anteprima dell’importazione" in page
    assert count(school, Person) == people

    done = confirm(page).follow()
    assert "Importazione eseguita" in done
    assert count(school, Person) == people + 1
    assert count(school, PendingImportFile) == 0

    again = preview(office, ("sedi.csv", SITES.encode()), ("alunni.csv", STUDENTS.encode()))
    assert "non c’è niente da confermare" in again
    assert not [f for f in again.forms.values() if "digest" in f.fields]


def test_the_preview_lists_changes_and_what_is_new(school):
    page = preview(
        school.as_("admin"), ("sedi.csv", SITES.encode()), ("alunni.csv", STUDENTS.encode())
    )
    changed = page.click("Modifiche")
    assert "– → Via Nuova 1" in changed
    created = changed.click("Nuovi")
    assert "Popescu Andrei" in created
    assert "Niente da elencare" in created.click("sedi.csv")


def test_errors_are_listed_and_downloaded_and_nothing_can_be_confirmed(school):
    office = school.as_("segreteria")
    bad = STUDENTS + "=SUM(1);Ada;F;31/02/2012;;1Z;S\n"
    page = preview(office, ("alunni.csv", bad.encode("cp1252")))
    assert "Il giorno «31/02/2012» non esiste." in page
    assert not [f for f in page.forms.values() if "digest" in f.fields]
    table = page.click("Scarica errori")
    assert table.content_type == "text/csv"
    assert "alunni.csv;3;data_nascita;errore;Il giorno" in table.text

    path = page.request.path
    token = next(f["csrf_token"].value for f in page.forms.values() if "csrf_token" in f.fields)
    with school.session() as session:
        digest = session.scalars(select(PendingImport.digest)).one()
    answer = office.post(path, {"csrf_token": token, "digest": digest}).follow()
    assert "niente è stato importato" in answer


def test_lists_are_paged(school):
    rows = "".join(f"Rossi;Ada{n};F;31/02/2012;;1A;S\n" for n in range(120))
    head = STUDENTS.splitlines()[0] + "\n"
    page = preview(school.as_("segreteria"), ("alunni.csv", (head + rows).encode()))
    assert page.text.count("31/02/2012") == 50
    assert page.click("Pagina successiva").text.count("31/02/2012") == 50


def test_a_register_that_changed_meanwhile_is_shown_again(school):
    office = school.as_("segreteria")
    page = preview(office, ("sedi.csv", SITES.encode()))
    other = preview(school.as_("admin"), ("sedi.csv", SITES.replace("Nuova", "Altra").encode()))
    confirm(other)
    again = confirm(page).follow()
    assert "Il registro è cambiato dopo l’anteprima" in again
    assert "Via Altra 1 → Via Nuova 1" in again.click("Modifiche")
    assert "Importazione eseguita" in confirm(again).follow()


def test_confirming_twice_does_it_once(school):
    page = preview(school.as_("segreteria"), ("alunni.csv", STUDENTS.encode()))
    people = count(school, Person)
    confirm(page)
    confirm(page)
    assert count(school, Person) == people + 1


def test_dropping_it_deletes_the_files(school):
    page = preview(school.as_("segreteria"), ("sedi.csv", SITES.encode()))
    dropped = next(f for f in page.forms.values() if f.action.endswith("/drop")).submit()
    assert "i file sono stati eliminati" in dropped.follow()
    assert count(school, PendingImport) == count(school, PendingImportFile) == 0


def test_after_a_day_it_is_forgotten(school):
    office = school.as_("segreteria")
    path = preview(office, ("sedi.csv", SITES.encode())).request.path
    school.clock.advance(hours=24)
    office = school.as_("segreteria")
    office.get(path, status=404)
    with school.session() as session:
        forget_expired(session, school.clock.now)
    assert count(school, PendingImport) == count(school, PendingImportFile) == 0


def test_the_day_from_which_changes_hold(school):
    page = preview(school.as_("segreteria"), ("alunni.csv", STUDENTS.encode()), on="2026-12-01")
    confirm(page)
    with school.session() as session:
        newest = session.scalars(select(Enrolment).order_by(Enrolment.id.desc()).limit(1)).one()
    assert newest.starts_on.isoformat() == "2026-12-01"


@pytest.mark.parametrize("who", ["docente", "dirigente", "mamma", "anna", "bidella"])
def test_others_may_not(school, who):
    path = preview(school.as_("segreteria"), ("sedi.csv", SITES.encode())).request.path
    browser = school.as_(who)
    browser.get("/office/imports", status=403)
    browser.get(path, status=404)
    browser.get(f"{path}/problems.csv", status=404)


def zipped(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_of_files_is_as_good_wherever_they_lie_in_it(school):
    archive = zipped(
        ("scuola/", ""),
        ("scuola/sedi.csv", SITES),
        ("../../etc/alunni.csv", STUDENTS),
        ("__MACOSX/._sedi.csv", "x"),
        ("..\\..\\materie.csv", "codice;nome\nLAT;Latino\n"),
    )
    page = preview(school.as_("segreteria"), ("scuola.zip", archive))
    assert "Errori: <b>0</b>" in page
    assert all(name in page for name in ("sedi.csv", "alunni.csv", "materie.csv"))


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ([], "Scegli almeno un file."),
        ([("a.zip", b"PK\x03\x04 broken")], "non è uno ZIP leggibile"),
        ([("a.zip", zipped(*((f"{n}.csv", "x") for n in range(41))))], "Più di 40 file."),
        ([("a.zip", zipped(("alunni.csv", b"\0" * 45_000_000)))], "superano 40 MB"),
        ([(f"{n}.csv", b"x") for n in range(41)], "Più di 40 file."),
    ],
)
def test_what_cannot_be_unpacked_is_told_at_the_field(school, files, text):
    answer = upload(school.as_("segreteria"), *files, status=422)
    assert text in answer
    assert count(school, PendingImport) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("alunni.csv", b""),
        ("alunni.csv", b"\0\0\0"),
        ("alunni.csv", b"\xff\xfe\xff"),
        ("alunni.csv", b"PK\x03\x04"),
        ("alunni.csv", b'"' * 5000),
        ("alunni.csv", b";" * 5000),
        ("foto.png", b"\x89PNG"),
        ("../../alunni.csv", STUDENTS.encode()),
        ("a\u202egpj.csv", STUDENTS.encode()),
    ],
)
def test_odd_files_give_a_preview_with_the_reason(school, name, content):
    assert "Anteprima" in preview(school.as_("segreteria"), (name, content))


def test_hostile_text_is_shown_as_text(school):
    rows = STUDENTS + "<script>alert(1)</script>;=1+1;F;03/04/2012;;1A;S\n"
    page = preview(school.as_("segreteria"), ("alunni.csv", rows.encode()))
    assert "<script>alert" not in page.click("Nuovi")
    assert "&lt;script&gt;alert(1)" in page.click("Nuovi")


def test_english(school):
    office = school.as_("segreteria")
    office.set_cookie("_LOCALE_", "en")
    assert office.get("/office/imports").status_int == 200


def test_the_preview_costs_few_statements(school):
    rows = "".join(f"Rossi;Ada{n};F;03/04/2012;;1A;S\n" for n in range(300))
    office = school.as_("segreteria")
    page = preview(office, ("alunni.csv", (STUDENTS + rows).encode()))
    with school.queries() as seen:
        office.get(page.request.path)
    assert len(seen) <= 12
    with school.queries() as seen:
        confirm(page)
    assert len(seen) <= 45
