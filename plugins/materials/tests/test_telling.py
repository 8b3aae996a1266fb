"""Families are told of what is new: once an hour, on its day, and never of what was taken back."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from registro_core.api import SchoolSettings, school_instant
from registro_core.testing import TODAY, inbox_of
from registro_materials.models import Receipt, Share
from registro_materials.services.telling import told_at
from registro_materials.settings import DEBOUNCE

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


def said(page):
    return page.html.select_one("main").get_text(" ", strip=True)


def settings_of(school, **stored):
    return SchoolSettings(school.platform.settings, stored)


@pytest.mark.parametrize(
    ("now", "days", "told"),
    [
        # 9:05 in Rome, a quarter of an hour's wait: at ten
        (time(9, 5), 0, (0, time(10))),
        (time(9, 50), 0, (0, time(11))),
        (time(9, 45), 0, (0, time(10))),
        # in the quiet hours it waits for the morning
        (time(21, 30), 0, (1, time(7))),
        # on the morning of its day
        (time(9, 5), 3, (3, time(7))),
    ],
)
def test_when_people_are_told(read_school, now, days, told):
    instant = school_instant(TODAY, now)
    found = told_at(TODAY + timedelta(days=days), TODAY, instant, settings_of(read_school))

    assert found == school_instant(TODAY + timedelta(days=told[0]), told[1])


def test_what_is_shared_in_an_hour_is_one_notice_for_each_student(school, materials):
    materials.write("Equazioni", to=materials.to("1A"))
    materials.write("Dante", who="coordinatore", to=materials.to("1A", subject="ITA"))
    materials.write("Per Anna", student=f"s{school.people['anna']}")

    assert inbox_of(school, "mamma") == []
    school.clock.advance(hours=1)

    assert inbox_of(school, "mamma") == ["Anna: nuovi materiali: Equazioni, Dante, Per Anna"]
    assert inbox_of(school, "altra") == ["Bruno: nuovi materiali: Equazioni, Dante"]
    # upper secondary: the students too; a court's order keeps a parent out
    assert inbox_of(school, "bruno") == ["Bruno: nuovi materiali: Equazioni, Dante"]
    assert inbox_of(school, "ristretto") == inbox_of(school, "luca") == []


def test_what_is_taken_back_before_the_notice_leaves_is_not_told(school, materials):
    first = materials.write("Equazioni", to=materials.to("1A"))
    materials.write("Dante", who="coordinatore", to=materials.to("1A", subject="ITA"))
    page = school.as_("docente").get(f"/materials/items/{first}/share")
    next(f for f in page.forms.values() if (f.action or "").endswith("/end")).submit(status=303)

    school.clock.advance(hours=1)

    assert inbox_of(school, "mamma") == ["Anna: nuovi materiali: Dante"]


def test_what_is_withdrawn_is_not_told(school, materials):
    item = materials.write(to=materials.to("1A"))
    page = school.as_("docente").get(f"/materials/items/{item}/edit")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/withdraw"))
    form["reason"] = "Sbagliato"
    form.submit(status=303)

    school.clock.advance(hours=1)

    assert inbox_of(school, "mamma") == []


def test_a_colleague_is_told_too(school, materials):
    materials.write(colleague=f"p{school.people['estraneo']}")
    school.clock.advance(hours=1)

    assert inbox_of(school, "estraneo") == ["Materiali condivisi con te: Equazioni"]


def test_sharing_asks_as_much_for_a_school_as_for_a_class(school, materials):
    counted = []
    for to in (materials.to("2A"), materials.to("1A", "2A")):
        with school.queries() as seen:
            materials.write(str(to), to=to)
        counted.append(len(seen))

    assert counted[1] <= counted[0] + 1


class TestReceipts:
    def test_the_teacher_sees_who_opened_page_and_files(self, school, materials):
        item = materials.write(files=[("a.pdf", b"%PDF-1.7")], to=materials.to("1A"))
        page = school.as_("mamma").get(f"/materials/items/{item}")
        page.click(href=r"/files/\d+$")
        school.as_("bruno").get(f"/materials/items/{item}")

        seen = school.as_("docente").get(f"/materials/items/{item}/receipts")

        rows = {
            row.th.text: [cell.text for cell in row.select("td")]
            for row in seen.html.select("tbody tr")
        }
        assert rows == {
            "Abate Anna": ["–", "24 nov, 9:05", "1"],
            "Bianchi Bruno": ["24 nov, 9:05", "–", "0"],
            "Conti Carla": ["–", "–", "0"],
            "De Luca Dario": ["–", "–", "0"],
        }
        assert "2 studenti su 4" in seen.html.select_one(".r-lead").text

    def test_colleagues_are_listed_apart(self, school, materials):
        item = materials.write(colleague=f"p{school.people['estraneo']}")
        receipts = f"/materials/items/{item}/receipts"
        assert "Marino Ugo non ancora aperto" in said(school.as_("docente").get(receipts))
        school.as_("estraneo").get(f"/materials/items/{item}")

        assert "Marino Ugo 24 nov, 9:05" in said(school.as_("docente").get(receipts))

    def test_the_first_time_counts_and_looking_at_the_list_or_asking_ahead_does_not(
        self, school, materials
    ):
        item = materials.write(to=materials.to("1A"))
        anna, path = school.as_("anna"), f"/materials/items/{item}"
        anna.get(f"/students/{school.people['anna']}/materials")
        anna.head(path)
        school.as_("docente").get(path)
        with school.session() as session:
            assert session.scalars(select(Receipt)).all() == []

        anna.get(path)
        school.clock.advance(hours=2)
        anna.get(path)

        with school.session() as session:
            assert session.scalars(select(Receipt.opened_at)).all() == [NOW]

    def test_the_first_opening_asks_as_much_for_many_files_as_for_one(self, school, materials):
        counted = []
        for count in (1, 4):
            files = [(f"{number}.pdf", b"%PDF-1.7") for number in range(count)]
            item = materials.write(str(count), files=files, to=materials.to("1A"))
            anna = school.as_("anna")
            anna.get("/materials/family")
            with school.queries() as seen:
                anna.get(f"/materials/items/{item}")
            counted.append(len(seen))

        assert counted[0] == counted[1]

    def test_what_was_opened_is_new_no_more(self, school, materials):
        item = materials.write(to=materials.to("1A"))
        mamma = school.as_("mamma")
        assert "Nuovi materiali" in mamma.get("/")
        mamma.get(f"/materials/items/{item}")

        assert "Nuovi materiali" not in mamma.get("/")
        assert "Nuovi materiali" in school.as_("anna").get("/")


def test_the_wait_is_the_schools_choice(school, materials):
    school.choose(**{DEBOUNCE.name: 120})
    materials.write(to=materials.to("1A"))

    with school.session() as session:
        assert session.scalar(select(Share.told_at)) == school_instant(TODAY, time(12))
