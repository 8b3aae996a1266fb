"""Announcing absences, asking for permits, the desk (J3, J4, E1, E3)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from registro_attendance.day.stretches import stretch_of
from registro_attendance.justifications.states import ImpossibleError, Party, State
from registro_attendance.models import (
    Companion,
    Event,
    EventKind,
    Justification,
    Permit,
    PermitKind,
)
from registro_attendance.permits.rules import Closing, counts_on, covers, deadline
from registro_attendance.permits.states import PermitAct, PermitState, after_event, next_state
from registro_core.api import Guardianship, School
from registro_core.testing import TestSchool

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
EIGHT = time(8)


# ---- pure rules ------------------------------------------------------------------------


def test_j4_requests_close_at_four_the_day_before() -> None:
    for kind in (PermitKind.LATE_ENTRY, PermitKind.EARLY_EXIT):
        limit = deadline(Closing(), kind, TOMORROW, EIGHT)
        assert limit == datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_j3_an_absence_is_announced_until_lessons_begin_or_the_day_before() -> None:
    limit = deadline(Closing(), PermitKind.ABSENCE, TODAY, EIGHT)
    assert limit == datetime(2026, 11, 24, 7, tzinfo=UTC)
    strict = Closing(time(14), announce_until_lessons=False)
    limit = deadline(strict, PermitKind.ABSENCE, TODAY, EIGHT)
    assert limit == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_a_permanent_permit_counts_on_its_weekdays() -> None:
    first, last = date(2026, 11, 23), date(2026, 12, 31)
    assert counts_on(first, last, "15", date(2026, 11, 27))
    assert not counts_on(first, last, "15", TODAY)
    assert counts_on(first, last, None, TODAY)
    assert not counts_on(first, last, None, date(2027, 1, 1))


def test_a_permit_covers_what_it_allowed_and_no_more() -> None:
    late = stretch_of(EventKind.LATE, None, time(9, 10))
    assert covers(PermitKind.LATE_ENTRY, time(9), late)
    assert not covers(PermitKind.LATE_ENTRY, time(8, 30), late)
    gone = stretch_of(EventKind.EXIT, time(11), None)
    assert covers(PermitKind.EARLY_EXIT, time(11), gone)
    assert not covers(PermitKind.EARLY_EXIT, time(12), gone)
    back = stretch_of(EventKind.EXIT, time(11), time(12))
    assert not covers(PermitKind.EARLY_EXIT, time(11), back)


MATRIX = {
    (PermitState.REQUESTED, PermitAct.APPROVE, Party.STAFF): PermitState.APPROVED,
    (PermitState.REQUESTED, PermitAct.REJECT, Party.STAFF): PermitState.REJECTED,
    (PermitState.REQUESTED, PermitAct.WITHDRAW, Party.FAMILY): PermitState.WITHDRAWN,
    (PermitState.APPROVED, PermitAct.WITHDRAW, Party.FAMILY): PermitState.WITHDRAWN,
    (PermitState.APPROVED, PermitAct.REVOKE, Party.STAFF): PermitState.REJECTED,
}


@pytest.mark.parametrize("state", PermitState)
@pytest.mark.parametrize("act", PermitAct)
@pytest.mark.parametrize("party", Party)
def test_the_matrix_of_requests(state: PermitState, act: PermitAct, party: Party) -> None:
    expected = MATRIX.get((state, act, party))
    if expected is None:
        with pytest.raises(Exception, match=r"in state|by"):
            next_state(state, act, party)
    else:
        assert next_state(state, act, party) is expected


def test_j3_what_the_event_finds() -> None:
    assert after_event(PermitState.REQUESTED) is State.JUSTIFIED_BY_FAMILY
    assert after_event(PermitState.APPROVED) is State.VALIDATED_BY_TEACHER
    assert after_event(PermitState.REJECTED) is None
    assert after_event(PermitState.WITHDRAWN) is None
    with pytest.raises(ImpossibleError):
        next_state(PermitState.REJECTED, PermitAct.APPROVE, Party.STAFF)


# ---- the family asks --------------------------------------------------------------------


class Permits:
    """Asks for permits in the small school."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def path(self, name: str, *rest: object) -> str:
        return "/".join([f"/students/{self.school.people[name]}/permits", *map(str, rest)])

    def form(self, who: str, name: str) -> Any:
        page = self.school.as_(who).get(self.path(name))
        return next(f for f in page.forms.values() if "first_day" in f.fields)

    def ask(self, who: str, name: str, status: int = 303, **fields: str) -> Any:
        form = self.form(who, name)
        for field, value in fields.items():
            form[field] = value
        return form.submit(status=status)

    def states(self, name: str) -> list[str]:
        with self.school.session() as session:
            rows = session.scalars(
                select(Permit.state)
                .where(Permit.student_id == self.school.people[name])
                .order_by(Permit.id)
            )
            return [str(state) for state in rows]


