"""The demo school: who is in it, that it is the same every time, and what it refuses to touch."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, inspect, select, text, update

from registro_core.accounts.models import Account
from registro_core.audit.models import AuditEntry
from registro_core.db.base import Base
from registro_core.demo import build
from registro_core.demo.remembered import demo_people
from registro_core.demo.school import DemoSize
from registro_core.demo.sign_ins import SIGN_INS
from registro_core.items import DutyKind, Role, TeachingKind
from registro_core.people.models import Guardianship, Person, RoleGrant
from registro_core.platform import Platform
from registro_core.school.models import ClassDuty, Enrolment, School, SchoolClass, Site, Teaching
from registro_core.settings import read_installation

TODAY = date(2026, 8, 16)
NOW = datetime(2026, 8, 16, 8, tzinfo=UTC)


def platform_on(url, folder):
    return Platform(
        read_installation({"registro.database_url": url, "registro.data_dir": str(folder)})
    )


def built(databases, folder, size=DemoSize.SMALL, seed=1):
    platform = platform_on(databases.create(), folder)
    assert build.prepare(platform, keep=False, rebuild=False)
    build.build(platform, build.DemoRequest(size, seed, TODAY, NOW))
    return platform


@pytest.fixture(scope="module")
def school(databases, tmp_path_factory):
    platform = built(databases, tmp_path_factory.mktemp("data"))
    yield platform
    platform.engine.dispose()


@pytest.fixture
def session(school):
    with school.reading_sessions() as session:
        yield session


def ids(session):
    rows = session.execute(select(Account.username, Account.person_id))
    return {name: person_id for name, person_id in rows if name in SIGN_INS}


def classes_of(session, *student_ids):
    statement = select(Enrolment.class_id).where(Enrolment.student_id.in_(student_ids))
    return set(session.scalars(statement))


def children_of(session, guardian_id):
    statement = select(Guardianship.student_id).where(Guardianship.guardian_id == guardian_id)
    return set(session.scalars(statement))


def age(session, person_id):
    birth = session.get_one(Person, person_id).birth_date
    return TODAY.year - birth.year - ((TODAY.month, TODAY.day) < (birth.month, birth.day))


def test_it_has_six_classes_and_130_students(session):
    assert session.scalar(select(func.count(SchoolClass.id))) == 6
    assert session.scalar(select(func.count(Enrolment.id))) == 130


def test_every_sign_in_is_there(session):
    assert set(ids(session)) == set(SIGN_INS)


def test_roles_of_the_sign_ins(session):
    people = ids(session)
    roles = dict(session.execute(select(RoleGrant.person_id, RoleGrant.role)).all())
    assert roles[people["admin"]] == Role.ADMIN
    assert roles[people["dirigente"]] == Role.HEAD
    assert roles[people["segreteria"]] == Role.OFFICE
    assert roles[people["docente.genitore"]] == Role.TEACHER


def test_both_parents_have_the_same_two_children_in_different_classes(session):
    people = ids(session)
    children = children_of(session, people["genitore"])
    assert len(children) == 2
    assert len(classes_of(session, *children)) == 2
    assert children == children_of(session, people["genitore2"])
    assert people["studente"] in children


def test_minor_and_adult(session):
    people = ids(session)
    children = children_of(session, people["genitore"])
    assert all(age(session, child) < 18 for child in children)
    assert age(session, people["maggiorenne"]) >= 18


def test_docente_and_support_teach_where_the_coordinator_coordinates(session):
    people = ids(session)
    coordinated = session.scalar(
        select(ClassDuty.class_id).where(
            ClassDuty.person_id == people["coordinatore"], ClassDuty.kind == DutyKind.COORDINATOR
        )
    )
    assert coordinated in classes_of(session, people["studente"])
    for name, kind in (
        ("docente", TeachingKind.CURRICULAR),
        ("sostegno", TeachingKind.SUPPORT),
        ("coordinatore", TeachingKind.CURRICULAR),
    ):
        teaching = select(Teaching.class_id).where(
            Teaching.teacher_id == people[name], Teaching.kind == kind
        )
        assert coordinated in set(session.scalars(teaching))


def test_the_teacher_with_a_son_does_not_teach_him(session):
    teacher = ids(session)["docente.genitore"]
    (child,) = children_of(session, teacher)
    own = select(Teaching.class_id).where(Teaching.teacher_id == teacher)
    assert classes_of(session, child).isdisjoint(session.scalars(own))


def test_curricular_teachings_fill_the_week_and_no_teacher_has_more_than_18_hours(session):
    hours = session.execute(select(Teaching.class_id, Teaching.teacher_id, Teaching.kind)).all()
    assert hours
    weekly = session.scalars(select(Teaching)).all()
    for class_id in {each.class_id for each in weekly}:
        curricular = [
            each.weekly_hours
            for each in weekly
            if each.class_id == class_id and each.kind == TeachingKind.CURRICULAR
        ]
        assert sum(curricular) == 32
    for teacher_id in {each.teacher_id for each in weekly}:
        assert sum(each.weekly_hours for each in weekly if each.teacher_id == teacher_id) <= 18


def test_numbering_goes_on_after_the_ids_given(school):
    with school.sessions() as session:
        session.add(Site(code="TRIAL", name="A third building"))
        session.flush()
        assert session.scalar(select(Site.id).where(Site.code == "TRIAL")) == 3


def test_building_it_is_in_the_audit_log(session):
    assert session.scalars(select(AuditEntry.act)).all() == ["demo.built"]


def contents(platform):
    with platform.reading_sessions() as session:
        there = set(inspect(session.connection()).get_table_names())
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name in there
        }


def test_the_same_request_gives_the_same_school(school, databases, tmp_path):
    again = built(databases, tmp_path)
    assert contents(again) == contents(school)
    again.engine.dispose()


def test_another_seed_gives_another_school(school, databases, tmp_path):
    other = built(databases, tmp_path, seed=2)
    assert contents(other)["person"] != contents(school)["person"]
    other.engine.dispose()


def test_the_reference_school_has_the_size_of_the_average_institute(databases, tmp_path):
    platform = built(databases, tmp_path, DemoSize.REFERENCE)
    with platform.reading_sessions() as session:
        assert session.scalar(select(func.count(SchoolClass.id))) == 48
        assert session.scalar(select(func.count(Enrolment.id))) == 1000
        teachers = session.scalar(select(func.count(func.distinct(Teaching.teacher_id))))
        assert 110 <= teachers <= 140
        guardians = session.scalar(select(func.count(func.distinct(Guardianship.guardian_id))))
        assert 1750 <= guardians <= 1950
    platform.engine.dispose()


# ---- what it refuses ------------------------------------------------------------------


@pytest.fixture
def empty(databases, tmp_path):
    platform = platform_on(databases.create(), tmp_path)
    yield platform
    platform.engine.dispose()


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("rebuild", [True, False])
def test_a_real_school_is_not_touched(empty, keep, rebuild):
    build.prepare(empty, keep=False, rebuild=False)
    with empty.sessions.begin() as session:
        session.execute(insert(School).values(name="IC Verdi", is_demo=False))
    with pytest.raises(build.DemoRefusedError, match="real school"):
        build.prepare(empty, keep=keep, rebuild=rebuild)


def test_people_without_a_school_are_a_real_school(empty):
    build.prepare(empty, keep=False, rebuild=False)
    with empty.sessions.begin() as session:
        session.add(Person(surname="Verdi", given_name="Anna", created_at=NOW))
    with pytest.raises(build.DemoRefusedError, match="real school"):
        build.prepare(empty, keep=False, rebuild=True)


def test_a_demo_school_is_kept_refused_or_rebuilt(databases, tmp_path):
    platform = built(databases, tmp_path)
    assert build.prepare(platform, keep=True, rebuild=False) is False
    with pytest.raises(build.DemoRefusedError, match="--rebuild"):
        build.prepare(platform, keep=False, rebuild=False)
    assert build.prepare(platform, keep=False, rebuild=True) is True
    with platform.reading_sessions() as session:
        assert session.scalar(select(func.count(Person.id))) == 0
    platform.engine.dispose()


def test_closed_today_says_so_on_a_free_day(school):
    assert build.closed_today(school, TODAY) == ""
    assert "--rebuild" in build.closed_today(school, date(2026, 8, 15))
    assert "--rebuild" in build.closed_today(school, date(2028, 8, 16))


def test_the_password_is_not_shown_in_the_refusal(empty, monkeypatch):
    monkeypatch.setattr(build, "_school_there", lambda _platform: "real")
    secret = "postgresql://registro:segreto@db/registro"
    assert "segreto" not in build._shown(secret)
    with pytest.raises(build.DemoRefusedError):
        build.prepare(empty, keep=True, rebuild=True)


def test_statement_limits_are_lifted_for_the_build_only(school):
    with school.sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            return
        build.take_time(session)
        assert session.scalar(text("SHOW statement_timeout")) == "0"
        session.rollback()
        assert session.scalar(text("SHOW statement_timeout")) == "15s"


def test_people_to_remember_have_what_a_digital_identity_says(session):
    people = demo_people(session)
    assert [person.username for person in people] == list(SIGN_INS)
    assert {person.username: person.person_id for person in people} == ids(session)
    assert all(person.codice_fiscale and person.birth_date for person in people)


def test_people_of_a_real_school_are_not_handed_out(databases, tmp_path):
    platform = built(databases, tmp_path)
    with platform.sessions.begin() as session:
        session.execute(update(School).values(is_demo=False))
        assert demo_people(session) == []
    platform.engine.dispose()
