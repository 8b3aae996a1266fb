"""Columns that a form does not show cannot be set through it (check 32)."""

import pytest

from registro_core.db.base import Base
from registro_core.testing import Applications, Databases, school_with
from tests.contract.acts import STORY, Act
from tests.contract.world import APART, PLUGINS, Sent, World, said_wrong, state_of

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

# They hold random tokens, or hashes of the whole body.
RANDOM = {
    "account_token",
    "calendar_feed",
    "idempotency_key",
    "audit_entry",
    "audit_values",
    "direct_mail",
    *("web_push_device", "web_push_key"),
}
# Chosen or not, in the form of a circular.
TICKED = {
    *("files", "kinds", "sites", "classes", "groups", "subjects", "people"),
    *("needs_signature", "each_signs", "sign_by"),
}
# Fields that a form knows and our story leaves empty, by the end of the address.
KNOWN = {
    "/roles": {"title", "end"},
    "/classes/new": {"short_week"},
    "/<1A>/edit": {"short_week"},
    "/permits": {"at", "text", "last_day", "weekdays"},
    "/desk": {"text"},
    "/pickup": {"relationship", "phone", "ends_on"},
    "/outside": {"starts_at", "ends_at"},
    "/limit": {"without_religion"},
    "/versions": {"room"},
    "<1A>": {"room"},
    "/paper": {"text"},
    "/validate": {"certificate_seen"},
    "/data/export": {"format"},
    "attendance_justification>": {"text"},
    "<2site>": {"hours"},
    "/codes/new": {"for_absent"},
    "<grades_code>": {"for_absent"},
    "/notes/new": {"names_kept"},
    "<grades_note>/edit": {"names_kept"},
    "/procedures/new": {"summoned_at"},
    "/decision": {"act", "place"},
    "/observations": {"in_report"},
    "<grades_observation>": {"in_report"},
    "/homework/new": {"hand_in", "minutes", "links", "students", "sure", "drop"},
    "<homework_assignment>/edit": {"hand_in", "minutes", "links", "students", "sure", "drop"},
    "/feeds": {"lessons"},
    "/materials/new": {"link", "to", "student", "colleague", "ends_on", "files"},
    "/circulars/new": TICKED,
    "<messaging_circular>/edit": TICKED,
    "<materials_item>/edit": {"files"},
    "<materials_item>/share": {"to", "student", "colleague", "ends_on"},
}


def columns() -> set[str]:
    """The names of all columns of all tables."""
    return {column.name for table in Base.metadata.tables.values() for column in table.columns}


def extras(act: Act, sent: Sent) -> list[tuple[str, str]]:
    """Every column that the form of an act does not have."""
    known = {name for end, names in KNOWN.items() if act.path.endswith(end) for name in names}
    shown = {name for name, _value in sent.fields} | known
    return [(name, "999") for name in sorted(columns() - shown)]


@pytest.mark.once
def test_the_story_with_every_column_of_every_table_in_each_form(
    applications: Applications, databases: Databases, story: tuple[str, list[Sent]]
) -> None:
    plain, _acts = story
    with school_with(applications, databases, PLUGINS) as school:
        world = World(school)
        for act in STORY:
            sent = world.prepare(act)
            answer = world.send(sent, [*extras(act, sent), *sent.fields])
            assert answer.status_int in {200, 303}, (act, said_wrong(answer))
        school.platform.engine.dispose()
        after, before = state_of(school.url), state_of(plain)
    assert before.changed(after) - RANDOM - APART == set()


def test_there_are_columns_to_try(world: World) -> None:
    assert len(columns()) > 100
    assert {"password_hash", "enabled", "state", "cancelled_at"} <= columns()


@pytest.mark.parametrize("name", ["version", "surname"])
def test_a_field_sent_twice_is_refused(world: World, name: str) -> None:
    path = world.said("/office/people/<anna>/edit")
    form = [("surname", "A"), ("given_name", "B"), ("version", "1"), (name, "2")]
    token = ("csrf_token", world.token("segreteria"))
    assert world.post("segreteria", path, [*form, token]).status_int == 400
