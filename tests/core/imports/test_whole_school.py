"""A school's files from first to last: what a first import makes, and that a second does nothing."""

from fractions import Fraction

from sqlalchemy import select

from registro_core.accounts.models import Account
from registro_core.audit.models import AuditEntry, AuditValues
from registro_core.imports.report import Outcome, Severity
from registro_core.items import ReligionChoice, Role, TeachingKind
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.school.models import (
    BellSlot,
    Enrolment,
    Holiday,
    School,
    SchoolClass,
    SchoolYear,
    TeacherCode,
    Teaching,
    Term,
)


def test_a_dry_run_writes_nothing(register, files):
    plan = register.plan(files)
    assert plan.report.may_run
    assert plan.report.count(Outcome.CREATED) == 26
    assert register.count(Person) == register.count(SchoolYear) == register.count(AuditEntry) == 0


def test_the_second_run_changes_nothing(register, files):
    register.run(files)
    before = {model: register.count(model) for model in (Person, Account, Enrolment, AuditEntry)}
    plan = register.run(files)
    assert plan.report.changes == 0
    assert plan.report.count(Outcome.LEFT) == 26
    assert before == {model: register.count(model) for model in before}


def test_the_organisation_is_as_the_files_say(register, files):
    register.run(files)
    with register.sessions() as session:
        year = session.scalars(select(SchoolYear)).one()
        assert (year.name, year.starts_on.isoformat(), year.ends_on.isoformat()) == (
            "2026/27",
            "2026-09-14",
            "2027-06-08",
        )
        assert session.scalars(select(BellSlot.units).order_by(BellSlot.number)).all() == [
            Fraction(1),
            Fraction(5, 6),
        ]
        assert session.scalars(select(SchoolClass.name).order_by(SchoolClass.name)).all() == [
            "1A LS",
            "1B LS",
        ]
        assert session.scalars(select(School.is_demo)).all() == [False]
    assert register.count(Term) == 2
    assert register.count(Holiday) == 1
    assert register.count(TeacherCode) == 2


def test_a_teacher_who_is_a_parent_is_one_person_with_one_account(register, files):
    register.run(files)
    martina = register.person("Ferrara", "Martina")
    assert martina.institutional_email == "martina.ferrara@scuola.example"
    assert martina.email == "casa@posta.example"
    with register.sessions() as session:
        accounts = select(Account.username).where(Account.person_id == martina.id)
        assert session.scalars(accounts).all() == ["martina.ferrara"]
        roles = select(RoleGrant.role).where(RoleGrant.person_id == martina.id)
        assert session.scalars(roles).all() == [Role.TEACHER]
        wards = select(Guardianship.student_id).where(Guardianship.guardian_id == martina.id)
        found = session.scalars(wards).all()
    assert found == [register.person("Greco", "Daniela").id]


def test_accounts_have_no_password_and_are_unique(register, files):
    files["docenti.csv"] += "Ferrara;Martina;F;03/04/1980;FRRMTN80D43H501E;x@scuola.example;\n"
    register.run(files)
    with register.sessions() as session:
        accounts = session.scalars(select(Account).order_by(Account.username)).all()
    names = [account.username for account in accounts]
    assert "martina.ferrara.2" in names
    assert len(set(names)) == len(names) == 9
    assert {account.password_hash for account in accounts} == {None}


def test_the_religion_choice_stands_on_the_enrolment_and_needs_in_the_profile(register, files):
    register.run(files)
    with register.sessions() as session:
        choices = select(Enrolment.religion).order_by(Enrolment.religion)
        assert session.scalars(choices).all() == [
            ReligionChoice.ALTERNATIVE,
            ReligionChoice.ATTENDS,
            ReligionChoice.LEAVES,
        ]
        profile = session.scalars(select(StudentProfile)).one()
    assert profile.person_id == register.person("Greco", "Daniela").id
    assert profile.special_needs == "H"


def test_needs_are_named_neither_in_the_report_nor_in_the_audit_log(register, files):
    register.run(files)
    files["alunni.csv"] = files["alunni.csv"].replace(";S;H;", ";S;D;")
    plan = register.run(files)
    changes = [change for row in plan.report.files[-4].rows for change in row.changes]
    assert [(change.column, change.before, change.after) for change in changes] == [
        ("bes", "•••", "•••")
    ]
    with register.sessions() as session:
        values = session.scalars(select(AuditValues)).all()
    assert "special_needs" in str([value.after for value in values])
    assert "'H'" not in str([value.after for value in values])
    assert "'D'" not in str([value.after for value in values])


def test_support_and_supply_name_their_student_and_colleague(register, files):
    register.run(files)
    with register.sessions() as session:
        support = session.scalars(
            select(Teaching).where(Teaching.kind == TeachingKind.SUPPORT)
        ).one()
        supply = session.scalars(select(Teaching).where(Teaching.replaces_id.is_not(None))).one()
    assert support.student_id == register.person("Greco", "Daniela").id
    assert supply.replaces_id == register.person("Ferrara", "Martina").id
    assert supply.starts_on.isoformat() == "2026-10-12"


def test_each_person_changed_has_one_audit_entry(register, files):
    register.run(files)
    with register.sessions() as session:
        people = select(AuditEntry.object_id).where(AuditEntry.object_type == "person")
        entries = session.scalars(people).all()
    assert len(entries) == len(set(entries)) == register.count(Person) == 8


def test_first_cycle_students_have_no_account(register, files):
    files["classi.csv"] = files["classi.csv"].replace("secondaria2", "primaria")
    register.run(files)
    with register.sessions() as session:
        owners = set(session.scalars(select(Account.person_id)))
        students = set(session.scalars(select(Enrolment.student_id)))
    assert students
    assert not owners & students


def test_only_warnings_of_the_files_themselves(register, files):
    assert not [
        finding
        for _, finding in register.plan(files).report.every_finding()
        if finding.severity is Severity.ERROR
    ]
