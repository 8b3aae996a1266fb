"""A circular's way: draft, number, recipients, reading, signing, statistics, the end of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from registro_core.api import Enrolment, Guardianship, Person, StoredFile
from registro_core.notices.models import PublishedNotice
from registro_core.testing import TODAY
from registro_messaging.models import Circular, Recipient
from registro_messaging.noticeboard.services import publishing
from registro_messaging.noticeboard.services.addressed import count_addressed

PDF = b"%PDF-1.7\n%%EOF\n"
ACTIVE = "<script>alert(1)</script><svg onload=alert(1)>"


def received(school, number):
    """Who received a circular, and for whom."""
    names = {number: name for name, number in school.people.items()}
    with school.session() as session:
        rows = session.execute(
            select(Recipient.person_id, Recipient.student_id).where(Recipient.circular_id == number)
        )
        return {(names[person], names.get(student)) for person, student in rows}


def main_text(page):
    return page.html.select_one("main").get_text(" ", strip=True)


def test_the_journey_from_draft_to_statistics(school, circulars):
    number = circulars.write(
        classes=[school.classes["1A"]], needs_signature="y", sign_by=TODAY, files=[("a.pdf", PDF)]
    )
    office, mother = school.as_("segreteria"), school.as_("mamma")
    assert mother.get(f"/circulars/{number}", expect_errors=True).status_int == 404
    assert "Persone raggiunte: 3" in main_text(office.get(f"/circulars/{number}/publish"))

    assert circulars.publish(number).status_int == 303
    assert received(school, number) == {("mamma", "anna"), ("papa", "anna"), ("altra", "bruno")}
    listed = mother.get("/circulars")
    assert "Da leggere" in main_text(listed)
    assert "Da firmare" in main_text(listed)
    assert "Assemblee" in mother.get("/").text

    page = mother.get(f"/circulars/{number}")
    assert "Circolare n. 1" in main_text(page)
    attachment = page.html.select_one("main a[download]")["href"]
    assert mother.get(attachment).body == PDF
    assert "Da leggere" not in main_text(mother.get("/circulars"))
    assert circulars.press(page, f"/circulars/{number}/sign").status_int == 303
    signed = mother.get(f"/circulars/{number}")
    assert "Hai firmato il" in main_text(signed)
    assert not [f for f in signed.forms.values() if f.action.endswith("/sign")]

    # one parent's signature is enough for the child: the other owes nothing, but may sign
    assert "Da firmare" not in main_text(school.as_("papa").get("/circulars"))
    assert "puoi firmare anche tu" in main_text(school.as_("papa").get(f"/circulars/{number}"))
    statistics = office.get(f"/circulars/{number}/statistics")
    cells = [cell.get_text() for cell in statistics.html.select("tbody td")]
    assert cells == ["3", "2", "1", "1"]
    assert "Neri Lucia" in main_text(statistics)

    circulars.press(statistics, f"/circulars/{number}/remind")
    with school.session() as session:
        told = session.scalars(
            text(
                "SELECT person_id FROM notice_recipient JOIN notice"
                " ON notice.id = notice_id WHERE kind = 'messaging:circular-reminder'"
            )
        ).all()
    assert told == [school.people["altra"]]


def test_numbers_of_a_year_have_no_gaps_and_drafts_none(school, circulars):
    first, second, third = (circulars.write(f"N. {n}") for n in range(3))
    circulars.publish(third)
    page = school.as_("segreteria").get(f"/circulars/{first}/publish")
    circulars.publish(first)
    # a second press of an old page is a conflict, and takes no number
    assert circulars.press(page, f"/circulars/{first}/publish").status_int in {303, 409}
    nobody = circulars.write(
        "Per nessuno", people=[], classes=[school.classes["1A"]], kinds=["students"]
    )
    with school.session() as session:
        session.execute(text("UPDATE school_class SET school_order = 'lower-secondary'"))
    assert "cambia i destinatari" in main_text(
        school.as_("segreteria").get(f"/circulars/{nobody}/publish")
    )
    circulars.publish(second)
    with school.session() as session:
        found = dict(session.execute(select(Circular.id, Circular.number)).all())
    assert found == {third: 1, first: 2, second: 3, nobody: None}


def test_recipients_are_fixed_and_later_ones_are_added_on_purpose(school, circulars):
    number = circulars.write(classes=[school.classes["1A"]], kinds=["families", "teachers"])
    circulars.publish(number)
    before = received(school, number)
    assert ("docente", None) in before
    with school.session() as session:
        newcomer = Person(surname="Nuovi", given_name="Ada", created_at=school.clock.now)
        session.add(newcomer)
        session.flush()
        session.add(
            Guardianship(
                student_id=school.people["carla"],
                guardian_id=newcomer.id,
                kind="mother",
                starts_on=TODAY,
            )
        )
        school.people["nuova"] = newcomer.id
    assert received(school, number) == before
    page = school.as_("segreteria").get(f"/circulars/{number}/statistics")
    circulars.press(page, f"/circulars/{number}/later")
    assert received(school, number) - before == {("nuova", "carla")}
    page = school.as_("segreteria").get(f"/circulars/{number}/statistics")
    circulars.press(page, f"/circulars/{number}/later")
    assert len(received(school, number)) == len(before) + 1
    # what the newcomer was told is taken back with all the rest
    circulars.press(page, f"/circulars/{number}/withdraw", reason="Data sbagliata")
    with school.session() as session:
        left = select(PublishedNotice.key).where(PublishedNotice.withdrawn_at.is_(None))
        assert session.scalars(left).all() == []


@pytest.mark.once
def test_an_attachment_taken_out_is_kept_nowhere(school, circulars):
    number = circulars.write(files=[("a.pdf", PDF), ("b.pdf", PDF)])
    page = school.as_("segreteria").get(f"/circulars/{number}/edit")
    form = next(f for f in page.forms.values() if f.action.endswith("/remove"))
    form.submit(status=303)
    with school.session() as session:
        assert session.scalars(select(StoredFile.name)).all() == ["b.pdf"]


def test_withdrawn_the_reason_is_read_and_no_more_the_text(school, circulars):
    number = circulars.write(text="Testo riservato", files=[("a.pdf", PDF)])
    circulars.publish(number)
    mother, office = school.as_("mamma"), school.as_("segreteria")
    attachment = mother.get(f"/circulars/{number}").html.select_one("main a[download]")["href"]
    page = office.get(f"/circulars/{number}/statistics")
    for reason, said in (("", "Scrivi il motivo."), ("x" * 200, "150")):
        answer = circulars.press(page, f"/circulars/{number}/withdraw", reason=reason)
        assert answer.status_int == 422
        assert said in answer.html.select_one("#reason-error").text
        # nothing typed is lost
        assert answer.html.select_one("#reason")["value"] == reason
    assert "Testo riservato" in mother.get(f"/circulars/{number}").text
    page = office.get(f"/circulars/{number}/statistics")
    circulars.press(page, f"/circulars/{number}/withdraw", reason="Data sbagliata")
    shown = main_text(mother.get(f"/circulars/{number}"))
    assert "Data sbagliata" in shown
    assert "Testo riservato" not in shown
    assert mother.get(attachment, expect_errors=True).status_int == 404
    assert circulars.press(page, f"/circulars/{number}/archive").status_int == 409


def test_each_parent_signs_where_the_school_asks_both(school, circulars):
    number = circulars.write(classes=[school.classes["1A"]], needs_signature="y", each_signs="y")
    circulars.publish(number)
    mother = school.as_("mamma")
    circulars.press(mother.get(f"/circulars/{number}"), f"/circulars/{number}/sign")
    assert "Da firmare" in main_text(school.as_("papa").get("/circulars"))
    office = school.as_("segreteria")
    circulars.press(office.get(f"/circulars/{number}/statistics"), f"/circulars/{number}/archive")
    assert "Da firmare" not in main_text(school.as_("papa").get("/circulars"))


@pytest.mark.once
def test_what_was_typed_wrong_is_shown_and_kept(school, circulars):
    answer = circulars.post("", kinds=(), text="Un testo lungo")
    assert answer.status_int == 422
    assert "Scrivi l’oggetto." in answer.text
    assert "Scegli a chi è rivolta." in answer.text
    assert "Un testo lungo" in answer.text


@pytest.mark.once
def test_markup_and_formulas_come_out_harmless(school, circulars):
    number = circulars.write(title=ACTIVE, text=ACTIVE, needs_signature="y")
    with school.session() as session:
        session.execute(
            text("UPDATE person SET surname = :name WHERE id = :id"),
            {"name": "=1+1", "id": school.people["mamma"]},
        )
    circulars.publish(number)
    for path in ("/circulars", f"/circulars/{number}", "/"):
        assert ACTIVE not in school.as_("mamma").get(path).text
    office = school.as_("segreteria")
    for path in (f"/circulars/{number}/statistics", f"/circulars/{number}/publish"):
        assert ACTIVE not in office.get(path).text
    table = office.get(f"/circulars/{number}/statistics.csv").text
    assert "'=1+1" in table
    assert ";=1+1" not in table


def test_statements_do_not_grow_with_the_recipients(school, circulars):
    few, many = (circulars.write(classes=[school.classes[c]]) for c in ("2A", "1A"))
    with school.session() as session:
        people = [
            Person(surname=f"Nato {n}", given_name="Ugo", created_at=school.clock.now)
            for n in range(60)
        ]
        session.add_all(people)
        session.flush()
        start = TODAY - timedelta(days=30)
        for child, parent in zip(people[:30], people[30:], strict=True):
            session.add(
                Enrolment(student_id=child.id, class_id=school.classes["1A"], starts_on=start)
            )
            session.add(
                Guardianship(
                    student_id=child.id, guardian_id=parent.id, kind="mother", starts_on=start
                )
            )
    office = school.as_("segreteria")
    counts = {}
    for number in (few, many):
        page = office.get(f"/circulars/{number}/publish")
        with school.queries() as publishing_:
            circulars.press(page, f"/circulars/{number}/publish")
        with school.queries() as statistics:
            office.get(f"/circulars/{number}/statistics")
        counts[number] = (len(publishing_), len(statistics))
    assert counts[few] == counts[many]
    with school.session() as session:
        sent = session.scalar(select(func.count()).where(Recipient.circular_id == many))
    assert sent > 30


def test_a_draft_is_not_archived(school, circulars):
    number = circulars.write()
    with school.session() as session:
        draft = session.get_one(Circular, number)
        assert count_addressed(session, draft, TODAY) > 3
        with pytest.raises(publishing.WrongState):
            publishing.archive(session, draft, None, school.clock.now)
