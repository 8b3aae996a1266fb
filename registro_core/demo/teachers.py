"""Teachers and who teaches what to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from registro_core.demo import curriculum
from registro_core.demo.people import Invented, People
from registro_core.demo.school import DemoTeaching
from registro_core.items import Role, TeachingKind
from registro_core.people.models import RoleGrant
from registro_core.school.models import Subject, TeacherCode, Teaching


@dataclass
class Staffing:
    """The teachers found so far, by post, and all teachings."""

    subject_ids: dict[str, int]
    # Post (its first subject) to its teachers, in the order in which they take classes.
    posts: dict[str, list[Invented]] = field(default_factory=dict)
    teachings: list[DemoTeaching] = field(default_factory=list)
    people: list[Invented] = field(default_factory=list)

    def of_class(self, class_id: int) -> tuple[DemoTeaching, ...]:
        """Return the teachings of a class."""
        return tuple(each for each in self.teachings if each.class_id == class_id)

    def teacher(self, post: str, class_index: int) -> Invented:
        """Return who holds a post in a class, counted from 0."""
        codes = next(codes for codes in curriculum.POSTS if codes[0] == post)
        return self.posts[post][class_index // curriculum.classes_of_post(codes)]


class Teachers:
    """Makes teachers and their teachings for a row of classes."""

    def __init__(self, people: People, since: date) -> None:
        """`since` is the first day of everybody's post."""
        self.people = people
        self.rows = people.rows
        self.since = since
        self.staffing = Staffing(self._subjects())
        self._codes: dict[str, int] = {}
        self._names = {subject.code: subject.name for subject in curriculum.SUBJECTS}

    def _subjects(self) -> dict[str, int]:
        return {
            subject.code: self.rows.add(
                Subject, code=subject.code, name=subject.name, kind=subject.kind
            )
            for subject in curriculum.SUBJECTS
        }

    def staff(self, class_ids: Sequence[int]) -> Staffing:
        """Fill every post of the classes."""
        for codes in curriculum.POSTS:
            share = curriculum.classes_of_post(codes)
            holders = [self.hire() for _ in range(0, len(class_ids), share)]
            self.staffing.posts[codes[0]] = holders
            for index, class_id in enumerate(class_ids):
                for code in codes:
                    self._teach(holders[index // share], class_id, code)
        self._laboratory(class_ids)
        self._alternative(class_ids)
        self._civics(class_ids)
        return self.staffing

    def hire(self) -> Invented:
        """Make a teacher, with the role and a short name for the timetable."""
        people, sex = self.people, self.people.sex()
        teacher = people.make(
            sex,
            people.surname(None),
            people.given_name(sex, None),
            people.adult_birth(28, 64),
        )
        self.rows.add(RoleGrant, person_id=teacher.id, role=Role.TEACHER, starts_on=self.since)
        short = teacher.surname.replace(" ", "").replace("'", "").upper()[:4]
        self._codes[short] = self._codes.get(short, 0) + 1
        self.rows.add_bare(TeacherCode, code=f"{short}{self._codes[short]}", teacher_id=teacher.id)
        self.staffing.people.append(teacher)
        return teacher

    def _laboratory(self, class_ids: Sequence[int]) -> None:
        """Give each teacher of the subject one technician-teacher who goes along."""
        share = curriculum.classes_of_post((curriculum.LAB_SUBJECT,))
        helpers = [self.hire() for _ in self.staffing.posts[curriculum.LAB_SUBJECT]]
        for index, class_id in enumerate(class_ids):
            self._teach(
                helpers[index // share],
                class_id,
                curriculum.LAB_SUBJECT,
                TeachingKind.LAB,
                curriculum.LAB_SLOTS,
            )

    def _alternative(self, class_ids: Sequence[int]) -> None:
        """In the hour of religion somebody teaches those who chose the alternative (L4)."""
        share = curriculum.classes_of_post(("REL",))
        teachers = [self.hire() for _ in self.staffing.posts["REL"]]
        for index, class_id in enumerate(class_ids):
            self._teach(teachers[index // share], class_id, "ALT", TeachingKind.ALTERNATIVE, 1)

    def _civics(self, class_ids: Sequence[int]) -> None:
        for index, class_id in enumerate(class_ids):
            teacher = self.staffing.teacher(curriculum.CIVIC_POST, index)
            self._teach(teacher, class_id, "CIV", TeachingKind.CIVIC_EDUCATION)

    def support(self, teacher: Invented, class_id: int, student_id: int) -> None:
        """Bind a support teacher to a student of a class (L3)."""
        self._teach(
            teacher, class_id, "SOS", TeachingKind.SUPPORT, curriculum.SUPPORT_SLOTS, student_id
        )

    def _teach(
        self,
        teacher: Invented,
        class_id: int,
        code: str,
        kind: TeachingKind = TeachingKind.CURRICULAR,
        slots: int | None = None,
        student_id: int | None = None,
    ) -> None:
        weekly = curriculum.slots_of(code) if slots is None else slots
        subject_id = self.staffing.subject_ids[code]
        teaching_id = self.rows.add(
            Teaching,
            teacher_id=teacher.id,
            class_id=class_id,
            subject_id=subject_id,
            kind=kind,
            student_id=student_id,
            weekly_hours=Fraction(weekly),
            starts_on=self.since,
        )
        self.staffing.teachings.append(
            DemoTeaching(
                teaching_id,
                teacher.id,
                class_id,
                subject_id,
                self._names[code],
                kind,
                weekly,
                student_id,
            )
        )
