"""A small school, the same in every test, and a browser for each person in it.

Today is Tuesday 24 November 2026, 9:05 in Rome, second hour. Two classes:

- 1A (upper secondary, site "Sede centrale"): students anna, bruno, carla, and
  dario, who has a support teacher. Coordinator: coordinatore.
- 2A: luca, brother of anna; adulto, nineteen years old; carlo, son of docente.genitore.

Teachers: docente (mathematics in 1A and 2A), coordinatore (Italian in 1A),
sostegno (supports dario), religione (religion in 1A and 2A), docente.genitore
(history in 1A), estraneo (teaches in neither). Parents: mamma and papa of anna
and luca, altra (of bruno), ristretto (father of bruno, restricted by a court).
Others: dirigente, vicario, segreteria, bidella, admin.

Subjects: ITA, MAT, STO, REL, SOS, CIV. Hours: Monday to Saturday 8-13, five
of 60 minutes, the fifth worth 5/6 of a unit.
"""

from datetime import UTC, date, datetime, time
from fractions import Fraction

from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.accounts.second_factor.policy import SETTING as SECOND_FACTOR
from registro_core.accounts.second_factor.policy import Policy
from registro_core.items import (
    DutyKind,
    ReligionChoice,
    Role,
    SchoolOrder,
    SubjectKind,
    TeachingKind,
)
from registro_core.people.models import (
    GuardianKind,
    Guardianship,
    Person,
    RoleGrant,
    StudentProfile,
)
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    ClassDuty,
    Enrolment,
    Holiday,
    School,
    SchoolClass,
    SchoolYear,
    Site,
    Subject,
    Teaching,
    Term,
)

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YEAR_STARTS, YEAR_ENDS = date(2026, 9, 14), date(2027, 6, 8)

# username -> (surname, given name, birth date, roles)
PEOPLE: dict[str, tuple[str, str, date, tuple[Role, ...]]] = {
    "anna": ("Abate", "Anna", date(2012, 3, 1), ()),
    "bruno": ("Bianchi", "Bruno", date(2012, 5, 2), ()),
    "carla": ("Conti", "Carla", date(2012, 7, 3), ()),
    "dario": ("De Luca", "Dario", date(2012, 9, 4), ()),
    "luca": ("Abate", "Luca", date(2011, 1, 5), ()),
    "adulto": ("Esposito", "Aldo", date(2007, 6, 6), ()),
    "carlo": ("Fontana", "Carlo", date(2011, 8, 7), ()),
    "docente": ("Rossi", "Paola", date(1980, 1, 1), (Role.TEACHER,)),
    "coordinatore": ("Russo", "Franco", date(1975, 1, 1), (Role.TEACHER,)),
    "sostegno": ("Greco", "Silvia", date(1985, 1, 1), (Role.TEACHER,)),
    "religione": ("Gallo", "Pietro", date(1970, 1, 1), (Role.TEACHER,)),
    "docente.genitore": ("Fontana", "Elena", date(1978, 1, 1), (Role.TEACHER,)),
    "estraneo": ("Marino", "Ugo", date(1969, 1, 1), (Role.TEACHER,)),
    "mamma": ("Villa", "Maria", date(1982, 1, 1), ()),
    "papa": ("Abate", "Giorgio", date(1981, 1, 1), ()),
    "altra": ("Neri", "Lucia", date(1983, 1, 1), ()),
    "ristretto": ("Bianchi", "Sergio", date(1979, 1, 1), ()),
    "dirigente": ("Costa", "Laura", date(1965, 1, 1), (Role.HEAD,)),
    "vicario": ("Sala", "Piero", date(1966, 1, 1), (Role.DEPUTY, Role.TEACHER)),
    "segreteria": ("Riva", "Nadia", date(1972, 1, 1), (Role.OFFICE,)),
    "bidella": ("Serra", "Rita", date(1968, 1, 1), (Role.STAFF,)),
    "admin": ("Tecnico", "Ada", date(1990, 1, 1), (Role.ADMIN,)),
}
STUDENTS = {
    "anna": ("1A", ReligionChoice.ATTENDS),
    "bruno": ("1A", ReligionChoice.LEAVES),
    "carla": ("1A", ReligionChoice.ALTERNATIVE),
    "dario": ("1A", ReligionChoice.ATTENDS),
    "luca": ("2A", ReligionChoice.ATTENDS),
    "adulto": ("2A", ReligionChoice.STUDIES_ALONE),
    "carlo": ("2A", ReligionChoice.ATTENDS),
}
GUARDIANS = [
    ("mamma", "anna", GuardianKind.MOTHER),
    ("mamma", "luca", GuardianKind.MOTHER),
    ("papa", "anna", GuardianKind.FATHER),
    ("papa", "luca", GuardianKind.FATHER),
    ("altra", "bruno", GuardianKind.MOTHER),
    ("ristretto", "bruno", GuardianKind.FATHER),
    ("docente.genitore", "carlo", GuardianKind.MOTHER),
]
SUBJECTS = {
    "ITA": ("Italiano", SubjectKind.ORDINARY),
    "MAT": ("Matematica", SubjectKind.ORDINARY),
    "STO": ("Storia", SubjectKind.ORDINARY),
    "REL": ("Religione", SubjectKind.RELIGION),
    "SOS": ("Sostegno", SubjectKind.SUPPORT),
    "CIV": ("Educazione civica", SubjectKind.CIVIC_EDUCATION),
}
TEACHINGS = [
    ("docente", "1A", "MAT", TeachingKind.CURRICULAR),
    ("docente", "2A", "MAT", TeachingKind.CURRICULAR),
    ("coordinatore", "1A", "ITA", TeachingKind.CURRICULAR),
    ("docente.genitore", "1A", "STO", TeachingKind.CURRICULAR),
    ("religione", "1A", "REL", TeachingKind.CURRICULAR),
    ("religione", "2A", "REL", TeachingKind.CURRICULAR),
    ("sostegno", "1A", "SOS", TeachingKind.SUPPORT),
]


