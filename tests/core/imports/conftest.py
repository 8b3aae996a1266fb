"""A register without a school in it, and a small school's files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from registro_core.clock import school_day
from registro_core.db.engine import make_engine
from registro_core.db.migrate import migrate
from registro_core.imports import services
from registro_core.imports.plan import Plan, Upload
from registro_core.imports.report import Severity
from registro_core.items import SYSTEM
from registro_core.people.codice_fiscale import check_letter
from registro_core.people.models import Person
from registro_core.plugins import Plugins
from registro_core.testing.databases import Databases

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# Two classes, three students (one of them disabled), two teachers, one parent who teaches.
FILES = {
    "sedi.csv": "codice_meccanografico;nome;indirizzo\nFIPS07000A;Liceo;Via delle Rose 12\n",
    "periodi.csv": "nome;dal;al\nTrimestre;2026-09-14;2026-12-22\nPentamestre;07/01/2027;08/06/2027\n",
    "calendario.csv": "data;descrizione\n2026-12-08;Immacolata\n",
    "scansione.csv": (
        "sede;giorno;ora;inizio;fine;unita\n"
        "FIPS07000A;1;1;08:00;09:00;1\nFIPS07000A;1;2;09:00;09:50;5/6\n"
    ),
    "classi.csv": (
        "nome;anno;sezione;ordine;indirizzo;sede\n"
        "1A LS;1;A;secondaria2;Liceo scientifico;FIPS07000A\n"
        "1B LS;1;B;secondaria2;Liceo scientifico;FIPS07000A\n"
    ),
    "materie.csv": (
        "codice;nome;tipo\nITA;Italiano;normale\nREL;Religione;religione\nSOS;Sostegno;sostegno\n"
    ),
    "docenti.csv": (
        "cognome;nome;sesso;data_nascita;codice_fiscale;email;classe_concorso\n"
        "Ferrara;Martina;F;17/04/1987;FRRMTN87D57H501W;martina.ferrara@scuola.example;ITA\n"
        "Marini;Matteo;M;14/10/1966;MRNMTT66R14A271V;matteo.marini@scuola.example;SOS\n"
    ),
    "ata.csv": (
        "cognome;nome;codice_fiscale;email;ruolo\n"
        "Guerra;Fabio;GRRFBA65E05L219V;ufficio@scuola.example;assistente amministrativo\n"
    ),
    "alunni.csv": (
        "cognome;nome;sesso;data_nascita;codice_fiscale;cittadinanza;classe;religione;bes;email\n"
        "Popescu;Andrei;M;11/07/2012;PPSNDR12L11F205T;Romania;1A LS;U;;andrei@studenti.example\n"
        "Greco;Daniela;F;01/07/2012;GRCDNL12L41G478S;Italia;1A LS;S;H;daniela@studenti.example\n"
        "Hu;Mei;F;25/07/2012;HUXMEI12L65L378E;Cina;1B LS;A;;mei@studenti.example\n"
    ),
    "tutori.csv": (
        "alunno;ruolo;cognome;nome;sesso;data_nascita;codice_fiscale;email;cellulare\n"
        "PPSNDR12L11F205T;madre;Ionescu;Maria;F;08/03/1970;NSCMRA70C48Z129A;m@posta.example;368 355\n"
        "GRCDNL12L41G478S;madre;Ferrara;Martina;F;17/04/1987;FRRMTN87D57H501W;casa@posta.example;\n"
        "HUXMEI12L65L378E;padre;Hu;Ming;M;04/12/1976;HUXMNG76T04Z210W;;3229236412\n"
    ),
    "cattedre.csv": (
        "docente;classe;materia;tipo;ore;alunno;supplente_di;dal;al\n"
        "FRRMTN87D57H501W;1A LS;ITA;N;4;;;2026-09-14;\n"
        "FRRMTN87D57H501W;1B LS;ITA;N;4;;;2026-09-14;\n"
        "MRNMTT66R14A271V;1A LS;SOS;S;9;GRCDNL12L41G478S;;2026-09-14;\n"
        "MRNMTT66R14A271V;1B LS;ITA;N;4;;FRRMTN87D57H501W;12/10/2026;\n"
    ),
    "sigle_docenti.csv": "sigla;codice_fiscale\nFERR1;FRRMTN87D57H501W\nMARI1;MRNMTT66R14A271V\n",
}
FILES["tutori.csv"] = FILES["tutori.csv"].replace("368 355", "368 3555937")


@dataclass
class Register:
    """A register to import into, one transaction for each import."""

    sessions: sessionmaker[Session]
    plugins: Plugins
    now: datetime = NOW

    def plan(self, files: Mapping[str, str | bytes], on: date | None = None) -> Plan:
        """A dry run."""
        with self.sessions.begin() as session:
            return self._plan(session, files, on)

    def run(self, files: Mapping[str, str | bytes], on: date | None = None) -> Plan:
        """A real run, which must have no errors."""
        with self.sessions.begin() as session:
            plan = self._plan(session, files, on)
            assert plan.report.may_run, self.messages(plan, Severity.ERROR)
            changed = plan.report.changes
            services.run(session, self.plugins, plan, SYSTEM, self.now)
            assert plan.report.changes == changed
            return plan

    def count(self, model: type) -> int:
        with self.sessions.begin() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def person(self, surname: str, given_name: str) -> Person:
        with self.sessions.begin() as session:
            statement = select(Person).where(
                Person.surname == surname, Person.given_name == given_name
            )
            return session.scalars(statement).one()

    @staticmethod
    def messages(plan: Plan, *severities: Severity) -> list[str]:
        """What the report says, as `file:line [column] text`."""
        wanted = severities or tuple(Severity)
        return [
            f"{name}:{finding.line} [{finding.column}] {finding.text.interpolate()}"  # type: ignore[union-attr]
            for name, finding in plan.report.every_finding()
            if finding.severity in wanted
        ]

    @staticmethod
    def cf(body: str) -> str:
        """A codice fiscale, from its first fifteen characters."""
        return body + check_letter(body)

    def _plan(self, session: Session, files: Mapping[str, str | bytes], on: date | None) -> Plan:
        uploads = [
            Upload(name, content.encode() if isinstance(content, str) else content)
            for name, content in files.items()
        ]
        return services.dry_run(session, self.plugins, uploads, self.now, school_day(self.now), on)


@pytest.fixture(scope="session")
def empty_database(databases: Databases) -> str:
    url = databases.create()
    migrate(url, Plugins(()))
    return url


@pytest.fixture
def engine(databases: Databases, empty_database: str) -> Iterator[Engine]:
    url = databases.copy(empty_database)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(sessionmaker(engine, expire_on_commit=False), Plugins(()))


@pytest.fixture
def files() -> dict[str, str | bytes]:
    return dict(FILES)
