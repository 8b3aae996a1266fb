"""Who may open what: every person of the school, every state of a mark (G6, G9, G10, 2.8, L2)."""

from datetime import date

import pytest

from registro_core.api import Relation, TeachingKind
from registro_core.office.grants.services import FAMILY
from registro_grades.notes.permissions import ALL_NOTES, LIST_NOTES, READ_NOTES
from registro_grades.permissions import CLASS, OWN, PERMISSIONS, READ, REGISTER, SETUP, WRITE
from registro_grades.procedures.permissions import LIST_PROCEDURES, READ_PROCEDURES

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

# Who -> what they see of a mark of anna's in mathematics of 1A, by state: the school's pages.
READERS = {
    "docente": {"draft", "scheduled", "published", "cancelled-draft", "cancelled"},
    "coordinatore": {"scheduled", "published", "cancelled"},
    "dirigente": {"scheduled", "published", "cancelled"},
    "vicario": {"scheduled", "published", "cancelled"},
}
# They may not even open the register.
FORBIDDEN = ("docente.genitore", "religione", "sostegno", "estraneo", "segreteria", "admin")
# For them there is no such page.
UNKNOWN = ("mamma", "papa", "altra", "ristretto", "anna", "adulto", "bidella")
STATES = ("draft", "scheduled", "published", "cancelled-draft", "cancelled")


@pytest.fixture
def each_state(marks):
    """A mark of anna's in every state; their ids."""
    now = marks.school.clock.now
    stored = {
        "draft": ("draft", None),
        "scheduled": ("later", None),
        "published": ("now", None),
        "cancelled-draft": ("draft", now),
        "cancelled": ("now", now),
    }
    return {
        state: marks.give(marks.test(), "anna", "7+", publish, cancelled_at=cancelled)
        for state, (publish, cancelled) in stored.items()
    }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [*READERS, *FORBIDDEN, *UNKNOWN])
def test_g10_who_opens_a_mark(marks, each_state, who, state):
    path = marks.path("MAT", "1A", "marks", each_state[state])
    sees = state in READERS.get(who, ())
    expected = 200 if sees else 404 if who in READERS or who in UNKNOWN else 403
    # A context that hides a draft answers before the permission is asked.
    answer = marks.school.as_(who).get(path, status="*")
    allowed = {expected} if who not in FORBIDDEN else {403, 404}
    assert answer.status_int in allowed
    assert ("7+" in answer) == sees


@pytest.mark.parametrize("who", [*FORBIDDEN, *UNKNOWN])
def test_g10_nobody_else_opens_the_register(marks, each_state, who):
    browser = marks.school.as_(who)
    for rest in ((), ("grid",), ("tests", "new"), ("oral",), ("marks.xlsx",), ("import",)):
        answer = browser.get(marks.path("MAT", "1A", *rest), status="*")
        assert answer.status_int == (404 if who in UNKNOWN else 403)
        assert b"7+" not in answer.body


@pytest.mark.parametrize("who", ["coordinatore", "dirigente", "vicario"])
def test_g6_who_reads_does_not_write(marks, each_state, who):
    browser = marks.school.as_(who)
    browser.get(marks.path(), status=200)
    for rest in (("grid",), ("tests", "new"), ("oral",), ("import",)):
        browser.get(marks.path("MAT", "1A", *rest), status=403)


def test_a_register_is_in_the_menu_where_its_reader_came_from(marks):
    """Its teacher opens it from the marks, the head from the class."""
    for who, entry in (("docente", "/marks"), ("dirigente", "/classes")):
        page = marks.school.as_(who).get(marks.path())
        (current,) = page.html.select(".r-side [aria-current=page]")
        assert current["href"] == entry


@pytest.mark.parametrize("enabled", [False, True])
def test_g10_the_council_sees_other_subjects_where_the_school_enabled_it(
    marks, each_state, enabled
):
    marks.choose({"grades.council_sees_marks": enabled})
    status = 200 if enabled else 403
    colleague = marks.school.as_("docente.genitore")
    colleague.get(marks.path(), status=status)
    colleague.get(f"/classes/{marks.school.classes['1A']}/marks", status=status)
    colleague.get(marks.path("MAT", "1A", "grid"), status=403)
    # Not of classes where one does not teach.
    colleague.get(marks.path("MAT", "2A"), status=403)


