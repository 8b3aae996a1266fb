"""Who a row is about: by codice fiscale, else by name and day of birth; and what a re-import changes."""

from sqlalchemy import select

from registro_core.imports.report import Outcome, Severity
from registro_core.people.models import Guardianship, Person, RoleGrant


def student(surname: str, given: str, born: str, code: str, more: str = "Italia;1A LS;S;;") -> str:
    return f"{surname};{given};F;{born};{code};{more}\n"


def test_a_student_without_code_is_found_by_name_and_day_of_birth(register, files):
    files["alunni.csv"] += student("D'Amico", "Zoé", "03/04/2012", "")
    plan = register.run(files)
    assert any(
        "Codice fiscale mancante" in line for line in register.messages(plan, Severity.WARNING)
    )
    assert register.run(files).report.changes == 0

    code = register.cf("DMCZOE12D43F205")
    files["alunni.csv"] = files["alunni.csv"].replace(
        "D'Amico;Zoé;F;03/04/2012;;", f"D’AMICO;Zoe;F;2012-04-03;{code};"
    )
    register.run(files)
    assert register.count(Person) == 9
    assert register.person("D’AMICO", "Zoe").codice_fiscale == code


def test_a_provisional_code_gives_way_to_the_definitive_one_and_never_back(register, files):
    code = register.cf("DMCZOE12D43F205")
    provisional = files | {
        "alunni.csv": files["alunni.csv"] + student("D'Amico", "Zoe", "03/04/2012", "12345678901")
    }
    definitive = files | {
        "alunni.csv": files["alunni.csv"] + student("D'Amico", "Zoe", "03/04/2012", code)
    }
    register.run(provisional)
    register.run(definitive)
    assert register.person("D'Amico", "Zoe").codice_fiscale == code
    plan = register.run(provisional)
    assert plan.report.changes == 0
    assert register.person("D'Amico", "Zoe").codice_fiscale == code


def test_an_omocodic_code_is_a_person_of_its_own(register, files):
    plain = register.cf("RSSMRA12D43F205")
    omocodic = register.cf("RSSMRA12D43F20R")
    files["alunni.csv"] += student("Rossi", "Maria", "03/04/2012", plain)
    files["alunni.csv"] += student("Rossi", "Mara", "03/04/2012", omocodic)
    register.run(files)
    assert register.person("Rossi", "Mara").codice_fiscale == omocodic
    assert register.run(files).report.changes == 0


def test_two_of_one_name_and_birth_without_code_are_refused(register, files):
    first, second = register.cf("RSSMRA12D43F205"), register.cf("RSSMRA12D43H501")
    files["alunni.csv"] += student("Rossi", "Maria", "03/04/2012", first)
    files["alunni.csv"] += student("Rossi", "Maria", "03/04/2012", second)
    register.run(files)
    files["alunni.csv"] = files["alunni.csv"].replace(first, "")
    plan = register.plan(files)
    assert any(
        "Più persone hanno questo nome" in line for line in register.messages(plan, Severity.ERROR)
    )


def test_a_code_in_small_letters_with_spaces_is_the_same(register, files):
    register.run(files)
    files["alunni.csv"] = files["alunni.csv"].replace("PPSNDR12L11F205T", " pps ndr 12l11 f205t ")
    files["tutori.csv"] = files["tutori.csv"].replace("PPSNDR12L11F205T;m", "ppsndr12l11f205t ;m")
    assert register.run(files).report.changes == 0


def test_a_code_of_somebody_else_is_refused(register, files):
    files["tutori.csv"] += "HUXMEI12L65L378E;madre;Li;Na;F;01/01/1980;NSCMRA70C48Z129A;;\n"
    plan = register.plan(files)
    assert any("è di Ionescu Maria" in line for line in register.messages(plan, Severity.ERROR))


def test_name_birth_and_sex_that_disagree_with_the_code_are_worth_a_warning(register, files):
    files["alunni.csv"] = files["alunni.csv"].replace(
        "Popescu;Andrei;M;11/07/2012", "Andrei;Popescu;F;12/07/2012"
    )
    plan = register.plan(files)
    said = "\n".join(register.messages(plan, Severity.WARNING))
    assert "Cognome e nome sembrano scambiati" in said
    assert "dice nato il 11/07/2012" in said
    assert "dice M" in said
    assert plan.report.may_run


