"""Which classes the demo school has, and how many students each."""

from dataclasses import dataclass

from registro_core.demo.school import DemoSize

GRADES = 5
COURSES = {1: "Liceo scientifico", 2: "Istituto tecnico"}
# Sections of the first building; the others are in the second.
FIRST_BUILDING = "ABCDE"


@dataclass(frozen=True)
class ClassPlan:
    """A class to be made."""

    grade: int
    section: str
    students: int

    @property
    def name(self) -> str:
        """What it is called: `3B`."""
        return f"{self.grade}{self.section}"

    @property
    def site_id(self) -> int:
        """The building it is in."""
        return 1 if self.section in FIRST_BUILDING else 2

    @property
    def course(self) -> str:
        """The course of study."""
        return COURSES[self.site_id]


def plan_classes(size: DemoSize) -> list[ClassPlan]:
    """Plan 6 classes with 130 students, or 48 with 1,000; sections from first to fifth grade."""
    classes, students = (6, 130) if size is DemoSize.SMALL else (48, 1000)
    return [
        ClassPlan(
            index % GRADES + 1, "ABCDEFGHIL"[index // GRADES], _share(students, classes, index)
        )
        for index in range(classes)
    ]


def _share(students: int, classes: int, index: int) -> int:
    return students // classes + (index < students % classes)