@pytest.fixture
def permits(school: TestSchool) -> Permits:
    return Permits(school)


def test_an_absence_announced_is_shown_on_the_roll_and_justified_when_it_comes(
    permits: Permits, rolls: Any, school: TestSchool, family: Any
) -> None:
    page = permits.ask("mamma", "anna", first_day="2026-11-25", last_day="2026-11-26").follow()
    page.mustcontain("Richiesta inviata", "In attesa di risposta")
    school.clock.advance(days=1)
    lesson = rolls.open(2, day=TOMORROW)
    lesson.mustcontain("Assenza annunciata")
    assert rolls.shown(lesson, "anna") == "A"
    rolls.fill(lesson).submit(status=303)
    assert family.states("anna") == ["justified_by_family"]
    school.clock.advance(days=1)
    rolls.fill(rolls.open(2, day=TOMORROW + timedelta(days=1))).submit(status=303)
    # the second day of the same announcement joins the first
    assert family.states("anna") == ["justified_by_family"]


def test_j3_an_absence_is_announced_before_the_lessons_of_the_day(
    permits: Permits, school: TestSchool
) -> None:
    permits.ask("mamma", "anna", 422, first_day="2026-11-24").mustcontain("termine è già passato")
    school.clock.set(datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    permits.ask("mamma", "anna", first_day="2026-11-24")
    assert permits.states("anna") == ["requested"]


def test_j4_an_exit_is_asked_until_four_the_day_before(
    permits: Permits, school: TestSchool
) -> None:
    mother = f"guardian:{school.people['mamma']}"
    fields = {"kind": "early-exit", "at": "11:00", "companion": mother, "first_day": "2026-11-25"}
    school.clock.set(datetime(2026, 11, 24, 15, 1, tzinfo=UTC))
    permits.ask("mamma", "anna", 422, **fields).mustcontain("termine è già passato")
    school.clock.set(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    permits.ask("mamma", "anna", **fields)
    assert permits.states("anna") == ["requested"]


def test_j4_the_school_chooses_when_requests_close(permits: Permits, school: TestSchool) -> None:
    """Half past twelve instead of four; absences too, where they are not taken until lessons."""
    with school.session() as session:
        row = session.scalars(select(School)).one()
        chosen = {"request_closes_at": "12:30", "announce_until": "day-before"}
        named = {f"attendance.{name}": value for name, value in chosen.items()}
        row.settings = {**row.settings, **named}
        row.version += 1
    entry = {"kind": "late-entry", "at": "9:00", "first_day": "2026-11-25"}
    school.clock.set(datetime(2026, 11, 24, 11, 31, tzinfo=UTC))
    for fields in (entry, {"first_day": "2026-11-25"}):
        permits.ask("mamma", "anna", 422, **fields).mustcontain("termine è già passato")
    school.clock.set(datetime(2026, 11, 24, 11, 30, tzinfo=UTC))
    for fields in (entry, {"first_day": "2026-11-25"}):
        permits.ask("mamma", "anna", **fields)
    assert permits.states("anna") == ["requested", "requested"]


def test_e1_a_minor_does_not_ask_to_leave_alone(permits: Permits) -> None:
    fields = {"kind": "early-exit", "at": "11:00", "first_day": "2026-11-25"}
    permits.ask("mamma", "anna", 422, **fields).mustcontain("solo con un genitore o un delegato")
    permits.ask("adulto", "adulto", **fields)
    assert (permits.states("anna"), permits.states("adulto")) == ([], ["requested"])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"first_day": ""}, "Indica il giorno"),
        ({"first_day": "non un giorno"}, "Indica"),
        ({"first_day": "2026-11-29"}, "non c’è lezione"),
        ({"first_day": "2026-12-08"}, "non c’è lezione"),
        ({"first_day": "2026-11-30", "last_day": "2026-11-28"}, "viene prima"),
        ({"first_day": "2026-11-30", "last_day": "2029-11-28"}, "troppo lungo"),
        ({"first_day": "2026-11-30", "kind": "late-entry"}, "Indica l’ora"),
        ({"first_day": "2026-11-30", "kind": "late-entry", "at": "99:99"}, "at"),
        ({"first_day": "2026-11-30", "text": "x" * 501}, "500"),
        ({"first_day": "1900-01-01"}, "nessuna classe"),
    ],
)
def test_bad_input_is_told_at_its_field(
    permits: Permits, fields: dict[str, str], message: str
) -> None:
    permits.ask("mamma", "anna", 422, **fields).mustcontain(message)
    assert permits.states("anna") == []


