"""A subject in a class or group, and who may assess in it on a day (G6)."""

import re
from dataclasses import dataclass
from datetime import date

from registro_core.api import SchoolOrder, SubjectKind, TeachingKind
from registro_grades.models import Share

TOKEN = re.compile(r"([1-9]\d{0,8})(?:-g([1-9]\d{0,8})|(-a))?")


@dataclass(frozen=True)
class CourseKey:
    """A course as it stands in addresses: "12", "12-g3" for group 3, "12-a" for the alternative."""

    subject_id: int
    group_id: int | None = None
    # What is taught instead of religion, where it is entered under religion itself.
    alternative: bool = False

    @classmethod
    def read(cls, token: str) -> "CourseKey | None":
        """The key that a part of an address says; None if it says none."""
        found = TOKEN.fullmatch(token)
        if found is None:
            return None
        return cls(int(found[1]), int(found[2]) if found[2] else None, bool(found[3]))

    def __str__(self) -> str:
        if self.group_id is not None:
            return f"{self.subject_id}-g{self.group_id}"
        return f"{self.subject_id}-a" if self.alternative else str(self.subject_id)


@dataclass(frozen=True)
class Held:
    """A teaching that gives a right to assess, from a day to a day. Support gives none (G6)."""

    teacher_id: int
    teacher: str
    subject_id: int
    kind: TeachingKind
    group_id: int | None
    starts_on: date
    ends_on: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Course:
    """A subject as it is taught to a class, to a group, or to a share of the class.

    `held` are the teachings by which one may assess in it. Of civic education they are
    those of the whole council (L. 92/2019 art. 2, G6).
    """

    class_id: int
    class_name: str
    year_id: int
    order: SchoolOrder
    first_day: date
    last_day: date
    subject_id: int
    subject: str
    subject_kind: SubjectKind
    key: CourseKey
    group: str | None
    share: Share
    held: tuple[Held, ...]

    @property
    def path(self) -> str:
        """Address of its register."""
        return f"/classes/{self.class_id}/marks/{self.key}"

    @property
    def place(self) -> str:
        """The class or the group, for headings."""
        return self.group or self.class_name

    @property
    def by_judgement(self) -> bool:
        """Whether there are no numbers: religion and what is taught instead (G11)."""
        return self.share is not Share.WHOLE

    def may_assess(self, teacher_id: int, day: date) -> bool:
        """Whether a teacher may enter marks of a day (G6).

        A supply who only signed a lesson has no teaching, and no right; a long one has a
        teaching of their own, dated, and every right (L2).
        """
        return any(each.teacher_id == teacher_id and each.on(day) for each in self.held)

    def teachers_on(self, day: date) -> list[str]:
        """Who teaches it on a day, by name."""
        return sorted({each.teacher for each in self.held if each.on(day)})
