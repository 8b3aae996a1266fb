"""The timetable of Untis (X5): each import a dated version, none ever replaced."""

from datetime import date

import pytest
from sqlalchemy import func, select

from registro_core.api import Group, GroupClass, GroupKind, SchoolClass, TeacherCode
from registro_core.testing import import_files, said
from registro_lessons.models import Timetable, TimetableEntry

GPU = (
    '1,"1A","ROSS1","MAT","aula 3",1,1\r\n'
    '2,"1A","RUSS1","ITA","",1,2\r\n'
    '3,"2A","ROSS1","MAT","",1,2\r\n'
)


@pytest.fixture
def coded(school):
    """The small school with its teachers' codes in the timetable program."""
    with school.session() as session:
        for code, name in [("ROSS1", "docente"), ("RUSS1", "coordinatore"), ("GREC1", "sostegno")]:
            session.add(TeacherCode(code=code, teacher_id=school.people[name]))
    return school


def entries(school):
    """Version's first day, class or group, subject, teacher, weekday, slot, room."""
    with school.session() as session:
        rows = session.execute(
            select(
                Timetable.valid_from,
                TimetableEntry.class_id,
                TimetableEntry.group_id,
                TimetableEntry.teacher_id,
                TimetableEntry.weekday,
                TimetableEntry.slot,
                TimetableEntry.room,
            )
            .join(TimetableEntry, TimetableEntry.timetable_id == Timetable.id)
            .order_by(Timetable.id, TimetableEntry.id)
        )
        return [tuple(row) for row in rows]


def versions(school):
    with school.session() as session:
        return session.scalars(select(Timetable.valid_from).order_by(Timetable.id)).all()


def test_the_first_import_holds_from_the_start_of_the_year(coded):
    report = import_files(coded, {"GPU001.TXT": GPU})
    assert report.changes == 4
    docente, first = coded.people["docente"], coded.classes["1A"]
    assert entries(coded)[0] == (date(2026, 9, 14), first, None, docente, 1, 1, "aula 3")
    assert len(entries(coded)) == 3
    assert "Nuova versione dell’orario dal 14/09/2026." in said(report)[0]


def test_the_same_timetable_again_changes_nothing(coded):
    import_files(coded, {"GPU001.TXT": GPU})
    assert import_files(coded, {"GPU001.TXT": GPU}).changes == 0
    lines = GPU.splitlines(keepends=True)
    shuffled = "".join(reversed(lines)).replace('"', "").replace(",", ";")
    assert import_files(coded, {"gpu001.txt": shuffled}).changes == 0
    assert versions(coded) == [date(2026, 9, 14)]


def test_another_timetable_is_another_version_and_the_first_stays(coded):
    import_files(coded, {"GPU001.TXT": GPU})
    before = entries(coded)
    other = GPU.replace('"",1,2\r\n3', '"",1,3\r\n3')
    report = import_files(coded, {"GPU001.TXT": other}, on=date(2026, 12, 1))
    assert report.changes == 4
    assert versions(coded) == [date(2026, 9, 14), date(2026, 12, 1)]
    assert entries(coded)[:3] == before
    assert import_files(coded, {"GPU001.TXT": other}, on=date(2026, 12, 1)).changes == 0


def test_classes_that_the_file_leaves_out_keep_their_hours(coded):
    import_files(coded, {"GPU001.TXT": GPU})
    only_2a = '3,"2A","ROSS1","MAT","",1,4\r\n'
    report = import_files(coded, {"GPU001.TXT": only_2a})
    assert "1 classi non sono nel file: tengono le ore di prima." in "".join(said(report))
    assert [(entry[0], *entry[4:6]) for entry in entries(coded)[3:]] == [
        (date(2026, 11, 24), 1, 4),
        (date(2026, 11, 24), 1, 1),
        (date(2026, 11, 24), 1, 2),
    ]
    assert import_files(coded, {"GPU001.TXT": only_2a}).changes == 0


def test_a_correction_on_the_same_day_is_a_version_too(coded):
    for hour in (2, 3, 4):
        import_files(coded, {"GPU001.TXT": GPU.replace("1,1\r", f"1,{hour}\r")})
    assert len(versions(coded)) == 3
    assert import_files(coded, {"GPU001.TXT": GPU.replace("1,1\r", "1,4\r")}).changes == 0


def test_class_names_are_compared_without_spaces(coded):
    with coded.session() as session:
        session.get_one(SchoolClass, coded.classes["1A"]).name = "1A LS"
    report = import_files(coded, {"GPU001.TXT": GPU.replace('"1A"', '"1ALS"')})
    assert report.may_run


def test_co_teachers_have_an_entry_each_and_repeated_rows_one(coded):
    rows = GPU + '1,"1A","GREC1","MAT","aula 3",1,1\r\n' + GPU.splitlines()[0] + "\r\n"
    report = import_files(coded, {"GPU001.TXT": rows})
    assert len(entries(coded)) == 4
    assert "Riga uguale alla 1: saltata." in "".join(said(report))


def test_a_group_is_known_by_its_name(coded):
    with coded.session() as session:
        year = session.get_one(SchoolClass, coded.classes["1A"]).year_id
        group = Group(year_id=year, name="1A tedesco", kind=GroupKind.LANGUAGE)
        session.add(group)
        session.flush()
        session.add(GroupClass(group_id=group.id, class_id=coded.classes["1A"]))
        group_id = group.id
    import_files(coded, {"GPU001.TXT": '1,"1ATEDESCO","ROSS1","MAT","",2,1\r\n'})
    assert entries(coded)[0][1:3] == (None, group_id)


def test_one_teacher_in_two_classes_at_once_is_a_warning_unless_it_is_one_lesson(coded):
    clash = GPU + '9,"2A","ROSS1","MAT","",1,1\r\n'
    report = import_files(coded, {"GPU001.TXT": clash})
    assert said(report)[1] == ("GPU001.TXT:4 [docente] Alla stessa ora è anche in 1A (riga 1).")
    together = GPU + '1,"2A","ROSS1","MAT","",1,1\r\n'
    assert said(import_files(coded, {"GPU001.TXT": together})) == []


def test_an_hour_that_the_bell_schedule_does_not_have_is_a_warning(coded):
    report = import_files(coded, {"GPU001.TXT": GPU + '4,"1A","ROSS1","MAT","",1,6\r\n'})
    assert said(report)[1] == (
        "GPU001.TXT:4 [ora] La scansione oraria della sede non ha quest’ora: non si vedrà."
    )


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ('4,"1A","NOBO1","MAT","",1,3', "docente", "La sigla «NOBO1» non è di nessun docente."),
        ('4,"9Z","ROSS1","MAT","",1,3', "classe", "«9Z» non esiste"),
        ('4,"1A","ROSS1","XXX","",1,3', "materia", "«XXX» non esiste"),
        ('4,"1A","ROSS1","MAT","",8,3', "giorno", "da 1 a 7"),
        ('4,"1A","ROSS1","MAT","",1,x', "ora", "numero intero"),
        ('4,"1A","ROSS1","MAT"', "giorno", "obbligatorio"),
        ('4,"1A","","MAT","",1,3', "docente", "obbligatorio"),
    ],
)
def test_a_bad_row_is_refused_and_nothing_is_written(coded, row, column, text):
    report = import_files(coded, {"GPU001.TXT": f"{GPU}{row}\r\n"})
    assert not report.may_run
    assert any(
        line.startswith(f"GPU001.TXT:4 [{column}]") and text in line for line in said(report)
    )
    with coded.session() as session:
        assert session.scalar(select(func.count()).select_from(Timetable)) == 0
