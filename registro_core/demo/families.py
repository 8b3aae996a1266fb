"""Students and their guardians."""

from dataclasses import dataclass
from datetime import date, timedelta

from registro_core.demo.names import Origin
from registro_core.demo.people import YEAR, Invented, People
from registro_core.items import ReligionChoice
from registro_core.people.models import GuardianKind, Guardianship, Sex, StudentProfile
from registro_core.school.models import Enrolment

# Of a hundred students.
SIBLINGS = 0.06
ONE_PARENT = 0.08

RELIGION = {
    ReligionChoice.ATTENDS: 78,
    ReligionChoice.ALTERNATIVE: 9,
    ReligionChoice.LEAVES: 7,
    ReligionChoice.STUDIES_ALONE: 4,
    ReligionChoice.ASSISTED_STUDY: 2,
}
# Code of the office: disability, specific learning disorder, other special needs.
NEEDS = ("D", "B")
NEEDS_SHARE = 0.07


@dataclass(frozen=True)
class Family:
    """Parents, and the surname and origin their children share."""

    surname: str
    origin: Origin | None
    guardians: tuple[tuple[Invented, GuardianKind], ...]
    grade: int


@dataclass(frozen=True)
class Student:
    """A student as made, before the class is put in order."""

    person: Invented
    guardian_ids: tuple[int, ...]
    religion: ReligionChoice


class Families:
    """Makes students with parents; some have a brother or sister in another class."""

    def __init__(self, people: People, first_day: date) -> None:
        """Enrolments and guardianships begin with the school year."""
        self.people = people
        self.rows = people.rows
        self.random = people.random
        self.first_day = first_day
        self._waiting: list[Family] = []

    def make_family(self, grade: int, parents: int = 2) -> Family:
        """Make parents for a student of a grade."""
        origin = self.people.origin()
        surname = self.people.surname(origin)
        mother = self._parent(Sex.FEMALE, self.people.surname(origin), origin)
        guardians = [(mother, GuardianKind.MOTHER)]
        if parents > 1:
            guardians.append((self._parent(Sex.MALE, surname, origin), GuardianKind.FATHER))
        return Family(surname, origin, tuple(guardians), grade)

    def family_for(self, grade: int) -> Family:
        """Return the family of a next student: a new one, or one with a child in another grade."""
        known = [family for family in self._waiting if family.grade != grade]
        if known and self.random.random() < SIBLINGS:
            family = self.random.choice(known)
            self._waiting.remove(family)
            return family
        family = self.make_family(grade, 1 if self.random.random() < ONE_PARENT else 2)
        self._waiting.append(family)
        return family

    def _parent(self, sex: Sex, surname: str, origin: Origin | None) -> Invented:
        name = self.people.given_name(sex, origin)
        return self.people.make(sex, surname, name, self.people.adult_birth(40, 58), origin)

    def birth(self, grade: int) -> date:
        """Draw a birthday: in grade 5 some are of age when school begins, some not yet."""
        oldest = self.first_day - timedelta(days=int((13.7 + grade) * YEAR))
        return oldest + timedelta(days=self.random.randrange(365))

    def make_student(
        self, family: Family, class_id: int, grade: int, birth: date | None = None, needs: str = ""
    ) -> Student:
        """Add a student of a family to a class."""
        sex = self.people.sex()
        name = self.people.given_name(sex, family.origin, young=True)
        born = birth or self.birth(grade)
        person = self.people.make(sex, family.surname, name, born, family.origin)
        religion = self._religion()
        self.rows.add(
            Enrolment,
            student_id=person.id,
            class_id=class_id,
            starts_on=self.first_day,
            religion=religion,
        )
        self.rows.add_bare(
            StudentProfile,
            person_id=person.id,
            special_needs=needs or self._needs(),
            may_self_justify=True,
        )
        for guardian, kind in family.guardians:
            self._bind(person, guardian, kind)
        ids = tuple(guardian.id for guardian, _ in family.guardians)
        return Student(person, ids, religion)

    def _bind(self, student: Invented, guardian: Invented, kind: GuardianKind) -> None:
        self.rows.add(
            Guardianship,
            student_id=student.id,
            guardian_id=guardian.id,
            kind=kind,
            can_justify=True,
            starts_on=self.first_day,
        )

    def _religion(self) -> ReligionChoice:
        return self.random.choices(list(RELIGION), list(RELIGION.values()))[0]

    def _needs(self) -> str | None:
        return self.random.choice(NEEDS) if self.random.random() < NEEDS_SHARE else None
