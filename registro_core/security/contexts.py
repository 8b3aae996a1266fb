"""The object a page is about, and how the person signed in stands to it.

Each context is a route factory. It resolves the ids of the address, answers
404 to those who may not even know that the thing exists, and tells the policy
the relations held. An object is always found through what it belongs to.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPNotFound
from sqlalchemy import select

from registro_core.items import LessonRef, Relation, Role, Slot, Text
from registro_core.numbers import whole_number
from registro_core.people.models import Person
from registro_core.school import services as school
from registro_core.school.locks.rules import Lock, LockRules
from registro_core.school.models import Enrolment, Group, SchoolClass
from registro_core.school.opening import Opened, Opener, open_class, open_group
from registro_core.security.identity import Identity
from registro_core.security.relations import ROLE_RELATIONS, class_relations, student_relations

if TYPE_CHECKING:
    from registro_core.request import Request

# Who may know of every class and student of the school.
SCHOOL_WIDE = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.ADMIN, Role.TEACHER})


class SchoolContext:
    """The school as a whole: pages about no single object."""

    def __init__(self, request: "Request") -> None:
        """Keep the request; nothing to look up."""
        self.request = request

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Relations that do not depend on an object."""
        held = {Relation.SIGNED_IN, *(ROLE_RELATIONS[role] for role in identity.roles)}
        if identity.wards:
            held.add(Relation.GUARDIAN)
        if identity.relations.own_classes:
            held.add(Relation.STUDENT)
        return frozenset(held)


class ClassContext(SchoolContext):
    """A class and its school year: `school_class`, `year`."""

    def __init__(self, request: "Request") -> None:
        """Find the class of `{class_id}`; raise HTTPNotFound for families and unknown ids."""
        super().__init__(request)
        found = school.class_with_year(request.dbsession, path_id(request, "class_id"))
        if found is None or not knows_school(request):
            raise HTTPNotFound
        self.school_class, self.year = found

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add how the person stands to the class."""
        return super().relations(identity) | class_relations(identity, self.school_class.id)


class StudentContext(SchoolContext):
    """A student: `student`, with the enrolments of all years in `enrolments`, newest first."""

    def __init__(self, request: "Request") -> None:
        """Find the student of `{student_id}`; HTTPNotFound for other families and unknown ids."""
        super().__init__(request)
        student_id = path_id(request, "student_id")
        if not (knows_school(request) or concerns(request, student_id)):
            raise HTTPNotFound
        statement = (
            select(Person, Enrolment, SchoolClass)
            .join(Enrolment, Enrolment.student_id == Person.id)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .where(Person.id == student_id)
            .order_by(Enrolment.starts_on.desc())
        )
        rows = request.dbsession.execute(statement).all()
        if not rows:
            raise HTTPNotFound
        self.student: Person = rows[0][0]
        self.enrolments: list[tuple[Enrolment, SchoolClass]] = [(row[1], row[2]) for row in rows]

    @property
    def school_class(self) -> SchoolClass:
        """The class today, else the latest one."""
        return self.class_on(self.request.today) or self.enrolments[0][1]

    def class_on(self, day: date) -> SchoolClass | None:
        """The class in which the student was on a day."""
        for enrolment, school_class in self.enrolments:
            if enrolment.starts_on <= day and (
                enrolment.ends_on is None or enrolment.ends_on >= day
            ):
                return school_class
        return None

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add how the person stands to the student."""
        return super().relations(identity) | student_relations(
            identity,
            self.student.id,
            self.student.birth_date,
            self.school_class.id,
            self.request.today,
        )


class PersonContext(SchoolContext):
    """Any person, for the office: `person`."""

    def __init__(self, request: "Request") -> None:
        """Find the person of `{person_id}`; HTTPNotFound unless school-wide or oneself."""
        super().__init__(request)
        person_id = path_id(request, "person_id")
        identity = request.identity
        own = identity is not None and identity.person_id == person_id
        found = request.dbsession.get(Person, person_id) if own or knows_school(request) else None
        if found is None:
            raise HTTPNotFound
        self.person = found

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add SELF for one's own record."""
        own = {Relation.SELF} if identity.person_id == self.person.id else set()
        return super().relations(identity) | own