def build_school(session: Session) -> dict[str, int]:
    """Fill an empty database with the school; return person ids by user name."""
    # nobody needs a second factor in tests of other things
    settings: dict[str, object] = {SECOND_FACTOR.name: Policy.OPTIONAL.value}
    session.add(
        School(name="Istituto di prova", code="FIIS00000X", city="Firenze", settings=settings)
    )
    people = _people(session)
    classes = _organisation(session)
    _relations(session, people, classes)
    session.flush()
    return people


def _people(session: Session) -> dict[str, int]:
    ids = {}
    for username, (surname, given_name, birth_date, roles) in PEOPLE.items():
        email = f"{username}@example.org"
        person = Person(
            surname=surname,
            given_name=given_name,
            birth_date=birth_date,
            email=email,
            created_at=NOW,
        )
        session.add(person)
        session.flush()
        ids[username] = person.id
        session.add(Account(person_id=person.id, username=username, created_at=NOW))
        for role in roles:
            session.add(RoleGrant(person_id=person.id, role=role, starts_on=YEAR_STARTS))
    return ids


def _organisation(session: Session) -> dict[str, int]:
    site = Site(code="FIPS00000A", name="Sede centrale")
    year = SchoolYear(name="2026/27", starts_on=YEAR_STARTS, ends_on=YEAR_ENDS)
    session.add_all([site, year])
    session.flush()
    session.add_all(
        [
            Term(
                year_id=year.id,
                name="Trimestre",
                starts_on=YEAR_STARTS,
                ends_on=date(2026, 12, 22),
            ),
            Term(
                year_id=year.id,
                name="Pentamestre",
                starts_on=date(2027, 1, 7),
                ends_on=YEAR_ENDS,
            ),
            Holiday(day=date(2026, 12, 8), description="Immacolata"),
        ]
    )
    _bell_schedule(session, site.id)
    classes = {
        name: SchoolClass(
            year_id=year.id,
            site_id=site.id,
            name=name,
            grade=int(name[0]),
            section=name[1],
            order=SchoolOrder.UPPER_SECONDARY,
        )
        for name in ("1A", "2A")
    }
    session.add_all(classes.values())
    session.flush()
    return {name: school_class.id for name, school_class in classes.items()}


def _bell_schedule(session: Session, site_id: int) -> None:
    schedule = BellSchedule(site_id=site_id, valid_from=YEAR_STARTS)
    session.add(schedule)
    session.flush()
    session.add_all(
        BellSlot(
            schedule_id=schedule.id,
            weekday=weekday,
            number=number,
            starts_at=time(7 + number),
            ends_at=time(8 + number),
            units=Fraction(5, 6) if number == 5 else Fraction(1),
        )
        for weekday in range(1, 7)
        for number in range(1, 6)
    )


def _relations(session: Session, people: dict[str, int], classes: dict[str, int]) -> None:
    for student, (class_name, religion) in STUDENTS.items():
        session.add(
            Enrolment(
                student_id=people[student],
                class_id=classes[class_name],
                starts_on=YEAR_STARTS,
                religion=religion,
            )
        )
        session.add(StudentProfile(person_id=people[student]))
    for guardian, student, guardian_kind in GUARDIANS:
        session.add(
            Guardianship(
                student_id=people[student],
                guardian_id=people[guardian],
                kind=guardian_kind,
                starts_on=YEAR_STARTS,
                restricted_from=YEAR_STARTS if guardian == "ristretto" else None,
            )
        )
    subjects = {code: Subject(code=code, name=n, kind=k) for code, (n, k) in SUBJECTS.items()}
    session.add_all(subjects.values())
    session.flush()
    for teacher, class_name, code, kind in TEACHINGS:
        session.add(
            Teaching(
                teacher_id=people[teacher],
                class_id=classes[class_name],
                subject_id=subjects[code].id,
                kind=kind,
                student_id=people["dario"] if kind is TeachingKind.SUPPORT else None,
                weekly_hours=Fraction(4),
                starts_on=YEAR_STARTS,
            )
        )
    session.add(
        ClassDuty(
            class_id=classes["1A"],
            person_id=people["coordinatore"],
            kind=DutyKind.COORDINATOR,
            starts_on=YEAR_STARTS,
        )
    )
