"""All or nothing: what is refused, at which row and column, and that nothing is written then."""

import pytest

from registro_core.imports import services
from registro_core.imports.files import CORE_KINDS
from registro_core.imports.report import Outcome, Severity
from registro_core.items import SYSTEM
from registro_core.people.models import Person
from registro_core.plugins import PluginError
from registro_core.school.models import SchoolYear, Site


def test_one_bad_row_and_nothing_is_written(register, files):
    files["alunni.csv"] += "Rossi;Ada;F;31/02/2012;;Italia;1A LS;S;;\n"
    plan = register.plan(files)
    assert register.messages(plan, Severity.ERROR) == [
        "alunni.csv:5 [data_nascita] Il giorno «31/02/2012» non esiste."
    ]
    with register.sessions.begin() as session, pytest.raises(services.ImportRefused):
        services.run(session, register.plugins, plan, SYSTEM, register.now)
    assert register.count(Person) == register.count(Site) == register.count(SchoolYear) == 0


@pytest.mark.parametrize(
    ("name", "row", "column", "text"),
    [
        ("sedi.csv", ";Senza codice;\n", "codice_meccanografico", "obbligatorio"),
        ("sedi.csv", "FIPS07000A;Altro;\n", "codice_meccanografico", "La riga 2 dice già altro"),
        ("classi.csv", "1C;x;C;secondaria2;;FIPS07000A\n", "anno", "numero intero"),
        ("classi.csv", "1C;1;C;liceo;;FIPS07000A\n", "ordine", "non è fra"),
        ("classi.csv", "1C;1;C;secondaria2;;FIPS07000B\n", "sede", "forse «FIPS07000A»"),
        ("materie.csv", "MAT;Matematica;strana\n", "tipo", "non è fra"),
        ("periodi.csv", "Terzo;2027-06-20;2027-06-10\n", "al", "prima di cominciare"),
        ("periodi.csv", "Terzo;20/06/27;2027-06-30\n", "dal", "quattro cifre"),
        ("calendario.csv", "8 dicembre;Festa\n", "data", "non è una data"),
        ("scansione.csv", "FIPS07000A;8;1;08:00;09:00;1\n", "giorno", "non è fra"),
        ("scansione.csv", "FIPS07000A;2;1;09:00;08:00;1\n", "fine", "prima di cominciare"),
        ("scansione.csv", "FIPS07000A;2;1;9;10:00;1\n", "inizio", "non è un orario"),
        ("scansione.csv", "FIPS07000A;2;1;08:00;09:00;0\n", "unita", "più di 0"),
        ("scansione.csv", "FIPS07000A;2;1;08:00;09:00;1/0\n", "unita", "non è un numero"),
        ("scansione.csv", "FIPS07000A;1;3;09:30;10:30;1\n", "inizio", "Si sovrappone alla 2ª"),
        ("docenti.csv", "Rossi;Ada;F;;;;\n", "codice_fiscale", "Serve il codice fiscale"),
        ("docenti.csv", "Rossi;Ada;F;;RSSDAA85T10A56;;\n", "codice_fiscale", "14 caratteri"),
        ("docenti.csv", "Rossi;Ada;F;01/01/2030;;;\n", "data_nascita", "non è possibile"),
        ("docenti.csv", "Rossi;Ada;X;01/01/1980;;;\n", "sesso", "non è fra"),
        ("ata.csv", ";Ada;;;\n", "cognome", "obbligatorio"),
        ("alunni.csv", "Rossi;Ada;F;03/04/2012;;Italia;1Z;S;;\n", "classe", "non esiste"),
        ("alunni.csv", "Rossi;Ada;F;03/04/2012;;Italia;;S;;\n", "classe", "obbligatorio"),
        ("alunni.csv", "Rossi;Ada;F;03/04/2012;;Italia;1ALS;Q;;\n", "religione", "non è fra"),
        (
            "alunni.csv",
            "Hu;Mei;F;25/07/2012;HUXMEI12L65L378E;Cina;1A LS;A;;\n",
            "codice_fiscale",
            "La riga 4 dice già altro",
        ),
        ("tutori.csv", "Nessuno Noto;madre;Li;Na;F;01/01/1980;;;\n", "alunno", "non è noto"),
        ("tutori.csv", "HUXMEI12L65L378E;zia;Li;Na;F;01/01/1980;;;\n", "ruolo", "non è fra"),
        (
            "tutori.csv",
            "HUXMEI12L65L378E;altro;Hu;Mei;F;25/07/2012;HUXMEI12L65L378E;;\n",
            "codice_fiscale",
            "Nessuno è tutore di sé stesso",
        ),
        ("cattedre.csv", "HUXMEI12L65L378E;1A LS;ITA;N;4;;;;\n", "docente", "non è fra i docenti"),
        ("cattedre.csv", "FRRMTN87D57H501W;1A LS;MAT;N;4;;;;\n", "materia", "non esiste"),
        ("cattedre.csv", "FRRMTN87D57H501W;1A LS;REL;N;x;;;;\n", "ore", "non è un numero"),
        ("cattedre.csv", "FRRMTN87D57H501W;1A LS;REL;N;1;;;2026-08-01;\n", "dal", "fuori dall"),
        (
            "cattedre.csv",
            "FRRMTN87D57H501W;1A LS;REL;N;1;;FRRMTN87D57H501W;;\n",
            "supplente_di",
            "Nessuno è supplente di sé stesso",
        ),
        ("sigle_docenti.csv", "FERR1;MRNMTT66R14A271V\n", "sigla", "La riga 2 dice già altro"),
        ("sigle_docenti.csv", "XXX;AAAAAA00A00A000A\n", "codice_fiscale", "non è noto"),
    ],
)
def test_a_bad_row_is_refused_with_its_column(register, files, name, row, column, text):
    files[name] += row
    line = files[name].count("\n")
    plan = register.plan(files)
    said = register.messages(plan, Severity.ERROR)
    assert len(said) == 1
    assert said[0].startswith(f"{name}:{line} [{column}]")
    assert text in said[0]
    assert plan.report.count(Outcome.REFUSED) == 1


