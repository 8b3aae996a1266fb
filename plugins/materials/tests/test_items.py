"""Writing, changing and withdrawing: nothing typed is lost, nothing half done is kept."""

import hashlib
import io
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from registro_core.api import StoredFile
from registro_materials.models import Folder, Item, ItemFile

PDF = b"%PDF-1.7\n%%EOF\n"


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (800, 600), (10, 90, 160)).save(stream, "JPEG")
    return stream.getvalue()


def count(school, table):
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(table))


def text_of(page):
    return page.html.select_one("main").get_text(" ", strip=True)


class TestWriting:
    def test_text_link_and_files_are_shown_to_the_class(self, school, materials):
        item = materials.write(
            text="Leggete **bene**",
            link="https://example.org/pagina",
            files=[("compito.pdf", PDF), ("foto.jpg", picture())],
            to=materials.to("1A"),
        )

        page = school.as_("anna").get(f"/materials/items/{item}")
        assert page.html.select_one(".m-prose strong").text == "bene"
        assert page.html.select_one(".m-link b").text == "example.org"
        assert [n.text for n in page.html.select(".m-name")] == ["compito.pdf", "foto.jpg"]
        assert len(page.html.select(".m-files img")) == 1
        small = page.test_app.get(page.html.select_one(".m-files img")["src"])
        assert Image.open(io.BytesIO(small.body)).size == (320, 240)
        saved = page.click(href=r"/files/\d+$", index=0)
        assert saved.body == PDF
        assert "compito.pdf" in saved.headers["Content-Disposition"]
        assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"title": ""}, "Scrivi un titolo"),
            ({"text": ""}, "scegli almeno un file"),
            ({"link": "http://example.org"}, "https://"),
            ({"link": "https://user:x@example.org"}, "https://"),
            ({"link": "javascript:alert(1)"}, "https://"),
            ({"link": "https://"}, "https://"),
            ({"new_folder": ""}, "Scegli una cartella"),
            ({"starts_on": "2026-11-24", "ends_on": "2026-11-23"}, "Finisce prima"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
        self, school, materials, form_of, fields, said
    ):
        answer = materials.post(**{"title": "Titolo mio", "text": "Testo mio", **fields})

        assert answer.status_int == 422
        assert said in text_of(answer)
        form = form_of(answer)
        for name, value in {"title": "Titolo mio", "text": "Testo mio", **fields}.items():
            assert form[name].value == value
        assert count(school, Item) == count(school, Folder) == 0

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("pagina.html", b"<script>", "Questo tipo di file non è ammesso"),
            ("finto.pdf", b"<script>", "non è del tipo che dice il nome"),
            ("vuoto.pdf", b"", "Il file è vuoto"),
            ("grande.pdf", PDF + bytes(1_000_000), "Il file supera i 1 MB"),
        ],
    )
    def test_a_file_that_is_refused_is_named_with_the_reason(
        self, school, materials, form_of, name, content, said
    ):
        school.choose(**{"core.file_megabytes": 1})
        answer = materials.post(text="Testo mio", files=[("bene.pdf", PDF), (name, content)])

        assert answer.status_int == 422
        error = answer.html.select_one("#files-error").text
        assert f"«{name}»" in error
        assert said in error
        assert form_of(answer)["text"].value == "Testo mio"
        assert count(school, StoredFile) == 0

    def test_files_that_were_fit_need_not_be_chosen_again(self, school, materials, form_of):
        files = [("bene.pdf", PDF), ("male.html", b"<p>"), ("anche.pdf", PDF + b"2")]
        refused = materials.post(files=files)
        form = form_of(refused)
        ticks = form.fields["files-kept"]
        assert [label.text for label in refused.html.select('label[for^="files-kept"]')] == [
            "bene.pdf",
            "anche.pdf",
        ]
        ticks[1].checked = False

        item = form.submit(status=303).location

        assert "bene.pdf" in school.as_("docente").get(item)
        assert count(school, StoredFile) == 1

    def test_a_form_names_only_files_that_we_have_handed_to_this_person(
        self, school, materials, form_of
    ):
        refused = materials.post(title="", files=[("bene.pdf", PDF)])
        token = form_of(refused).fields["files-kept"][0]._value
        other = form_of(school.as_("coordinatore").get("/materials/new"))
        other["title"], other["new_folder"] = "Suo", "Sua"
        sent = [pair for pair in other.submit_fields() if pair[0] != "files"]
        for forged in (token, token.replace("bene", "male"), "x/../../secret/a.pdf", "//"):
            answer = other.response.test_app.post(
                "/materials/new", [*sent, ("files-kept", forged)], expect_errors=True
            )
            assert "scegli almeno un file" in text_of(answer)
        assert count(school, StoredFile) == 0

    def test_the_space_of_each_person_has_a_limit(self, school, materials):
        school.choose(**{"core.file_quota_megabytes": 1})
        big = [("uno.pdf", PDF + bytes(600_000))]
        materials.write(files=big)

        answer = materials.post("Secondo", files=big)

        assert "Lo spazio per i tuoi file è finito" in text_of(answer)

    def test_a_name_that_leads_elsewhere_is_only_a_name(self, school, materials):
        item = materials.write(files=[("../../etc/\u202epasswd.pdf", PDF)])

        page = school.as_("docente").get(f"/materials/items/{item}")
        assert page.html.select_one(".m-name").text == "passwd.pdf"

    def test_two_folders_of_one_name_are_refused(self, school, materials, form_of):
        materials.write(new_folder="Prove")
        answer = form_of(school.as_("docente").get("/materials"))
        answer["name"] = "Prove"

        refused = answer.submit(expect_errors=True)

        assert refused.status_int == 422
        assert "Hai già una cartella con questo nome" in text_of(refused)


