"""Filling the classes with students, those worth remembering first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from registro_core.demo.families import Families, Family, Student
from registro_core.demo.layout import ClassPlan
from registro_core.demo.people import YEAR, Invented
from registro_core.people.models import GuardianKind, Sex

# Places of these classes in the plan: 1A, 2A, 4A and 5A.
TEACHERS_SON, FIRST_CHILD, SECOND_CHILD, ADULT = 0, 1, 3, 4
# Every so many students there is one with a support teacher.
SUPPORTED_SHARE = 30


@dataclass
class ClassLists:
    """The students of each class, and the people among them who get a sign-in to remember."""

    by_class: dict[int, list[Student]] = field(default_factory=dict)
    sign_ins: dict[str, int] = field(default_factory=dict)
    # Students with a support teacher, and their class.
    supported: list[tuple[int, Student]] = field(default_factory=list)
    guardians: dict[int, Invented] = field(default_factory=dict)


class Filling:
    """Fills the classes."""

    def __init__(self, families: Families, plans: Mapping[int, ClassPlan], first_day: date) -> None:
        """`plans` holds what is planned for each class id, in order."""
        self.families = families
        self.plans = plans
        self.first_day = first_day
        self.lists = ClassLists({class_id: [] for class_id in plans})

    def fill(self, teacher_with_son: Invented) -> ClassLists:
        """Make all students; each class ends up in the order of the register."""
        self._family_of_two()
        self._adult()
        self._son_of(teacher_with_son)
        for class_id, plan in self.plans.items():
            self._fill_up(class_id, plan)
        return self.lists

    def _fill_up(self, class_id: int, plan: ClassPlan) -> None:
        students = self.lists.by_class[class_id]
        while len(students) < plan.students:
            needs = "H" if self._is_time_for_support(class_id) else ""
            student = self._add(self.families.family_for(plan.grade), class_id, needs=needs)
            if needs:
                self.lists.supported.append((class_id, student))
        students.sort(key=lambda each: (each.person.surname, each.person.given_name))

    def _is_time_for_support(self, class_id: int) -> bool:
        """The class of the first child has the first of them, so that `sostegno` works there."""
        if not self.lists.supported:
            return class_id == self._class_at(FIRST_CHILD)
        made = sum(map(len, self.lists.by_class.values()))
        return made >= SUPPORTED_SHARE * (len(self.lists.supported) + 1)

    def _add(
        self, family: Family, class_id: int, birth: date | None = None, needs: str = ""
    ) -> Student:
        student = self.families.make_student(
            family, class_id, self.plans[class_id].grade, birth, needs
        )
        self.lists.by_class[class_id].append(student)
        self.lists.guardians |= {guardian.id: guardian for guardian, _ in family.guardians}
        return student

    def _class_at(self, index: int) -> int:
        ids: Sequence[int] = list(self.plans)
        return ids[index]

    def _born(self, years: float) -> date:
        """Return the birthday of somebody of an age on the first day of school."""
        return self.first_day - timedelta(days=int(years * YEAR))

    def _family_of_two(self) -> None:
        """A minor and a brother or sister, minor for the whole year, with both parents."""
        family = self.families.make_family(grade=2)
        first = self._add(family, self._class_at(FIRST_CHILD), self._born(14.9))
        self._add(family, self._class_at(SECOND_CHILD), self._born(16.9))
        mother, father = (guardian.id for guardian, _ in family.guardians)
        self.lists.sign_ins |= {
            "genitore": mother,
            "genitore2": father,
            "studente": first.person.id,
        }

    def _adult(self) -> None:
        family = self.families.make_family(grade=5)
        student = self._add(family, self._class_at(ADULT), self._born(18.3))
        self.lists.sign_ins["maggiorenne"] = student.person.id

    def _son_of(self, teacher: Invented) -> None:
        """The teacher's own child, in a class where the teacher does not teach."""
        kind = GuardianKind.MOTHER if teacher.sex is Sex.FEMALE else GuardianKind.FATHER
        family = Family(teacher.surname, None, ((teacher, kind),), grade=1)
        self._add(family, self._class_at(TEACHERS_SON), self._born(13.9))
        self.lists.sign_ins["docente.genitore"] = teacher.id