class TestRights:
    """G6, L2: who may enter marks."""

    def may(self, marks, who, subject="MAT", day=date(2026, 11, 24), **rest):
        course = marks.course(subject, **rest)
        return course.may_assess(marks.school.people[who], day)

    def test_g6_the_teacher_of_the_subject(self, marks):
        assert self.may(marks, "docente")
        assert not self.may(marks, "coordinatore")

    def test_g6_on_that_day(self, marks):
        marks.teach("estraneo", "MAT", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 15))
        assert not self.may(marks, "estraneo", day=date(2026, 10, 31))
        assert self.may(marks, "estraneo", day=date(2026, 11, 15))
        assert not self.may(marks, "estraneo", day=date(2026, 11, 16))

    def test_l2_a_long_supply_has_every_right_in_its_days(self, marks, grid):
        marks.teach(
            *("estraneo", "MAT"),
            starts_on=date(2026, 11, 16),
            replaces_id=marks.school.people["docente"],
        )
        old, new = marks.test(day=date(2026, 11, 10)), marks.test(day=date(2026, 11, 20))
        marks.give(old, "anna", "7")
        open_grid = grid(who="estraneo")
        assert open_grid.name(old, "anna") not in open_grid.form.fields
        open_grid.write(new, anna="8").save()
        assert [mark.quarters for mark in marks.of("anna")] == [28, 32]

    def test_l2_a_supply_that_ended_opens_nothing(self, marks):
        marks.teach("estraneo", "MAT", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 15))
        marks.school.as_("estraneo").get(marks.path(), status=403)

    def test_g6_support_writes_none(self, marks):
        marks.teach(
            *("sostegno", "MAT"),
            kind=TeachingKind.SUPPORT,
            student_id=marks.school.people["dario"],
        )
        assert not self.may(marks, "sostegno")
        marks.school.as_("sostegno").get(marks.path(), status=403)

    def test_g6_unless_also_curricular(self, marks):
        marks.teach("sostegno", "STO")
        marks.school.as_("sostegno").get(marks.path("STO", "1A", "grid"), status=200)

    @pytest.mark.parametrize("who", ["docente", "coordinatore", "docente.genitore", "religione"])
    def test_g6_civic_education_is_every_council_member_s(self, marks, grid, who):
        open_grid = grid("new", subject="CIV", who=who).fill(title="Costituzione")
        open_grid.write(0, anna="8").save()
        assert len(marks.of("anna")) == 1

    @pytest.mark.parametrize("who", ["sostegno", "estraneo"])
    def test_g6_and_of_nobody_else(self, marks, who):
        marks.school.as_(who).get(marks.path("CIV", "1A"), status=403)

    def test_l5_a_group_has_its_own_register(self, marks):
        group = marks.group("Spagnolo", "1A", "anna", "carla")
        marks.teach("estraneo", "ITA", group_id=group)
        path = f"{marks.path('ITA')}-g{group}"
        page = marks.school.as_("estraneo").get(f"{path}/tests/new")
        assert "Abate" in page
        assert "Bianchi" not in page
        marks.school.as_("estraneo").get(marks.path("ITA"), status=403)
        # The teacher of the whole class assesses in the group as well.
        marks.school.as_("coordinatore").get(f"{path}/tests/new", status=200)


class TestReligion:
    """G11, L4: judgements alone, and only for who attends."""

    def test_g11_only_who_attends_is_assessed(self, marks, grid):
        open_grid = grid("new", subject="REL", who="religione")
        names = {open_grid.name(0, name) for name in ("anna", "dario")}
        assert {n for n in open_grid.form.fields if n and n.startswith("m-")} == names

    def test_g11_no_numbers(self, marks, grid):
        open_grid = grid("new", subject="REL", who="religione").fill(title="I Vangeli")
        assert "giudizi" in open_grid.write(0, anna="8").save(status=422)
        open_grid.write(0, anna="dist").save()
        [mark] = marks.of("anna")
        assert (mark.quarters, mark.level_id is not None) == (None, True)

    def test_g11_what_is_taught_instead_has_a_register_of_its_own(self, marks, grid):
        marks.teach("estraneo", "REL", kind=TeachingKind.ALTERNATIVE)
        path = f"{marks.path('REL')}-a"
        page = marks.school.as_("estraneo").get(f"{path}/tests/new")
        assert "Conti" in page
        assert "Abate" not in page
        marks.school.as_("estraneo").get(marks.path("REL"), status=403)
        marks.school.as_("religione").get(path, status=403)


class TestSupport:
    """2.8: a support teacher reads the marks of their student, through the student's page."""

    def test_the_relation_holds_on_the_student_s_page_alone(self, marks):
        assert Relation.SUPPORT_TEACHER_OF_STUDENT in READ.granted_to
        assert Relation.SUPPORT_TEACHER_OF_STUDENT not in REGISTER.granted_to | WRITE.granted_to

    def test_2_8_office_and_admin_read_none(self):
        # Of grades' pages the office reads notes and procedures, and says how the school judges.
        for_office = {SETUP, READ_NOTES, LIST_NOTES, ALL_NOTES, READ_PROCEDURES, LIST_PROCEDURES}
        for permission in PERMISSIONS:
            assert Relation.ADMIN not in permission.granted_to
            assert (Relation.OFFICE in permission.granted_to) == (permission in for_office)


def test_what_families_may_read_is_a_student_s_own():
    """G10: no page of a whole course is open to a relation of families."""
    for permission in (CLASS, OWN, REGISTER, SETUP, WRITE):
        assert permission.granted_to.isdisjoint(FAMILY)
