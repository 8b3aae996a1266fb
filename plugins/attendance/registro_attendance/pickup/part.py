"""On the lesson page: who does not go home alone, and who may fetch them (E2)."""

from collections.abc import Sequence
from typing import Any

from registro_attendance.pickup.reading import Fetcher, fetchers, must_be_fetched
from registro_core.api import LessonContext, PartError, Request, markup


class PickupPart:
    """A list to read in the day's last hour; nothing to save."""

    key = "pickup"
    editable = False
    order = 90

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        """Read nothing yet."""
        self.request = request
        self.lesson = lesson

    def render(self) -> Any:
        """Names and who fetches them; nothing in other hours, or when all go home alone."""
        if self.lesson.day != self.request.today or self.lesson.slot != self.lesson.slots[-1]:
            return ""
        students = [row.student_id for row in self.lesson.roster]
        session, today = self.request.dbsession, self.request.today
        fetched = must_be_fetched(session, students, today)
        if not fetched:
            return ""
        return markup(
            self.request,
            "registro_attendance:pickup/templates/part.pt",
            rows=[row for row in self.lesson.roster if row.student_id in fetched],
            by_student=_by_student(fetchers(session, fetched, today)),
        )

    def validate(self, form: Any) -> Sequence[PartError]:  # noqa: ARG002 - the protocol has it
        """Nothing is typed here."""
        return []

    def apply(self) -> None:
        """Nothing is stored here."""


def _by_student(people: Sequence[Fetcher]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    for person in people:
        names.setdefault(person.student_id, []).append(person.name)
    return {student: ", ".join(found) for student, found in names.items()}