def test_j1_a_minor_does_not_ask_and_another_family_finds_nothing(
    permits: Permits, school: TestSchool
) -> None:
    school.as_("anna").get(permits.path("anna")).mustcontain(no='name="first_day"')
    form = permits.form("mamma", "anna")
    token = school.as_("anna").get("/account").html.find("input", {"name": "csrf_token"})["value"]
    browser = school.as_("anna")
    token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
    body = {"csrf_token": token, "kind": "absence", "first_day": "2026-11-25"}
    browser.post(permits.path("anna"), body, status=403)
    school.as_("altra").get(permits.path("anna"), status=404)
    form["csrf_token"] = "wrong"
    form.submit(status=400)
    assert permits.states("anna") == []


def test_the_other_parent_who_asks_the_same_is_told_who_did(permits: Permits) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    permits.ask("papa", "anna", first_day="2026-11-25").follow().mustcontain(
        "Maria Villa l’ha già chiesto (24 novembre, 9:05): non serve rifarlo"
    )
    permits.ask("mamma", "anna", first_day="2026-11-25").follow().mustcontain("L’hai già chiesto")
    assert permits.states("anna") == ["requested"]


def test_what_was_refused_or_taken_back_may_be_asked_again(
    permits: Permits, family: Any, school: TestSchool
) -> None:
    page = permits.ask("mamma", "anna", first_day="2026-11-25").follow()
    family.form(page, "/withdraw").submit(status=303)
    permits.ask("papa", "anna", first_day="2026-11-25")
    assert permits.states("anna") == ["withdrawn", "requested"]


def test_other_days_of_the_week_are_another_request(permits: Permits) -> None:
    """Out at eleven on Mondays for sport, at twelve on Fridays for the bus."""
    period = {"kind": "late-entry", "first_day": "2026-11-25", "last_day": "2027-06-04"}
    for day, at in (("1", "09:00"), ("5", "08:30")):
        permits.ask("mamma", "anna", **period, weekdays=[day], at=at)
    permits.ask("papa", "anna", **period, weekdays=["5"], at="08:30").follow().mustcontain(
        "l’ha già chiesto"
    )
    assert permits.states("anna") == ["requested", "requested"]


def test_a_request_is_withdrawn(permits: Permits, school: TestSchool, family: Any) -> None:
    page = permits.ask("mamma", "anna", first_day="2026-11-25").follow()
    family.form(page, "/withdraw").submit(status=303).follow().mustcontain("Ritirata")
    assert permits.states("anna") == ["withdrawn"]


