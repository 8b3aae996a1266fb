"""Folders: names, copies of last year, the whole as one file; the lesson page; personal data."""

import io
import zipfile
from datetime import date

from sqlalchemy import select

from registro_core.api import SchoolYear, history_of
from registro_core.testing import NOW
from registro_materials.models import Folder, Item, ItemFile, Receipt, Share

PDF = b"%PDF-1.7\n%%EOF\n"


def folder_id(school, name="Prove"):
    with school.session() as session:
        return session.scalar(select(Folder.id).where(Folder.name == name))


def test_a_folder_is_renamed_by_its_owner_alone(school, materials, form_of):
    materials.write()
    path = f"/materials/folders/{folder_id(school)}"
    school.as_("coordinatore").get(path, status=404)
    form = form_of(school.as_("docente").get(path))
    form["name"] = "Algebra"
    form.submit(status=303)

    assert "Algebra" in school.as_("docente").get("/materials")
    form["name"] = "Geometria"
    assert form.submit(expect_errors=True).status_int == 409


def test_the_whole_folder_is_one_file(school, materials):
    materials.write("Equazioni 1/2", text="Da leggere", link="https://example.org")
    materials.write("Compiti", files=[("a.pdf", PDF), ("a.pdf", PDF + b"2")])
    gone = materials.write("Ritirato", files=[("b.pdf", PDF)])
    with school.session() as session:
        session.get(Item, gone).withdrawn_at = NOW

    answer = school.as_("docente").get(f"/materials/folders/{folder_id(school)}/zip")

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Prove.zip"')
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "Equazioni 1-2/Equazioni 1-2.txt": b"Da leggere\n\nhttps://example.org",
        "Compiti/a.pdf": PDF,
        "Compiti/a (2).pdf": PDF + b"2",
    }


def test_a_folder_of_last_year_is_copied_and_shared_with_nobody(school, materials):
    materials.write("Equazioni", files=[("a.pdf", PDF)], to=materials.to("1A"))
    with school.session() as session:
        last = SchoolYear(name="2025/26", starts_on=date(2025, 9, 15), ends_on=date(2026, 6, 8))
        session.add(last)
        session.flush()
        session.scalars(select(Folder)).one().year_id = last.id
    page = school.as_("docente").get(f"/materials/folders/{folder_id(school)}")
    copy = next(f for f in page.forms.values() if (f.action or "").endswith("/copy"))

    made = copy.submit(status=303).follow()

    assert [a.text for a in made.html.select(".m-title")] == ["Equazioni"]
    assert "non condiviso" in made.text
    with school.session() as session:
        assert len(session.scalars(select(Item)).all()) == 2
        files = session.scalars(select(ItemFile.file_id)).all()
        assert len(files) == 2
        assert len(set(files)) == 1
        assert len(session.scalars(select(Share)).all()) == 1
    # a second copy would have the same name
    page = page.test_app.get(page.request.path)
    copy = next(f for f in page.forms.values() if (f.action or "").endswith("/copy"))
    other = copy.submit(status=303).follow()
    assert "Hai già una cartella con questo nome" in other.text


class TestLessonPage:
    def lesson(self, school):
        return f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"

    def test_two_taps_lead_from_the_lesson_to_the_form_and_back(self, school, form_of):
        path = self.lesson(school)
        page = school.as_("docente").get(path)
        form = form_of(page.click("Consegna un materiale"))
        ticked = [f.value for f in form.fields["to"] if f.checked]
        assert ticked == [f"c{school.classes['1A']}-{school.subjects['MAT']}"]
        form["title"], form["text"] = "Scheda", "Da fare"

        back = form.submit(status=303).follow()

        assert back.request.path == path
        assert "Scheda" in back
        assert "Scheda" in school.as_("anna").get("/")

    def test_who_does_not_teach_there_hands_out_nothing(self, school, materials):
        materials.write("Scheda", to=materials.to("1A"))
        page = school.as_("coordinatore").get(self.lesson(school))
        assert "Scheda" in page
        stranger = school.as_("estraneo").get(self.lesson(school))

        assert "Scheda" not in stranger
        assert "Consegna un materiale" not in stranger

    def test_the_way_back_stays_in_the_register(self, school, form_of):
        page = school.as_("docente").get("/materials/new?back=https://evil.example")
        form = form_of(page)
        form["title"], form["text"], form["new_folder"] = "Scheda", "x", "Prove"

        assert "evil.example" not in form.submit(status=303).location


def test_what_is_held_of_a_person_is_shown_and_receipts_are_forgotten(school, materials):
    item = materials.write(student=f"s{school.people['anna']}")
    school.as_("mamma").get(f"/materials/items/{item}")
    plugins = school.platform.plugins
    plugin = next(p for p in plugins.loaded if p.name == "materials")

    def held(name):
        with school.session() as session:
            parts = plugins.call(
                plugin, "registro_personal_data", session=session, person_id=school.people[name]
            )
        return {str(part.title): len(part.rows) for part in parts}

    assert held("docente") == {"Cartelle di materiali": 1}
    assert held("anna") == {"Materiali condivisi con la persona": 1}
    assert held("mamma") == {"Materiali aperti": 1}
    with school.session() as session:
        plugins.fire("registro_erase_person", session=session, person_id=school.people["mamma"])
    with school.session() as session:
        assert session.scalars(select(Receipt)).all() == []
    assert held("mamma") == {}


def test_every_act_is_in_the_log(school, materials):
    item = materials.write(files=[("a.pdf", PDF)], to=materials.to("1A"))

    with school.session() as session:
        acts = [row.act for row in history_of(session, "materials_item", item)]
    assert sorted(acts) == ["materials.item.created", "materials.share.added"]
