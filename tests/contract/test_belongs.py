"""What is named in an address or a form belongs to what it stands under (checks 5, 7)."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from registro_core.accounts.models import Account
from registro_core.items import Relation
from registro_core.people.models import Guardianship, RoleGrant
from registro_core.school.models import Teaching
from registro_core.security.models import PermissionGrant
from registro_core.testing import TODAY, TestSchool
from tests.contract.world import TOKEN, Sent, Watch, World

# Another parent that the same person may know of, for each parent of an address in the story.
OTHER = {"anna": "luca", "bruno": "anna", "luca": "anna", "carla": "anna", "1A": "2A"}
# The newest, when the act was about an earlier one.
OTHER["materials_item"] = "materials_item"


def with_another_parent(world: World, sent: Sent) -> str | None:
    """The address of an act under somebody else's name; None if it names one thing only."""
    names = TOKEN.findall(sent.act.path.partition("?")[0])
    if len(names) < 2:
        return None
    other = OTHER.get(names[0], "anna")
    parts = sent.path.split("/")
    parts[sent.act.path.split("/").index(f"<{names[0]}>")] = world.said(f"<{other}>")
    return "/".join(parts)


def test_a_child_is_found_under_its_own_parent_alone(told: World, watch: Watch) -> None:
    tried = 0
    for sent in told.addresses():
        path = with_another_parent(told, sent)
        if path is None:
            continue
        tried += 1
        # the head knows every class and student: whose act it is does not matter
        for who in {sent.act.who, "dirigente"}:
            token = ("csrf_token", told.token(who))
            assert path != sent.path
            answer = told.post(who, path, [*sent.fields, token])
            assert answer.status_int in ({404} if who == sent.act.who else {403, 404}), path
            shown = told.browser(who).get(path, expect_errors=True)
            assert shown.status_int in {403, 404}, path
    assert tried > 12
    assert watch.changed() == set()


FOREIGN_IN_FORMS = [
    ("mamma", "/students/<luca>/justifications", {"item": "<of:attendance_event:bruno>"}),
    ("docente", "/students/<carla>/justifications/paper", {"item": "<of:attendance_event:anna>"}),
    ("docente", "/classes/<1A>/attendance/outside", {"student": "<luca>", "note": "Gita"}),
    ("mamma", "/notices/open", {"id": "<inbox:papa>"}),
    ("segreteria", "/office/classes/<2A>/duties", {"end": "<class_duty>"}),
    ("segreteria", "/office/people/<luca>/enrolments", {"leave": "<of:enrolment:anna>"}),
    ("segreteria", "/office/classes/<2A>/groups", {"name": "X", "students": "<anna>"}),
    ("coordinatore", "/desk", {"student": "<luca>", "kind": "late-entry", "at": "09:00"}),
    ("coordinatore", "/desk/leave", {"permit": "<of:attendance_permit:luca>"}),
    ("dirigente", "/office/locks/terms", {"term": "999", "class": "<1A>"}),
    ("dirigente", "/office/locks/terms", {"term": "<term>", "class": "999"}),
    ("dirigente", "/office/locks", {"class_id": "999", "reason": "x", "hours": "1"}),
    ("vicario", "/desk", {"student": "<mamma>", "kind": "late-entry", "at": "09:00"}),
    ("estraneo", "/justifications", {"justification": "<of:attendance_justification:anna>:1"}),
    ("segreteria", "/timetable/versions/<lessons_timetable>?class=<2A>", {"remove": "999"}),
    ("segreteria", "/lessons/cancellations", {"restore": "999"}),
    ("segreteria", "/office/deliveries", {"id": "<inbox:mamma>"}),
    ("docente", "/classes/<1A>/marks/<MAT>/oral", {"oral-student": "<luca>", "oral-value": "3"}),
    (
        "docente",
        "/classes/<2A>/homework/new",
        {"text": "x", "day": "2026-11-26", "students": "<anna>"},
    ),
    (
        "docente",
        "/classes/<2A>/homework/new",
        {"text": "x", "day": "2026-11-26", "course": "<ITA>"},
    ),
    ("mamma", "/calendar/feeds", {"whose": "<bruno>"}),
    ("mamma", "/calendar/feeds/revoke", {"id": "<calendar_feed>"}),
    ("docente", "/classes/<2A>/marks/<MAT>/grid", {"m-<grades_assessment>-<anna>": "3"}),
]


@pytest.mark.parametrize(("who", "path", "fields"), FOREIGN_IN_FORMS)
def test_a_form_names_only_what_is_under_its_address(
    told: World, watch: Watch, who: str, path: str, fields: dict[str, str]
) -> None:
    named = [(name, told.said(value)) for name, value in fields.items()]
    answer = told.post(who, told.said(path), [*named, ("csrf_token", told.token(who))])
    assert answer.status_int in {303, 400, 403, 404, 422}
    assert watch.changed() == set()


# ---- revocation -----------------------------------------------------------------------

YESTERDAY = TODAY - timedelta(days=1)


def end_teaching(school: TestSchool) -> object:
    mine = Teaching.teacher_id == school.people["docente"]
    return update(Teaching).where(mine).values(ends_on=YESTERDAY)


def end_role(school: TestSchool) -> object:
    mine = RoleGrant.person_id == school.people["dirigente"]
    return update(RoleGrant).where(mine).values(ends_on=YESTERDAY)


def restrict(school: TestSchool) -> object:
    mine = Guardianship.guardian_id == school.people["mamma"]
    return update(Guardianship).where(mine).values(restricted_from=TODAY)


def close_account(school: TestSchool) -> object:
    mine = Account.person_id == school.people["anna"]
    return update(Account).where(mine).values(enabled=False)


@pytest.mark.parametrize(
    ("who", "path", "revoke"),
    [
        ("docente", "/classes/<1A>/attendance", end_teaching),
        ("dirigente", "/classes/<1A>/attendance", end_role),
        ("dirigente", "/office/settings", end_role),
        ("mamma", "/students/<anna>/justifications", restrict),
        ("anna", "/students/<anna>/attendance", close_account),
    ],
)
def test_what_is_taken_away_is_gone_with_the_next_request(
    world: World, who: str, path: str, revoke: object
) -> None:
    path = world.said(path)
    world.browser(who).get(path, status=200)
    with world.school.session() as session:
        session.execute(revoke(world.school))
    answer = world.browser(who).get(path, expect_errors=True)
    assert answer.status_int in {403, 404} or "/sign-in" in answer.location
    assert world.post(who, path, []).status_int in {303, 400, 403, 404}


def test_a_permission_that_the_school_takes_away_is_gone_at_once(world: World) -> None:
    path = world.said("/classes/<1A>/attendance")
    world.browser("docente").get(path, status=200)
    with world.school.session() as session:
        taken = PermissionGrant(
            permission="attendance:read", relation=Relation.TEACHER_OF_CLASS, granted=False
        )
        session.add(taken)
        session.execute(text("UPDATE school SET version = version + 1"))
    assert world.browser("docente").get(path, expect_errors=True).status_int == 403
