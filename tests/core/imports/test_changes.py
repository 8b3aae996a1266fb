"""What a later import changes, and from which day: moves, schedules, teachings, terms."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from registro_core.imports.report import Outcome, Severity
from registro_core.items import ReligionChoice
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    Enrolment,
    Holiday,
    School,
    SchoolClass,
    SchoolYear,
    Site,
    Subject,
    TeacherCode,
    Teaching,
)

ANDREI = "PPSNDR12L11F205T"


def stays(register, surname, given_name):
    person = register.person(surname, given_name)
    with register.sessions() as session:
        statement = (
            select(SchoolClass.name, Enrolment.starts_on, Enrolment.ends_on, Enrolment.religion)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .where(Enrolment.student_id == person.id)
            .order_by(Enrolment.starts_on)
        )
        return [tuple(row) for row in session.execute(statement)]


def moved(files, to="1B LS"):
    return files | {
        "alunni.csv": files["alunni.csv"].replace(
            f"{ANDREI};Romania;1A LS", f"{ANDREI};Romania;{to}"
        )
    }


def test_a_change_of_class_ends_one_stay_and_begins_another(register, files):
    register.run(files)
    plan = register.run(moved(files))
    assert plan.report.changes == 2
    row = next(row for file in plan.report.files for row in file.rows if row.changes)
    assert row.outcome is Outcome.CHANGED
    assert [(c.column, c.before, c.after) for c in row.changes] == [("classe", "1A LS", "1B LS")]
    assert stays(register, "Popescu", "Andrei") == [
        ("1A LS", date(2026, 9, 14), date(2026, 11, 22), ReligionChoice.LEAVES),
        ("1B LS", date(2026, 11, 23), None, ReligionChoice.LEAVES),
    ]
    assert register.run(moved(files)).report.changes == 0


def test_the_day_of_a_move_can_be_given_and_may_lie_ahead(register, files):
    register.run(files)
    register.run(moved(files), on=date(2026, 12, 1))
    assert stays(register, "Popescu", "Andrei")[0][2] == date(2026, 11, 30)
    assert register.run(moved(files)).report.changes == 0


def test_a_move_corrected_on_its_own_day_leaves_no_empty_stay(register, files):
    register.run(files)
    register.run(moved(files))
    files["classi.csv"] += "1C LS;1;C;secondaria2;;FIPS07000A\n"
    register.run(moved(files, "1C LS"))
    assert [(name, end) for name, _, end, _ in stays(register, "Popescu", "Andrei")] == [
        ("1A LS", date(2026, 11, 22)),
        ("1C LS", None),
    ]


def test_who_joins_later_begins_on_the_day_of_the_import(register, files):
    register.run(files)
    files["alunni.csv"] += "Rossi;Ada;F;03/04/2012;;Italia;1A LS;S;;\n"
    register.run(files)
    assert stays(register, "Rossi", "Ada")[0][1] == date(2026, 11, 23)
    assert register.run(files).report.changes == 0


def test_who_had_left_comes_back_with_a_new_stay_and_a_warning(register, files):
    register.run(files)
    with register.sessions.begin() as session:
        for stay in session.scalars(select(Enrolment)):
            stay.ends_on = date(2026, 10, 1)
    plan = register.run(files)
    assert "Era uscito il 01/10/2026: rientra." in "".join(register.messages(plan))
    assert [end for _, _, end, _ in stays(register, "Popescu", "Andrei")] == [
        date(2026, 10, 1),
        None,
    ]


def test_students_missing_from_the_file_stay_and_are_named(register, files):
    register.run(files)
    files["alunni.csv"] = "\n".join(files["alunni.csv"].splitlines()[:-1])
    plan = register.run(files)
    assert plan.report.changes == 0
    assert register.messages(plan, Severity.INFO) == [
        "alunni.csv:0 [] Hu Mei (1B LS) non è nel file: resta."
    ]


def test_a_different_schedule_is_a_new_version_from_that_day(register, files):
    register.run(files)
    files["scansione.csv"] = files["scansione.csv"].replace("09:50;5/6", "10:00;1")
    plan = register.run(files)
    row = next(row for file in plan.report.files for row in file.rows if row.changes)
    assert [(c.column, c.before, c.after) for c in row.changes] == [
        ("fine", "09:50", "10:00"),
        ("unita", "5/6", "1"),
    ]
    with register.sessions() as session:
        days = session.scalars(select(BellSchedule.valid_from).order_by(BellSchedule.valid_from))
        assert days.all() == [date(2026, 9, 14), date(2026, 11, 23)]
    assert register.count(BellSlot) == 4
    assert register.run(files).report.changes == 0


def test_a_schedule_corrected_on_its_own_day_is_replaced(register, files):
    register.now = datetime(2026, 9, 1, 9, tzinfo=UTC)
    register.run(files)
    files["scansione.csv"] = files["scansione.csv"].rsplit("\n", 2)[0] + "\n"
    register.run(files)
    assert register.count(BellSchedule) == register.count(BellSlot) == 1


def test_a_teaching_is_ended_and_its_hours_change(register, files):
    register.run(files)
    files["cattedre.csv"] = files["cattedre.csv"].replace(
        "1A LS;ITA;N;4;;;2026-09-14;", "1A LS;ITA;N;4,5;;;2026-09-14;31/12/2026"
    )
    plan = register.run(files)
    assert plan.report.changes == 1
    with register.sessions() as session:
        teaching = session.scalars(select(Teaching).where(Teaching.ends_on.is_not(None))).one()
    assert (teaching.ends_on, str(teaching.weekly_hours), teaching.version) == (
        date(2026, 12, 31),
        "9/2",
        2,
    )
    assert register.run(files).report.changes == 0


def test_a_teaching_that_begins_again_is_another_one(register, files):
    files["cattedre.csv"] = files["cattedre.csv"].replace(
        "1A LS;ITA;N;4;;;2026-09-14;\n",
        "1A LS;ITA;N;4;;;2026-09-14;2026-10-31\nFRRMTN87D57H501W;1A LS;ITA;N;4;;;2026-12-01;\n",
    )
    register.run(files)
    assert register.count(Teaching) == 5
    assert register.run(files).report.changes == 0


def test_without_first_day_a_teaching_holds_from_the_start_of_the_year(register, files):
    files["cattedre.csv"] = "docente;classe;materia\nFRRMTN87D57H501W;1a ls;ita\n"
    register.run(files)
    with register.sessions() as session:
        assert session.scalars(select(Teaching.starts_on)).all() == [date(2026, 9, 14)]
    assert register.run(files).report.changes == 0


def test_teachings_missing_from_the_file_stay_and_are_counted(register, files):
    register.run(files)
    files["cattedre.csv"] = "\n".join(files["cattedre.csv"].splitlines()[:-1])
    plan = register.run(files)
    assert plan.report.changes == 0
    assert "1 cattedre in corso non sono nel file: restano." in "".join(register.messages(plan))


def test_organisation_changes_in_place(register, files):
    register.run(files)
    for name, old, new in [
        ("sedi.csv", "Via delle Rose 12", "Via Verdi 1"),
        ("materie.csv", "Italiano", "Lingua italiana"),
        ("calendario.csv", "Immacolata", "Immacolata Concezione"),
        ("sigle_docenti.csv", "FERR1;FRRMTN87D57H501W", "FERR1;MRNMTT66R14A271V"),
        ("classi.csv", "1B LS;1;B", "1BLS;1;B"),
        ("periodi.csv", "08/06/2027", "10/06/2027"),
    ]:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    plan = register.run(files)
    assert plan.report.changes == 7  # the year too
    with register.sessions() as session:
        assert session.scalars(select(Site.address)).all() == ["Via Verdi 1"]
        assert "Lingua italiana" in session.scalars(select(Subject.name)).all()
        assert session.scalars(select(Holiday.description)).all() == ["Immacolata Concezione"]
        assert session.scalars(select(SchoolYear.ends_on)).all() == [date(2027, 6, 10)]
        assert len(set(session.scalars(select(TeacherCode.teacher_id)))) == 1
    assert register.run(files).report.changes == 0


def test_next_year_is_another_year_and_leaves_this_one_as_it_is(register, files):
    register.run(files)
    register.now = datetime(2027, 9, 20, 9, tzinfo=UTC)
    for name in ("periodi.csv", "cattedre.csv"):
        for old, new in (("2027", "2028"), ("2026", "2027")):
            files[name] = files[name].replace(old, new)
    register.run(files)
    with register.sessions() as session:
        assert session.scalars(select(SchoolYear.name).order_by(SchoolYear.name)).all() == [
            "2026/27",
            "2027/28",
        ]
    assert register.count(SchoolClass) == 4
    assert [stay[:3] for stay in stays(register, "Popescu", "Andrei")] == [
        ("1A LS", date(2026, 9, 14), date(2027, 6, 8)),
        ("1A LS", date(2027, 9, 14), None),
    ]
    with register.sessions() as session:
        last_days = session.scalars(select(Teaching.ends_on).order_by(Teaching.id)).all()
    assert last_days == [date(2027, 6, 8)] * 4 + [None] * 4
    assert register.run(files).report.changes == 0


def test_a_day_outside_the_year_is_drawn_into_it_with_a_warning(register, files):
    register.run(files)
    plan = register.run(moved(files), on=date(2027, 8, 1))
    assert register.messages(plan, Severity.WARNING) == [
        ":0 [] Il 01/08/2027 è fuori dall’anno scolastico: vale il 08/06/2027."
    ]


def test_plugins_are_told_who_joins_and_leaves_a_class(register, files, monkeypatch):
    told = []
    monkeypatch.setattr(
        type(register.plugins),
        "fire",
        lambda _self, hook, enrolment, **_session: told.append((hook, enrolment.day)),
    )
    register.run(files)
    assert told == [("registro_student_enrolled", date(2026, 9, 14))] * 3
    told.clear()
    register.run(moved(files))
    assert sorted(told) == [
        ("registro_student_enrolled", date(2026, 11, 23)),
        ("registro_student_left", date(2026, 11, 22)),
    ]


def test_the_school_gets_its_name_by_file(register, files):
    register.run(files)
    named = files | {"scuola.csv": "nome;codice;citta\nIIS Galilei;fiis01200x;Firenze\n"}
    assert register.run(named).report.changes == 1
    with register.sessions() as session:
        school = session.scalars(select(School)).one()
    assert (school.name, school.code, school.city, school.version) == (
        "IIS Galilei",
        "FIIS01200X",
        "Firenze",
        2,
    )
    assert register.run(named).report.changes == 0
    assert register.run(files).report.changes == 0


def test_a_short_week_is_a_choice_of_the_class(register, files):
    files["classi.csv"] = (
        "nome;anno;sezione;ordine;sede;settimana corta\n"
        "1A LS;1;A;secondaria2;FIPS07000A;SÌ\n1B LS;1;B;secondaria2;FIPS07000A;\n"
    )
    register.run(files)
    with register.sessions() as session:
        weeks = session.scalars(select(SchoolClass.short_week).order_by(SchoolClass.name))
        assert weeks.all() == [True, False]
    files["classi.csv"] = files["classi.csv"].replace("SÌ", "no")
    assert register.run(files).report.changes == 1
    assert register.run(files).report.changes == 0
