"""Several at once: nothing lost, nothing twice, nothing half (checks 41, 42, 43, 44)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from tests.contract.acts import STORY, Act
from tests.contract.world import Sent, World

TIMES = 20


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run tasks in threads that begin together; return what each returned."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        together.wait(30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [job.result() for job in [pool.submit(run, task) for task in tasks]]


def sender(world: World, sent: Sent, key: str = "once") -> Callable[[], Any]:
    """Sends an act in a browser of its own with the same session."""
    who = sent.act.who
    own = World(world.school)
    own.browsers[who] = world.school.anonymous()
    own.browsers[who].cookiejar = world.browser(who).cookiejar
    own.tokens[who] = world.token(who)
    return lambda: own.send(sent, key=key)


def count(world: World, table: str) -> int:
    with world.school.session() as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


CREATING = {
    "/office/people/new": "person",
    "/office/classes/new": "school_class",
    "/timetable/new": "lessons_timetable",
    "/students/<anna>/permits": "attendance_permit",
    "/students/<anna>/pickup": "attendance_delegate",
    "/students/<anna>/attendance/limit/hours": "attendance_previous_hours",
    "/students/<anna>/certificates": "attendance_certificate",
    "/classes/<1A>/lessons/2026-11-24/2": "lessons_signature",
    "/classes/<1A>/marks/<ITA>/tests/new": "grades_assessment",
    "/classes/<1A>/marks/<ITA>/oral": "grades_mark",
    "/classes/<1A>/homework/new": "homework_assignment",
    "/materials/new": "materials_item",
    "/circulars/new": "messaging_circular",
    "/account/web-push": "web_push_device",
}


@pytest.mark.parametrize(("path", "table"), CREATING.items())
def test_twenty_equal_posts_at_once_have_one_effect(world: World, path: str, table: str) -> None:
    sent = world.prepare(next(act for act in STORY if act.path == path))
    before = count(world, table)
    answers = at_once([sender(world, sent) for _ in range(TIMES)])
    assert {(answer.status_int, answer.location) for answer in answers} == {
        (303, answers[0].location)
    }
    assert count(world, table) == before + 1
    assert count(world, "idempotency_key") == 1


def test_the_same_key_with_another_body_or_of_another_user(world: World) -> None:
    sent = world.prepare(next(act for act in STORY if act.path == "/students/<anna>/permits"))
    assert world.send(sent, key="k").status_int == 303
    other = [(n, "2026-11-27" if n == "first_day" else v) for n, v in sent.fields]
    assert world.send(sent, other, key="k").status_int == 422
    assert count(world, "attendance_permit") == 1
    # the other parent's form happens to bear the same key: it is theirs, and counts
    token = ("csrf_token", world.token("papa"))
    answer = world.post("papa", sent.path, [*other, ("idempotency_key", "k"), token])
    assert answer.status_int == 303
    assert count(world, "attendance_permit") == 2


EDITS = {
    "/office/people/<anna>/edit": "segreteria",
    "/office/classes/<1A>/edit": "segreteria",
    "/office/classes/<1A>/teachings/1": "segreteria",
    "/office/people/<anna>/guardians/1": "segreteria",
    "/office/calendar/site/1": "segreteria",
    "/office/calendar/subject/1": "segreteria",
    "/office/settings": "dirigente",
    "/office/permissions": "dirigente",
    "/classes/<1A>/attendance/limit": "dirigente",
}
# A field of each form to change.
CHANGED = {
    "city": "Prato",
    "course": "Informatica",
    "weekly_hours": "7",
    "address": "Via Nuova 1",
    "name": "Italiano e latino",
    "kind": "guardian",
    "attendance.debounce_minutes": "25",
    "hours": "250",
}


def filled_twice(world: World, path: str, who: str) -> list[Sent]:
    """Two people open the same form and change it."""
    act = Act(who, path, page=path)
    first, second = world.prepare(act), world.prepare(act)
    name = next((n for n in CHANGED if n in dict(second.fields)), None)
    fields = [(n, CHANGED[n] if n == name else v) for n, v in second.fields]
    return [first, Sent(act, second.path, fields)]


@pytest.mark.parametrize("path", EDITS)
def test_the_second_of_two_who_opened_one_form_overwrites_nothing(world: World, path: str) -> None:
    first, second = filled_twice(world, path, EDITS[path])
    assert world.send(second, key="a").status_int == 303
    before = world.state()
    answer = world.send(first, key="b")
    assert answer.status_int == 409
    assert before.changed(world.state()) == set()


@pytest.mark.parametrize("path", EDITS)
def test_of_ten_who_save_one_form_at_once_one_wins(world: World, path: str) -> None:
    sent = filled_twice(world, path, EDITS[path])[1]
    answers = at_once([sender(world, sent, key=f"k{n}") for n in range(10)])
    assert sorted(answer.status_int for answer in answers) == [303] + [409] * 9


def test_of_two_parents_who_justify_at_once_one_signs(world: World) -> None:
    """Write skew (check 43): each saw the absence open."""
    for act in STORY:
        if act.path == "/students/<anna>/attendance/2026-11-23":
            world.send(world.prepare(act))
    path = "/students/<anna>/justifications"
    each = [world.prepare(Act(who, path, page=path)) for who in ("mamma", "papa")]
    answers = at_once([sender(world, sent) for sent in each])
    assert {answer.status_int for answer in answers} <= {303, 409, 422}
    assert count(world, "attendance_justification") == 1


@pytest.mark.parametrize("day", ["2026-11-26", "2026-11-27", "2026-12-01", "2026-12-02"])
def test_of_two_parents_who_ask_the_same_at_once_one_asks_and_the_other_is_told(
    world: World, day: str
) -> None:
    """Write skew (check 43): each saw that nobody had asked."""
    path = "/students/<anna>/permits"
    typed = {"kind": "absence", "first_day": day}
    each = [world.prepare(Act(who, path, typed, page=path)) for who in ("mamma", "papa")]
    answers = at_once([sender(world, sent) for sent in each])
    assert {answer.status_int for answer in answers} == {303}
    assert count(world, "attendance_permit") == 1
    pages = [world.browser(sent.act.who).get(sent.path).text for sent in each]
    assert sorted("l’ha già chiesto" in page for page in pages) == [False, True]
    assert sorted("Richiesta inviata" in page for page in pages) == [False, True]


def test_the_last_who_may_change_permissions_stays(world: World) -> None:
    """Write skew: two take each other's right away; somebody can still give it back."""
    path = "/office/permissions"
    forms = [world.prepare(Act(who, path, page=path)) for who in ("dirigente", "admin")]
    rights = [("core:grants|admin",), ("core:grants|head",)]
    sent = [
        Sent(form.act, form.path, [pair for pair in form.fields if pair[1] not in taken])
        for form, taken in zip(forms, rights, strict=True)
    ]
    answers = at_once([sender(world, each) for each in sent])
    # too late: refused as a conflict, or as no longer allowed
    first, second = sorted(answer.status_int for answer in answers)
    assert first == 303
    assert second in {403, 409}
    assert any(
        World(world.school).browser(who).get(path, expect_errors=True).status_int == 200
        for who in ("dirigente", "admin")
    )


def test_two_teachers_who_sign_at_once_both_sign(world: World) -> None:
    path = "/classes/<1A>/lessons/2026-11-24/4"
    whos = ("docente", "coordinatore", "docente.genitore")
    sent = [world.prepare(Act(who, path, {"lessons-topic": ""}, page=path)) for who in whos]
    answers = at_once([sender(world, each) for each in sent])
    signed = sum(answer.status_int == 303 for answer in answers)
    assert {answer.status_int for answer in answers} <= {303, 409, 422}
    assert signed >= 1
    assert count(world, "lessons_signature") == signed
    assert count(world, "lessons_lesson") == 1


def test_of_ten_who_change_one_group_at_once_one_wins(world: World) -> None:
    new = next(act for act in STORY if act.path == "/office/classes/<1A>/groups")
    world.send(world.prepare(new))
    path = "/office/classes/<1A>/groups/<teaching_group>"
    sent = world.prepare(next(act for act in STORY if act.path == path))
    answers = at_once([sender(world, sent, key=f"k{n}") for n in range(10)])
    assert sorted(answer.status_int for answer in answers) == [303] + [409] * 9
