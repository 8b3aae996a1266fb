"""The demo school put together: institute, staff, classes, families, sign-ins."""

from collections.abc import Mapping, Sequence
from random import Random

from registro_core.demo.calendar import DemoCalendar
from registro_core.demo.families import Families, Student
from registro_core.demo.institute import found_class, found_institute
from registro_core.demo.layout import ClassPlan, plan_classes
from registro_core.demo.people import Invented, People
from registro_core.demo.school import DemoClass, DemoSchool, DemoSize, DemoStudent
from registro_core.demo.staff import Staff, hire_staff
from registro_core.demo.students import FIRST_CHILD, ClassLists, Filling
from registro_core.demo.teachers import Staffing, Teachers
from registro_core.items import DutyKind, Role
from registro_core.people.models import RoleGrant
from registro_core.school.models import ClassDuty

# Who coordinates the classes in turn: the second is the class of `genitore`'s first child.
COORDINATORS = ("ING", "ITA", "SCN", "FIS", "INF")
SECRETARY = "DIS"
# `docente` has the most lessons; `docente.genitore` does not teach in the first classes.
TEACHER_POST, TEACHER_WITH_SON = ("MAT", 0), ("ITA", 1)
# One support teacher has two students.
SUPPORTED_BY_ONE = 2


class Population:
    """Makes the demo school's rows, and what plugins learn of them."""

    def __init__(self, people: People, calendar: DemoCalendar, size: DemoSize) -> None:
        """`people` carries the rows and the source of chance."""
        self.people = people
        self.rows = people.rows
        self.calendar = calendar
        self.size = size

    def make(self) -> DemoSchool:
        """Make everything."""
        since = self.calendar.first_day
        year_id = found_institute(self.rows, self.calendar)
        plans = {found_class(self.rows, plan, year_id): plan for plan in plan_classes(self.size)}
        staff = hire_staff(self.people, self.size, since)
        teachers = Teachers(self.people, since)
        staffing = teachers.staff(list(plans))
        with_son = staffing.posts[TEACHER_WITH_SON[0]][TEACHER_WITH_SON[1]]
        lists = Filling(Families(self.people, since), plans, since).fill(with_son)
        helpers = self._support(teachers, lists)
        coordinators = self._duties(staffing, list(plans))
        sign_ins = self._sign_ins(staff, staffing, lists)
        sign_ins["coordinatore"] = coordinators[FIRST_CHILD]
        sign_ins["sostegno"] = helpers[0].id
        self._give_accounts(staff, staffing, lists, sign_ins)
        return DemoSchool(
            size=self.size,
            random=self.people.random,
            today=self.people.today,
            now=self.rows.now,
            year_id=year_id,
            first_day=since,
            last_day=self.calendar.last_day,
            holidays=frozenset(self.calendar.holidays),
            slots=self.calendar.slots,
            classes=_demo_classes(plans, lists, staffing, coordinators),
            sign_ins=sign_ins,
            head_id=staff.head.id,
            office_id=staff.office.id,
        )

    def _support(self, teachers: Teachers, lists: ClassLists) -> list[Invented]:
        """Hire a support teacher for every two students who have a right to one (L3)."""
        helpers: list[Invented] = []
        for number, (class_id, student) in enumerate(lists.supported):
            if number % SUPPORTED_BY_ONE == 0:
                helpers.append(teachers.hire())
            teachers.support(helpers[-1], class_id, student.person.id)
        return helpers

    def _duties(self, staffing: Staffing, class_ids: Sequence[int]) -> list[int]:
        """Give every class a coordinator and a secretary; return the coordinators' ids."""
        coordinators = []
        for index, class_id in enumerate(class_ids):
            coordinator = staffing.teacher(COORDINATORS[index % len(COORDINATORS)], index)
            secretary = staffing.teacher(SECRETARY, index)
            self._duty(class_id, coordinator, DutyKind.COORDINATOR)
            self._duty(class_id, secretary, DutyKind.SECRETARY)
            coordinators.append(coordinator.id)
        return coordinators

    def _duty(self, class_id: int, teacher: Invented, kind: DutyKind) -> None:
        self.rows.add(
            ClassDuty,
            class_id=class_id,
            person_id=teacher.id,
            kind=kind,
            starts_on=self.calendar.first_day,
        )

    def _sign_ins(self, staff: Staff, staffing: Staffing, lists: ClassLists) -> dict[str, int]:
        post, index = TEACHER_POST
        return lists.sign_ins | {
            "admin": staff.admin.id,
            "dirigente": staff.head.id,
            "segreteria": staff.office.id,
            "docente": staffing.posts[post][index].id,
        }

    def _give_accounts(
        self,
        staff: Staff,
        staffing: Staffing,
        lists: ClassLists,
        sign_ins: dict[str, int],
    ) -> None:
        """Let everyone sign in: staff, teachers, students of this age, guardians."""
        remembered = {person_id: name for name, person_id in sign_ins.items()}
        everyone = [staff.admin, staff.head, staff.office, *staff.others, *staffing.people]
        everyone += [each.person for students in lists.by_class.values() for each in students]
        everyone += lists.guardians.values()
        for person in {person.id: person for person in everyone}.values():
            self.people.give_account(person, remembered.get(person.id))
        deputy = staffing.posts["SMO"][0]
        self.rows.add(
            RoleGrant,
            person_id=deputy.id,
            role=Role.DEPUTY,
            title="vicario",
            starts_on=self.calendar.first_day,
        )


def make_population(people: People, calendar: DemoCalendar, size: DemoSize) -> DemoSchool:
    """Make the demo school in the rows of `people`."""
    return Population(people, calendar, size).make()


def seeded(seed: int, purpose: str) -> Random:
    """Return a source of chance for one purpose: others may draw more or less without effect."""
    return Random(f"{seed}:{purpose}")


def _demo_classes(
    plans: Mapping[int, ClassPlan],
    lists: ClassLists,
    staffing: Staffing,
    coordinators: Sequence[int],
) -> tuple[DemoClass, ...]:
    return tuple(
        DemoClass(
            id=class_id,
            name=plan.name,
            grade=plan.grade,
            site_id=plan.site_id,
            coordinator_id=coordinator,
            students=_demo_students(class_id, lists.by_class[class_id]),
            teachings=staffing.of_class(class_id),
        )
        for (class_id, plan), coordinator in zip(plans.items(), coordinators, strict=True)
    )


def _demo_students(class_id: int, students: Sequence[Student]) -> tuple[DemoStudent, ...]:
    return tuple(
        DemoStudent(
            student.person.id,
            class_id,
            student.person.birth_date,
            student.religion,
            student.guardian_ids,
        )
        for student in students
    )
