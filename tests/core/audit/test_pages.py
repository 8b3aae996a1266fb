"""The pages of the log: who may see them, what they show, what they cost."""

import pytest
from pyramid.scripting import prepare

from registro_core.audit.services import Change, record_change, record_changes
from registro_core.audit.views import history_panel
from registro_core.items import SYSTEM, Actor
from registro_core.request import Request


@pytest.fixture
def acts(school):
    """Three acts: of the teacher on anna, of the office on luca, of the system."""
    people = school.people
    with school.session() as session:
        now = school.clock.now
        teacher, office = (Actor(people[name], "10.0.0.1") for name in ("docente", "segreteria"))
        first = Change(
            *("attendance.record.changed", "attendance_record", 7),
            {"state": "absent", "minutes": None},
            {"state": "late", "minutes": 15},
            people["anna"],
            "arrivata con il padre",
        )
        record_change(session, teacher, first, now)
        second = Change("person.changed", "person", 1, {"phone": "1"}, {}, people["luca"])
        record_change(session, office, second, now)
        record_change(session, SYSTEM, Change("demo.built", "school", 1), now)
    return school


@pytest.mark.parametrize(
    ("username", "status"),
    [("dirigente", 200), ("admin", 200), ("segreteria", 403), ("docente", 403), ("mamma", 403)],
)
def test_who_may_read_the_log(acts, username, status):
    for path in ("/office/audit", "/office/audit/denials"):
        acts.as_(username).get(path, status=status)


def test_an_act_is_shown_with_who_what_and_the_difference(acts):
    page = acts.as_("dirigente").get("/office/audit?student=abate+anna")
    row = page.html.select_one("tbody tr").get_text(" ", strip=True)
    for text in ("Rossi Paola", "10.0.0.1", "modificato", "absent → late", "arrivata con il padre"):
        assert text in row
    assert len(page.html.select("tbody tr")) == 1


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 3),
        ("actor=ROSSI", 1),
        ("actor=paola+rossi", 1),
        ("actor=%25", 0),
        ("student=abate", 2),
        ("act=person.changed", 1),
        ("object_type=attendance_record&object_id=7", 1),
        ("object_type=attendance_record&object_id=8", 0),
        ("first_day=2026-11-24&last_day=2026-11-24", 3),
        ("first_day=2026-11-25", 0),
        ("last_day=2026-11-23", 0),
        ("first_day=rubbish&last_day=9999-12-31&page=-1", 3),
        ("actor=%27%22%5C%25_", 0),
    ],
)
def test_filters(acts, query, rows):
    page = acts.as_("dirigente").get(f"/office/audit?{query}")
    assert len(page.html.select("tbody tr")) == rows
    assert bool(page.html.select(".r-empty")) is (rows == 0)


def test_many_acts_are_paged_and_cost_no_more_statements(acts):
    browser = acts.as_("dirigente")
    browser.get("/office/audit")
    with acts.queries() as few:
        browser.get("/office/audit")
    with acts.session() as session:
        changes = [Change("a", "b", n, {}, {"n": n}) for n in range(120)]
        record_changes(session, SYSTEM, changes, acts.clock.now)
    with acts.queries() as many:
        page = browser.get("/office/audit?page=3")
    assert len(many) == len(few)
    assert len(page.html.select("tbody tr")) == 23


def test_the_history_of_an_object_is_a_part_for_other_pages(acts):
    environment = prepare(Request.blank("/"), acts.application.wsgi.registry)
    request = environment["request"]
    with request.tm:
        panel = history_panel(request, "attendance_record", 7)
        assert "Rossi Paola" in panel
        assert history_panel(request, "attendance_record", 8).strip() == ""
    environment["closer"]()


def test_texts_of_the_log_are_escaped(acts):
    with acts.session() as session:
        change = Change("a", "b", 1, {}, {"<script>": "<img src=x>"}, None, "<b>why</b>")
        record_change(session, SYSTEM, change, acts.clock.now)
    page = acts.as_("dirigente").get("/office/audit")
    assert "<img src=x>" not in page.text
    assert "<b>why</b>" not in page.text
