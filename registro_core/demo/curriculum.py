"""What the demo school teaches: subjects, and the posts that teachers hold."""

from dataclasses import dataclass

from registro_core.items import SubjectKind


@dataclass(frozen=True)
class DemoSubject:
    """A subject and its slots a week in every class."""

    code: str
    name: str
    weekly_slots: int
    kind: SubjectKind = SubjectKind.ORDINARY


SUBJECTS = (
    DemoSubject("ITA", "Lingua e letteratura italiana", 4),
    DemoSubject("STO", "Storia", 2),
    DemoSubject("ING", "Lingua inglese", 3),
    DemoSubject("MAT", "Matematica", 4),
    DemoSubject("INF", "Informatica", 3),
    DemoSubject("FIS", "Fisica", 3),
    DemoSubject("SCN", "Scienze naturali", 3),
    DemoSubject("GEO", "Geografia", 3),
    DemoSubject("DIR", "Diritto ed economia", 2),
    DemoSubject("DIS", "Disegno e storia dell'arte", 2),
    DemoSubject("SMO", "Scienze motorie e sportive", 2),
    DemoSubject("REL", "Religione cattolica", 1, SubjectKind.RELIGION),
    DemoSubject("CIV", "Educazione civica", 0, SubjectKind.CIVIC_EDUCATION),
    DemoSubject("ALT", "Attività alternativa", 0),
    DemoSubject("SOS", "Sostegno", 0, SubjectKind.SUPPORT),
)

# Hours a teacher has at most.
FULL_POST = 18

# Subjects that one teacher has together in a class. Each fills up to 18 hours.
POSTS = (
    ("ITA", "STO"),
    ("MAT",),
    ("ING",),
    ("INF",),
    ("FIS",),
    ("SCN",),
    ("GEO",),
    ("DIR",),
    ("DIS",),
    ("SMO",),
    ("REL",),
)

# The teacher of the laboratory follows the one of the subject, for some of its slots.
LAB_SUBJECT, LAB_SLOTS = "INF", 2
# Civic education is entrusted to the teacher of law, within the hours of all.
CIVIC_POST = "DIR"
# Support: slots a week that one student gets.
SUPPORT_SLOTS = 9


def slots_of(code: str) -> int:
    """Return the slots a week of a subject."""
    return next(subject.weekly_slots for subject in SUBJECTS if subject.code == code)


def classes_of_post(codes: tuple[str, ...]) -> int:
    """Return how many classes one teacher of these subjects can have."""
    return FULL_POST // sum(map(slots_of, codes))
