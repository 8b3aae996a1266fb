"""One notice a student and day, made anew while it waits, and never by night."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from sqlalchemy import text

from registro_core.api import SchoolClass, SchoolOrder, StudentProfile
from registro_core.jobs.worker import Worker
from registro_core.testing import TestSchool
from registro_homework.assigning.due_job import remind

from .conftest import Homework

# Now is 9:05 in Rome: what is assigned leaves at 15:30.
DIGEST = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


def test_all_of_a_day_is_one_notice(homework: Homework) -> None:
    homework.assign()
    homework.school.clock.advance(hours=2)
    homework.assign("coordinatore", kind="written")
    told = [("Anna: compiti e verifiche di Italiano, Matematica", DIGEST)]
    assert homework.told("mamma") == told
    assert homework.told("papa") == told
    # a student of the second cycle is told too
    assert homework.told("anna") == told


def test_in_the_first_cycle_the_parents_alone_are_told(homework: Homework) -> None:
    """V3."""
    with homework.school.session() as session:
        row = session.get(SchoolClass, homework.school.classes["1A"])
        row.order = SchoolOrder.LOWER_SECONDARY
    homework.assign()
    assert homework.told("mamma") == [("Anna: compiti di Matematica", DIGEST)]
    assert homework.told("anna") == []


def test_a_restricted_parent_and_the_parents_of_an_adult_who_objects_are_not_told(
    homework: Homework,
) -> None:
    """V1, V2."""
    with homework.school.session() as session:
        session.get(StudentProfile, homework.school.people["anna"]).parents_may_see_adult = False
    homework.assign()
    assert homework.told("altra") == [("Bruno: compiti di Matematica", DIGEST)]
    assert homework.told("ristretto") == []


def test_in_the_evening_it_leaves_the_next_morning(homework: Homework) -> None:
    """Complaint 27."""
    homework.school.clock.set(datetime(2026, 11, 24, 19, 30, tzinfo=UTC))
    _assign_for_sure(homework)
    assert homework.told("mamma") == [("Anna: compiti di Matematica", MORNING)]


def _assign_for_sure(homework: Homework) -> None:
    answer = homework.assign(status=422)
    form = next(form for form in answer.forms.values() if "sure" in form.fields)
    form["sure"] = True
    form.submit(status=303)


def test_after_the_digest_it_leaves_after_a_while_and_takes_the_rest_along(
    homework: Homework,
) -> None:
    homework.school.clock.set(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    homework.assign()
    leaves = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    homework.school.clock.advance(minutes=20)
    homework.assign("coordinatore")
    assert homework.told("mamma") == [("Anna: compiti di Italiano, Matematica", leaves)]


def test_what_changes_in_time_is_told_as_it_is(homework: Homework) -> None:
    homework.assign()
    homework.edit("docente", homework.last(), kind="oral")
    assert homework.told("mamma") == [("Anna: verifica di Matematica", DIGEST)]


def test_cancelled_in_time_it_was_never_there(homework: Homework) -> None:
    homework.assign()
    homework.cancel("docente", homework.last())
    assert homework.told("mamma") == []


def test_changed_and_cancelled_after_it_was_told_it_is_told(homework: Homework) -> None:
    homework.assign()
    number = homework.last()
    homework.school.clock.set(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    homework.edit("docente", number, text="Solo il primo")
    homework.school.clock.advance(days=1)
    homework.cancel("docente", number)
    assert [subject for subject, _at in homework.told("mamma")] == [
        "Anna: compiti di Matematica",
        "Anna: cambiati compiti o verifiche di Matematica",
        "Anna: annullati compiti o verifiche di Matematica",
    ]


def test_who_is_no_longer_chosen_is_told_no_more(homework: Homework) -> None:
    homework.assign(students=["anna", "bruno"])
    form = homework.form("docente", homework.class_path("1A", homework.last(), "edit"))
    for box in form.fields["students"]:
        box.checked = box._value == str(homework.school.people["bruno"])
    form.submit(status=303)
    assert homework.told("mamma") == []
    assert homework.told("altra") == [("Bruno: compiti di Matematica", DIGEST)]


def test_the_day_before_who_has_not_ticked_is_reminded_once(
    homework: Homework, school: TestSchool
) -> None:
    homework.assign(day="2026-11-26")
    homework.assign("coordinatore", day="2026-11-26")
    form = homework.form("anna", homework.student_path("anna"), "done")
    form.submit(status=303)
    school.clock.set(datetime(2026, 11, 25, 15, 30, tzinfo=UTC))
    for _time in range(2):
        with school.session() as session:
            remind(session, school.clock.now)
    reminded = [subject for subject, _at in homework.told("mamma") if "domani" in subject]
    assert reminded == ["Anna, per domani: Italiano"]
    assert [s for s, _at in homework.told("altra") if "domani" in s] == [
        "Bruno, per domani: Italiano, Matematica"
    ]
    assert [s for s, _at in homework.told("luca") if "domani" in s] == []


def test_telling_a_class_takes_a_fixed_number_of_statements(
    homework: Homework, school: TestSchool
) -> None:
    homework.assign()
    with school.queries() as few:
        homework.assign("coordinatore")
    with school.session() as session:
        for number in range(20):
            session.execute(
                text(
                    "INSERT INTO person (surname, given_name, email, created_at, version)"
                    " SELECT 'Z', :name, '', created_at, 1 FROM person LIMIT 1"
                ),
                {"name": f"n{number}"},
            )
        session.execute(
            text(
                "INSERT INTO enrolment (student_id, class_id, starts_on, religion, version)"
                " SELECT id, :class_id, '2026-09-14', 'S', 1 FROM person WHERE surname = 'Z'"
            ),
            {"class_id": school.classes["1A"]},
        )
    with school.queries() as many:
        homework.assign("coordinatore")
    assert len(many) == len(few)


def test_a_parent_of_two_gets_one_mail_a_day(homework: Homework, school: TestSchool) -> None:
    """Complaint 27: what both have to do, after school, and nothing at once."""
    homework.assign("docente", "1A")
    homework.assign("docente", "2A")

    folder = school.platform.installation.data_dir / "mail"
    for left_by_another_test in folder.glob("*.eml"):
        left_by_another_test.unlink()

    def mails_at(now: datetime) -> list[str]:
        school.clock.set(now)
        worker = Worker(school.platform)
        while worker.run_once(now):
            pass
        files = folder.glob("*.eml")
        read = (message_from_bytes(path.read_bytes(), policy=default) for path in files)
        to_mother = (mail for mail in read if mail["To"] == "mamma@example.org")
        return [mail.get_body(["plain"]).get_content() for mail in to_mother]

    assert mails_at(DIGEST) == []
    (said_,) = mails_at(datetime(2026, 11, 24, 16, tzinfo=UTC))
    assert "Anna: compiti di Matematica" in said_
    assert "Luca: compiti di Matematica" in said_