# ---- the school answers -----------------------------------------------------------------


def test_the_coordinator_is_told_and_answers(
    permits: Permits, school: TestSchool, family: Any, rolls: Any
) -> None:
    mother = f"guardian:{school.people['mamma']}"
    fields = {"kind": "early-exit", "at": "11:00", "companion": mother, "first_day": "2026-11-25"}
    permits.ask("mamma", "anna", **fields)
    school.as_("coordinatore").get("/notices").mustcontain("Richiesta della famiglia di Anna Abate")
    page = school.as_("coordinatore").get("/permits")
    page.mustcontain("Abate Anna", "Uscita anticipata", "Maria Villa")
    family.form(page, "/approve").submit(status=303)
    assert permits.states("anna") == ["approved"]
    school.as_("papa").get("/notices").mustcontain("Richiesta autorizzata")
    school.clock.advance(days=1, hours=3)
    lesson = rolls.open(4, day=TOMORROW)
    lesson.mustcontain("Esce alle 11:00 con Maria Villa")
    rolls.fill(lesson, anna="U 11:00").submit(status=303)
    assert family.states("anna") == ["validated_by_teacher"]


def test_a_no_has_a_reason_and_an_approval_may_be_taken_back(
    permits: Permits, school: TestSchool
) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    page = school.as_("dirigente").get("/permits").click("Non autorizzare")
    form = next(f for f in page.forms.values() if "note" in f.fields)
    form.submit(status=422)
    form["note"] = "C’è la verifica"
    form.submit(status=303)
    assert permits.states("anna") == ["rejected"]
    school.as_("mamma").get(permits.path("anna")).mustcontain("C’è la verifica")


def test_who_does_not_decide(permits: Permits, school: TestSchool) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    school.as_("docente").get("/permits").mustcontain("Nessuna richiesta in attesa")
    school.as_("mamma").get("/permits", status=403)
    for who in ("docente", "mamma", "segreteria"):
        browser = school.as_(who)
        token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
        body = {"csrf_token": token, "version": "1"}
        browser.post(permits.path("anna", 1, "approve"), body, status=403)
    assert permits.states("anna") == ["requested"]


# ---- the desk ------------------------------------------------------------------------------


def desk(school: TestSchool, who: str, name: str) -> Any:
    page = school.as_(who).get("/desk?q=" + {"anna": "aba", "adulto": "Aldo"}.get(name, name[:3]))
    page = page.click(href=f"student={school.people[name]}$")
    return next(f for f in page.forms.values() if "kind" in f.fields)


def test_e1_at_the_desk_a_minor_leaves_with_an_adult_whose_document_is_noted(
    school: TestSchool, family: Any, rolls: Any
) -> None:
    rolls.call(1)
    form = desk(school, "vicario", "anna")
    form["at"] = "9:05"
    form.submit(status=422).mustcontain("solo con un genitore o un delegato")
    form["companion"] = f"guardian:{school.people['papa']}"
    form.submit(status=422).mustcontain("Annota il documento")
    form["document"] = "CI AB123"
    form.submit(status=303)
    assert rolls.of("anna") == ["exit 9:05-"]
    assert family.states("anna") == ["validated_by_teacher"]
    school.as_("mamma").get("/notices").mustcontain("Anna esce alle 09:05 con Giorgio Abate")
    with school.session() as session:
        row = session.scalars(select(Permit)).one()
        assert (row.companion, row.companion_document) == (Companion.GUARDIAN, "CI AB123")


def test_e1_a_parent_restricted_by_a_court_is_not_offered(school: TestSchool) -> None:
    form = desk(school, "vicario", "bruno")
    offered = {value for value, _selected, _label in form["companion"].options}
    assert offered == {"", f"guardian:{school.people['altra']}"}
    form["companion"].force_value(f"guardian:{school.people['ristretto']}")
    form["document"] = "CI 1"
    form.submit(status=422)


