"""Files that come with an assignment or are handed in: who gets them, and all of them as an archive."""

import io
import zipfile

import pytest
from sqlalchemy import text
from webtest import Upload

from registro_core.api import StoreAway, StoredFile

from .conftest import THURSDAY, Homework

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def hand_in(homework: Homework, who: str, name: str, content: bytes, status: int = 303):
    form = homework.form(who, homework.student_path(who, homework.last()))
    form["files"] = [Upload(name, content)]
    return form.submit(status=status)


def file_id(homework: Homework) -> int:
    with homework.school.session() as session:
        return session.scalar(text("SELECT max(id) FROM stored_file"))


def test_an_attachment_reaches_who_has_to_do_it_and_nobody_else(homework: Homework) -> None:
    form = homework.form("docente", homework.class_path("1A", "new"))
    form["text"], form["day"] = "Scheda", THURSDAY
    form["files"] = [Upload("Scheda 4.pdf", PDF)]
    form.submit(status=303)
    number, school = homework.last(), homework.school
    path = homework.student_path("anna", number, "attachments", file_id(homework))
    for who in ("anna", "mamma"):
        assert "Scheda 4.pdf" in school.as_(who).get(homework.student_path("anna", number))
        assert school.as_(who).get(path, status=200).body == PDF
    school.as_("altra").get(path, status=404)
    # nor under another thing's address
    homework.assign(text="Altro")
    other = homework.student_path("anna", homework.last(), "attachments", file_id(homework))
    school.as_("anna").get(other, status=404)
    form = homework.form("docente", homework.class_path("1A", number, "edit"))
    form["drop"] = [str(file_id(homework))]
    form.submit(status=303)
    school.as_("anna").get(path, status=404)
    with school.session() as session:
        assert session.query(StoredFile).count() == 0


def test_what_is_handed_in_goes_to_the_teacher_and_stays_with_the_family(
    homework: Homework,
) -> None:
    homework.assign(hand_in=True)
    number, school = homework.last(), homework.school
    hand_in(homework, "anna", "tema.pdf", PDF)
    page = school.as_("docente").get(homework.class_path("1A", number, "hand-ins"))
    assert page.click("Abate Anna").click("tema.pdf").body == PDF
    own = homework.student_path("anna", number, "files", file_id(homework))
    assert school.as_("papa").get(own).body == PDF
    for who, status in (("altra", 404), ("coordinatore", 404), ("dirigente", 404)):
        school.as_(who).get(own, status=status)
    hand_in(homework, "anna", "tema-nuovo.pdf", PDF)
    assert "tema-nuovo.pdf" in school.as_("anna").get(homework.student_path("anna", number))
    school.as_("anna").get(own, status=404)


def test_all_hand_ins_in_one_archive(homework: Homework) -> None:
    homework.assign(hand_in=True)
    number = homework.last()
    hand_in(homework, "anna", "tema.pdf", PDF)
    hand_in(homework, "bruno", "tema.pdf", PDF)
    form = homework.form("carla", homework.student_path("carla", number))
    form["text"] = "Ecco"
    form.submit(status=303)
    path = homework.class_path("1A", number, "hand-ins.zip")
    answer = homework.school.as_("docente").get(path, status=200)
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert sorted(archive.namelist()) == [
            "Abate Anna/tema.pdf",
            "Bianchi Bruno/tema.pdf",
            "Conti Carla/testo.txt",
        ]
        assert archive.read("Conti Carla/testo.txt") == b"Ecco"
    homework.school.as_("dirigente").get(path, status=403)
    homework.school.as_("anna").get(path, status=404)


@pytest.mark.once
def test_a_dangerous_file_and_nothing_at_all_are_refused(homework: Homework) -> None:
    homework.assign(hand_in=True)
    answer = hand_in(homework, "anna", "tema.pdf", b"MZ\x90\x00 no document", 422)
    assert "tema.pdf" in answer
    form = homework.form("anna", homework.student_path("anna", homework.last()))
    assert "Scrivi qualcosa o scegli un file" in form.submit(status=422)


@pytest.mark.once
def test_a_store_that_does_not_answer_is_said_and_nothing_is_half_done(
    homework: Homework, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def put(self, _stream: object) -> str:
            raise StoreAway("GenericError")

    monkeypatch.setattr(homework.school.platform, "files", Away())
    form = homework.form("docente", homework.class_path("1A", "new"))
    form["text"], form["day"] = "La scheda", THURSDAY
    form["files"] = [Upload("scheda.txt", b"Le frazioni")]
    form.submit(status=503)
    assert homework.last() is None