def test_an_empty_cell_never_erases(register, files):
    register.run(files)
    files["tutori.csv"] = files["tutori.csv"].replace(";m@posta.example;368 3555937", ";;")
    files["alunni.csv"] = files["alunni.csv"].replace(";S;H;", ";;;")
    assert register.run(files).report.changes == 0
    assert register.person("Ionescu", "Maria").email == "m@posta.example"


def test_two_rows_that_contradict_each_other_do_not_change_to_and_fro(register, files):
    files["tutori.csv"] += (
        "HUXMEI12L65L378E;altro;Ionescu;Maria;F;08/03/1970;NSCMRA70C48Z129A;other@posta.example;\n"
    )
    plan = register.run(files)
    said = register.messages(plan, Severity.WARNING)
    assert any("tutori.csv:5 [email] Valore diverso da quello di tutori.csv:2" in s for s in said)
    assert register.run(files).report.changes == 0
    assert register.person("Ionescu", "Maria").email == "m@posta.example"


def test_a_new_guardian_is_added_and_a_closed_tie_stays_closed(register, files):
    register.run(files)
    files["tutori.csv"] += (
        "HUXMEI12L65L378E;madre;Hu;Xin;F;14/09/1976;HUXXNI76P54Z210D;xin@posta.example;\n"
    )
    plan = register.run(files)
    assert plan.report.count(Outcome.CREATED) == 1
    assert plan.report.changes == 3  # person, account, tie
    with register.sessions.begin() as session:
        tie = session.scalars(
            select(Guardianship)
            .join(Person, Person.id == Guardianship.guardian_id)
            .where(Person.given_name == "Xin")
        ).one()
        tie.ends_on = register.now.date().replace(day=1)
    plan = register.run(files)
    assert plan.report.changes == 0
    assert any("resta chiuso" in line for line in register.messages(plan, Severity.WARNING))


def test_a_restricted_guardian_stays_restricted(register, files):
    register.run(files)
    with register.sessions.begin() as session:
        for tie in session.scalars(select(Guardianship)):
            tie.restricted_from = register.now.date()
    plan = register.run(files)
    assert plan.report.changes == 0
    assert any("resta limitato" in line for line in register.messages(plan, Severity.WARNING))


def test_a_guardian_without_code_and_birth_is_found_among_those_of_the_student(register, files):
    files["tutori.csv"] += "HUXMEI12L65L378E;madre;Li;Na;F;;;li.na@posta.example;\n"
    register.run(files)
    assert register.run(files).report.changes == 0
    files["tutori.csv"] += "PPSNDR12L11F205T;altro;Li;Na;F;;;;\n"
    assert register.run(files).report.changes == 3


def test_a_student_is_named_in_full_where_there_is_no_code(register, files):
    files["alunni.csv"] += student("De Rosa", "Zoe Anna", "03/04/2012", "")
    files["tutori.csv"] += "Zoe Anna De Rosa;madre;Li;Na;F;01/01/1980;;;\n"
    register.run(files)
    assert register.count(Guardianship) == 4
    files["tutori.csv"] += "Rossi Maria;madre;Lu;Na;F;01/01/1980;;;\n"
    assert any("«Rossi Maria» non è noto" in m for m in register.messages(register.plan(files)))


def test_office_and_staff_get_their_role_but_a_file_makes_no_head(register, files):
    files["ata.csv"] += "Rossi;Ada;RSSDAA65E45L219X;;Dirigente scolastico\n".replace(
        "RSSDAA65E45L219X", register.cf("RSSDAA65E45L219")
    )
    plan = register.run(files)
    assert any(
        "va dato dall’amministratore" in m for m in register.messages(plan, Severity.WARNING)
    )
    with register.sessions.begin() as session:
        roles = sorted(session.scalars(select(RoleGrant.role)))
    assert roles == ["office", "staff", "teacher", "teacher"]
    fabio = register.person("Guerra", "Fabio")
    assert (fabio.birth_date.isoformat(), fabio.sex) == ("1965-05-05", "M")


def test_a_shared_school_mailbox_is_worth_a_warning(register, files):
    files["alunni.csv"] = files["alunni.csv"].replace("daniela@", "andrei@")
    assert any("La stessa casella" in m for m in register.messages(register.plan(files)))