class TestHarmless:
    def test_markup_typed_into_a_text_is_text(self, school, materials):
        typed = (
            "<script>alert(1)</script> <b onclick=x>b</b> [a](javascript:alert(1)) "
            "![i](https://example.org/i.png) [ok](https://example.org)"
        )
        item = materials.write(text=typed, to=materials.to("1A"))

        prose = school.as_("anna").get(f"/materials/items/{item}").html.select_one(".m-prose")

        assert not prose.select("script, img, b")
        assert [a["href"] for a in prose.select("a")] == ["https://example.org"]
        assert "<script>alert(1)</script>" in prose.text

    def test_headings_stay_below_those_of_the_page(self, school, materials):
        item = materials.write(text="# Uno\n\n###### Sei")

        prose = school.as_("docente").get(f"/materials/items/{item}").html.select_one(".m-prose")

        assert [h.name for h in prose.select("h1, h2, h3, h4, h5, h6")] == ["h3", "h6"]


class TestChanging:
    def test_two_who_edit_at_once_do_not_overwrite_each_other(self, school, materials, form_of):
        item = materials.write()
        path = f"/materials/items/{item}/edit"
        first, second = (form_of(school.as_("docente").get(path)) for _ in range(2))
        first["title"] = "Primo"
        first.submit(status=303)
        second["title"] = "Secondo"

        answer = second.submit(expect_errors=True)

        assert answer.status_int == 409
        assert "Secondo" in answer.text
        assert "Primo" in school.as_("docente").get(f"/materials/items/{item}").text

    def test_a_new_version_takes_the_place_of_a_file_and_the_old_one_is_the_owners(
        self, school, materials, sent_file
    ):
        item = materials.write(files=[("piano.pdf", PDF)], to=materials.to("1A"))
        edit = school.as_("docente").get(f"/materials/items/{item}/edit")
        newer = PDF + b"% due"
        answer = sent_file(edit.click("Nuova versione"), "files", "piano2.pdf", newer)
        assert answer.status_int == 303

        with school.session() as session:
            old, new = session.scalars(select(ItemFile).order_by(ItemFile.id)).all()
        assert (old.replaced_by_id, new.number) == (new.id, 2)
        family, owner = school.as_("mamma"), school.as_("docente")
        page = family.get(f"/materials/items/{item}")
        assert [n.text for n in page.html.select(".m-name")] == ["piano2.pdf"]
        family.get(f"/materials/items/{item}/files/{old.id}", status=404)
        assert owner.get(f"/materials/items/{item}/files/{old.id}").body == PDF
        assert family.get(f"/materials/items/{item}/files/{new.id}").body == newer

    def test_a_file_taken_out_is_seen_no_more(self, school, materials):
        item = materials.write(files=[("a.pdf", PDF)], to=materials.to("1A"))
        edit = school.as_("docente").get(f"/materials/items/{item}/edit")
        remove = next(f for f in edit.forms.values() if (f.action or "").endswith("/remove"))
        file_path = remove.action.removesuffix("/remove")

        remove.submit(status=303)

        school.as_("anna").get(file_path, status=404)
        assert not school.as_("anna").get(f"/materials/items/{item}").html.select(".m-files")

    def test_what_is_withdrawn_is_kept_with_its_reason_and_shown_to_nobody_else(
        self, school, materials
    ):
        item = materials.write(to=materials.to("1A"))
        path = f"/materials/items/{item}"
        school.as_("anna").get(path, status=200)
        edit = school.as_("docente").get(f"{path}/edit")
        form = next(f for f in edit.forms.values() if (f.action or "").endswith("/withdraw"))
        form["reason"] = "Era dell'anno scorso"
        form.submit(status=303)

        school.as_("anna").get(path, status=404)
        assert "Era dell'anno scorso" in school.as_("docente").get(path).text
        assert count(school, Item) == 1


def test_a_transaction_that_is_undone_leaves_no_row_that_names_the_bytes(
    school, materials, monkeypatch
):
    """Bytes first, then the row (D8): what no row names is swept after a day."""
    content = PDF + b"% " + uuid4().bytes

    def failing(*_arguments):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("registro_materials.views.editor.share_as_typed", failing)
    answer = materials.post(files=[("a.pdf", content)])

    assert answer.status_int == 500
    assert count(school, StoredFile) == count(school, Item) == count(school, Folder) == 0
    with school.platform.files.open(hashlib.sha256(content).hexdigest()) as stream:
        assert stream.read() == content