def test_e1_an_adult_signs_alone(school: TestSchool, rolls: Any) -> None:
    form = desk(school, "dirigente", "adulto")
    form["at"] = "9:05"
    form.submit(status=303)
    assert rolls.of("adulto") == ["exit 9:05-"]


def test_e3_who_is_absent_gets_no_exit(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    form = desk(school, "vicario", "anna")
    form["companion"] = f"guardian:{school.people['papa']}"
    form["document"] = "CI 1"
    form.submit(status=422).mustcontain("Risulta assente")
    assert rolls.of("anna") == ["absent -"]


def test_a_late_entry_at_the_desk_ends_the_absence_and_is_justified(
    school: TestSchool, rolls: Any, family: Any
) -> None:
    rolls.call(1, anna="A")
    form = desk(school, "bidella", "anna")
    form["kind"], form["at"] = "late-entry", "9:05"
    form.submit(status=303)
    assert rolls.of("anna") == ["late -9:05"]
    assert family.states("anna") == ["validated_by_teacher"]


def test_a_permit_for_later_is_recorded_when_the_student_leaves(
    school: TestSchool, rolls: Any, family: Any
) -> None:
    form = desk(school, "vicario", "anna")
    form["at"] = "11:00"
    form["companion"], form["document"] = f"guardian:{school.people['papa']}", "CI 1"
    page = form.submit(status=303).follow()
    page.mustcontain("Esce alle 11:00 con Giorgio Abate")
    assert rolls.of("anna") == []
    school.clock.advance(hours=2)
    page = school.as_("vicario").get("/desk")
    family.form(page, "/desk/leave").submit(status=303)
    assert rolls.of("anna") == ["exit 11:05-"]


@pytest.fixture
def awaited(permits: Permits, school: TestSchool, family: Any) -> TestSchool:
    """The day on which anna's father fetches her at eleven, as was asked and approved."""
    father = f"guardian:{school.people['papa']}"
    fields = {"kind": "early-exit", "at": "11:00", "companion": father, "first_day": "2026-11-25"}
    permits.ask("mamma", "anna", **fields)
    family.form(school.as_("vicario").get("/permits"), "/approve").submit(status=303)
    school.clock.advance(days=1)
    return school


def test_e1_who_fetches_as_was_asked_shows_a_document_at_the_door(
    awaited: TestSchool, rolls: Any, family: Any
) -> None:
    form = family.form(awaited.as_("bidella").get("/desk"), "/desk/leave")
    form.submit(status=303).follow().mustcontain("Annota il documento")
    assert rolls.of("anna", TOMORROW) == []
    form = family.form(awaited.as_("bidella").get("/desk"), "/desk/leave")
    form["document"] = "CI AB123"
    form.submit(status=303).follow().mustcontain("CI AB123")
    assert rolls.of("anna", TOMORROW) == ["exit 9:05-"]
    with awaited.session() as session:
        assert session.scalars(select(Permit.companion_document)).one() == "CI AB123"


def test_e1_whom_a_court_restricted_meanwhile_fetches_nobody(
    awaited: TestSchool, rolls: Any, family: Any
) -> None:
    with awaited.session() as session:
        session.execute(
            update(Guardianship)
            .where(Guardianship.guardian_id == awaited.people["papa"])
            .values(restricted_from=TOMORROW)
        )
    form = family.form(awaited.as_("bidella").get("/desk"), "/desk/leave")
    form["document"] = "CI AB123"
    form.submit(status=303).follow().mustcontain("non può più ritirare")
    assert rolls.of("anna", TOMORROW) == []


def test_e3_who_was_marked_absent_meanwhile_does_not_leave(
    school: TestSchool, rolls: Any, family: Any
) -> None:
    form = desk(school, "vicario", "anna")
    form["at"] = "11:00"
    form["companion"], form["document"] = f"guardian:{school.people['papa']}", "CI 1"
    form.submit(status=303)
    rolls.call(1, anna="A")
    page = school.as_("vicario").get("/desk")
    family.form(page, "/desk/leave").submit(status=303).follow().mustcontain("Risulta assente")
    assert rolls.of("anna") == ["absent -"]


def test_the_coordinator_serves_only_their_class(school: TestSchool) -> None:
    school.as_("coordinatore").get("/desk?q=Abate").mustcontain("Abate Anna", no="Abate Luca")
    school.as_("coordinatore").get(f"/desk?student={school.people['luca']}", status=404)
    for who in ("docente", "mamma", "anna", "segreteria"):
        school.as_(who).get("/desk", status=403)
    for wrong in ("0", "x", "999999999999"):
        school.as_("vicario").get(f"/desk?student={wrong}", status=404)
    school.as_("vicario").get("/desk?q=%25%25").mustcontain("Nessuno studente trovato")


def test_the_event_of_a_permit_is_not_justified_twice(
    permits: Permits, school: TestSchool, rolls: Any, family: Any
) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    school.clock.advance(days=1)
    rolls.fill(rolls.open(1, day=TOMORROW)).submit(status=303)
    rolls.fill(rolls.open(2, day=TOMORROW), anna="R 9:03").submit(status=303)
    assert family.states("anna") == ["justified_by_family"]
    with school.session() as session:
        assert len(session.scalars(select(Justification)).all()) == 1
        assert len(session.scalars(select(Event)).all()) == 1


def test_the_form_proposes_the_next_day_that_can_be_announced(
    permits: Permits, school: TestSchool
) -> None:
    assert permits.form("mamma", "anna")["first_day"].value == "2026-11-25"
    school.clock.set(datetime(2026, 11, 28, 12, tzinfo=UTC))
    # after Saturday's lessons: Monday
    assert permits.form("mamma", "anna")["first_day"].value == "2026-11-30"


def test_the_desk_gives_no_absences(school: TestSchool) -> None:
    form = desk(school, "vicario", "anna")
    form["kind"].force_value("absence")
    form.submit(status=422)


def test_an_absence_recorded_later_by_the_school_finds_its_announcement(
    permits: Permits, school: TestSchool, family: Any
) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    school.clock.advance(days=1)
    path = f"/students/{school.people['anna']}/attendance/{TOMORROW}"
    form = next(f for f in school.as_("docente").get(path).forms.values() if "absent" in f.fields)
    form["absent"] = True
    form.submit(status=303)
    assert family.states("anna") == ["justified_by_family"]


def test_a_lasting_permit_is_on_the_roll_of_its_weekdays_and_justifies_each_time(
    permits: Permits, school: TestSchool, rolls: Any, family: Any
) -> None:
    form = permits.form("mamma", "anna")
    form["kind"], form["at"], form["reason"] = "late-entry", "09:00", "transport"
    form["first_day"], form["last_day"] = "2026-11-25", "2027-05-31"
    for box in form.fields["weekdays"]:
        box.checked = box._value in {"3", "5"}
    form.submit(status=303)
    page = school.as_("vicario").get("/permits")
    page.mustcontain("mercoledì, venerdì", "alle 9:00")
    family.form(page, "/approve").submit(status=303)
    for days, tagged in ((1, True), (1, False), (1, True)):
        school.clock.advance(days=days)
        day = school.clock.now.date()
        lesson = rolls.open(2, day=day)
        assert ("Entra alle 9:00" in lesson.text) is tagged
        rolls.fill(lesson, anna="R 9:00").submit(status=303)
    # Wednesday and Friday were foreseen, Thursday was not
    assert family.states("anna") == ["validated_by_teacher"] * 2


def test_another_family_s_permit_is_not_found(permits: Permits, school: TestSchool) -> None:
    permits.ask("mamma", "anna", first_day="2026-11-25")
    for who, act in (("altra", "withdraw"), ("dirigente", "approve"), ("dirigente", "reject")):
        browser = school.as_(who)
        token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
        body = {"csrf_token": token, "version": "1", "note": "x"}
        browser.post(permits.path("bruno", 1, act), body, status=404)
    assert permits.states("anna") == ["requested"]
