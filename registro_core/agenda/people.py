"""Whose agendas the person signed in has: their own as a teacher, and their children's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from registro_core import _
from registro_core.items import CalendarOf, Role, Text
from registro_core.people.models import Person

if TYPE_CHECKING:
    from registro_core.request import Request


@dataclass(frozen=True)
class Whose:
    """An agenda one may call one's own."""

    calendar: CalendarOf
    name: Text

    @property
    def path(self) -> str:
        """Its page."""
        student_id = self.calendar.student_id
        return "/calendar" if student_id is None else f"/students/{student_id}/calendar"

    @property
    def token(self) -> str:
        """It as a form says it: "own", or the id of the student."""
        return "own" if self.calendar.student_id is None else str(self.calendar.student_id)


def whose_calendars(request: "Request") -> list[Whose]:
    """The teacher's own first, then the students by first name: at most one statement."""
    identity = request.identity
    if identity is None:
        return []
    found = []
    if Role.TEACHER in identity.roles:
        found.append(Whose(CalendarOf(teacher_id=identity.person_id), _("La mia")))
    ids = identity.own_student_ids
    if not ids:
        return found
    rows = request.dbsession.execute(
        select(Person.id, Person.given_name)
        .where(Person.id.in_(ids))
        .order_by(Person.given_name, Person.id)
    )
    return found + [Whose(CalendarOf(student_id=row.id), row.given_name) for row in rows]
