"""What meetings hold about a person, and what of it goes (check 65)."""

import re
from datetime import date

from registro_core.db.base import Base
from registro_meetings import privacy
from registro_meetings.booking import services
from registro_meetings.models import DayBlock

TABLES = {name for name in Base.metadata.tables if name.startswith("meetings_")}


def test_each_side_gets_its_own_and_what_was_said_in_words_goes(meetings, school):
    number = meetings.book("mamma", "anna")
    meetings.does(services.cancel, "docente", number, "Sono in gita")
    people = school.people
    with school.session() as session:
        off = DayBlock(
            teacher_id=people["docente"],
            first_day=date(2026, 12, 1),
            last_day=date(2026, 12, 2),
            reason="Visita medica",
            added_by=people["docente"],
            added_at=school.clock.now,
        )
        session.add(off)

    def held(who):
        with school.session() as session:
            parts = privacy.personal_data(session, people[who])
        return {str(part.title): part.rows for part in parts}

    assert held("anna")["Colloqui sullo studente"][0]["reason"] == "Sono in gita"
    assert set(held("mamma")) == {"Colloqui prenotati o decisi"}
    assert set(held("docente")) == {
        "Colloqui prenotati o decisi",
        "Ore di ricevimento",
        "Momenti di ricevimento prenotati",
        "Giorni senza ricevimento",
    }
    assert held("bruno") == {}

    with school.session() as session:
        for who in ("anna", "docente"):
            privacy.erase_person(session, people[who])
    assert held("anna")["Colloqui sullo studente"][0]["reason"] is None
    assert held("docente")["Giorni senza ricevimento"][0]["reason"] is None


def test_no_table_of_ours_is_forgotten(meetings, school):
    with school.session() as session, school.queries() as seen:
        privacy.personal_data(session, school.people["anna"])
    read = set(re.findall(r"(?:FROM|JOIN) \"?(\w+)", "\n".join(seen)))
    assert read == TABLES
    assert len(seen) == 5