class LessonContext(SchoolContext):
    """An hour of a class or group on a day, whether or not it was signed: `ref`, `slot`, `year`."""

    def __init__(self, request: "Request") -> None:
        """Find class or group, day and slot; raise HTTPNotFound if there is no such hour."""
        super().__init__(request)
        # What the page says for all its parts: none of them repeats it.
        self.said_above: frozenset[Text] = frozenset()
        if not knows_school(request):
            raise HTTPNotFound
        self.day = path_day(request, "day")
        self.group: Group | None = None
        self._opened = self._open(request)
        self.school_class, self.year = self._opened.school_class, self._opened.year
        self.slots: tuple[Slot, ...] = school.slots_of_day(
            request.dbsession, self.school_class, self.day
        )
        number = path_id(request, "slot")
        found = next((slot for slot in self.slots if slot.number == number), None)
        if found is None:
            raise HTTPNotFound
        self.slot = found
        self._roster: list[school.RosterRow] | None = None

    def _open(self, request: "Request") -> Opened:
        session, identity = request.dbsession, request.identity
        assert identity is not None  # noqa: S101 - whoever knows the school is signed in
        opener = Opener(identity.person_id, self.day, request.now)
        if "group_id" in request.matchdict:
            self.group = session.get(Group, path_id(request, "group_id"))
            found = open_group(session, self.group.id, opener) if self.group else None
        else:
            found = open_class(session, path_id(request, "class_id"), opener)
        if found is None:
            raise HTTPNotFound
        return found

    def lock(self, lock_days: int) -> Lock | None:
        """Why the person signed in may not change this day; None if they may (L7): no statement.

        :param lock_days: how many days back the plugin that asks lets one write; 0: any number.
        """
        rules = LockRules(self.request.today, self.request.now, lock_days)
        opened = self._opened
        return rules.lock(self.day, closed=opened.closed, unlocked=opened.unlocked)

    def unsaid(self, text: Text | None) -> Text | None:
        """A text, unless the page says it above all parts."""
        return None if text in self.said_above else text

    @property
    def ref(self) -> LessonRef:
        """The natural key by which plugins speak of this lesson."""
        group_id = self.group.id if self.group else None
        return LessonRef(self.school_class.id, self.day, self.slot.number, group_id)

    @property
    def roster(self) -> "list[school.RosterRow]":
        """The students of the class or group on that day, by surname; read once (A9)."""
        if self._roster is None:
            session = self.request.dbsession
            self._roster = (
                school.roster_of_group(session, self.group.id, self.day)
                if self.group
                else school.roster(session, self.school_class.id, self.day)
            )
        return self._roster

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add how the person stands to the class."""
        return super().relations(identity) | class_relations(identity, self.school_class.id)


def knows_school(request: "Request") -> bool:
    """Whether the person signed in may know of every class and student."""
    identity = request.identity
    return identity is not None and not identity.roles.isdisjoint(SCHOOL_WIDE)


def concerns(request: "Request", student_id: int) -> bool:
    """Whether the person signed in is this student or answers for them."""
    identity = request.identity
    return identity is not None and (
        identity.person_id == student_id or student_id in identity.wards
    )


def path_id(request: "Request", name: str) -> int:
    """A number of the address; raise HTTPNotFound for anything that cannot be an id."""
    number = whole_number(request.matchdict[name])
    if number is None:
        raise HTTPNotFound
    return number


def path_day(request: "Request", name: str) -> date:
    """An ISO date of the address; raise HTTPNotFound for anything else."""
    try:
        day = date.fromisoformat(request.matchdict[name])
    except ValueError:
        raise HTTPNotFound from None
    if abs(day - request.today) > timedelta(days=365 * 20):
        raise HTTPNotFound
    return day