def test_all_faults_of_a_row_are_told_at_once(register, files):
    files["alunni.csv"] += "Rossi;;X;2012;RSS;Italia;1Z;Q;;no\n"
    columns = {
        m.split("[")[1].split("]")[0]
        for m in register.messages(register.plan(files), Severity.ERROR)
    }
    assert columns == {
        "nome",
        "sesso",
        "data_nascita",
        "codice_fiscale",
        "classe",
        "religione",
    }


def test_what_refers_to_a_refused_row_says_so(register, files):
    files["alunni.csv"] = files["alunni.csv"].replace("Hu;Mei;F;25/07/2012", "Hu;Mei;F;32/07/2012")
    assert register.messages(register.plan(files), Severity.ERROR)[1] == (
        "tutori.csv:4 [alunno] La riga di questa persona (alunni.csv:4) è rifiutata."
    )


def test_overlapping_terms_are_refused(register, files):
    files["periodi.csv"] += "Terzo;2026-12-01;2026-12-31\n"
    assert "si sovrappongono" in "".join(register.messages(register.plan(files), Severity.ERROR))


def test_two_files_of_a_kind_are_refused(register, files):
    files["studenti.csv"] = files["alunni.csv"]
    assert any(
        "sono lo stesso tipo" in m for m in register.messages(register.plan(files), Severity.ERROR)
    )


def test_no_file_at_all_is_an_error_and_a_stray_one_a_warning(register, files):
    assert not register.plan({}).report.may_run
    plan = register.plan({"alumni.csv": "", "leggimi.pdf": b"%PDF"} | files)
    assert plan.report.may_run
    assert register.messages(plan, Severity.WARNING) == [
        ":0 [] «alumni.csv» non è letto: forse «alunni.csv»?",
        ":0 [] «leggimi.pdf» non è fra i file da importare: non è letto.",
    ]


def test_missing_and_empty_files_are_no_fault(register, files):
    register.run(files)
    for name in ("sedi.csv", "materie.csv", "docenti.csv", "periodi.csv", "classi.csv"):
        del files[name]
    files |= {"ata.csv": "", "calendario.csv": "data;descrizione\n"}
    assert register.run(files).report.changes == 0


def test_students_alone_are_enough_once_classes_are_there(register, files):
    register.run({name: files[name] for name in ("sedi.csv", "classi.csv")})
    plan = register.run(
        {"alunni.csv": "cognome,nome,data di nascita,classe\nLi,Na,3/4/2012,1als\n"}
    )
    assert plan.report.changes == 3  # person, account, enrolment
    assert "avvalentesi" in "".join(register.messages(plan, Severity.WARNING))


def test_without_terms_the_year_is_a_usual_one_with_a_warning(register, files):
    del files["periodi.csv"]
    plan = register.run(files)
    assert "dal 01/09/2026 al 30/06/2027" in "".join(register.messages(plan, Severity.WARNING))
    assert register.run(files).report.changes == 0


def test_hostile_cells_are_data_and_nothing_else(register, files):
    files["alunni.csv"] += (
        '<script>alert(1)</script>;=HYPERLINK(1);F;03/04/2012;;"\'; DROP TABLE";1A LS;S;;\n'
    )
    register.run(files)
    assert register.person("<script>alert(1)</script>", "=HYPERLINK(1)").citizenship.startswith("'")


def test_a_bad_mail_or_telephone_is_left_out_with_a_warning(register, files):
    files["tutori.csv"] += "HUXMEI12L65L378E;madre;Li;Na;F;01/01/1980;;li@;tel. casa\n"
    plan = register.run(files)
    assert [m.split("]")[0] for m in register.messages(plan, Severity.WARNING)][-3:] == [
        "tutori.csv:5 [cellulare",
        "tutori.csv:5 [codice_fiscale",
        "tutori.csv:5 [email",
    ]
    assert (register.person("Li", "Na").email, register.person("Li", "Na").phone) == (None, None)


def test_where_a_list_is_missing_it_is_said(register, files):
    del files["sedi.csv"]
    assert "manca il file che ne dà l’elenco" in register.messages(register.plan(files))[0]


def test_two_kinds_for_one_file_are_refused_with_the_mend(register, monkeypatch):
    plugin = register.plugins.loaded[0]
    twice = [(plugin, CORE_KINDS[0]), (plugin, CORE_KINDS[0])]
    monkeypatch.setattr(type(register.plugins), "by_plugin", lambda _self, _hook: twice)
    with pytest.raises(PluginError, match="give it another stem"):
        services.kinds_of(register.plugins)
