"""What pages of marks are about, and how the person signed in stands to it (G6, G10)."""

from registro_core.api import (
    ClassContext,
    HTTPNotFound,
    Identity,
    Relation,
    Request,
    Role,
    SchoolContext,
    StudentContext,
    class_relations,
    path_id,
)
from registro_grades.courses.course import CourseKey
from registro_grades.courses.reading import course_from, course_rows
from registro_grades.settings import COUNCIL_SEES_MARKS

# Who may know of every class; what stands in it, the permissions of each page say.
SCHOOL_WIDE = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.ADMIN, Role.TEACHER})


def as_the_school_lets(request: Request, held: frozenset[Relation]) -> frozenset[Relation]:
    """The relations that count on pages of marks.

    To teach in a class is enough to see other subjects' marks only where the school enabled
    it; the coordinator sees them always (G10).
    """
    if request.school_settings.boolean(COUNCIL_SEES_MARKS.name):
        return held
    return held - {Relation.TEACHER_OF_CLASS}


def as_council(request: Request, held: frozenset[Relation]) -> frozenset[Relation]:
    """The relations that count on a student's card.

    Where the school lets the council see, who teaches in the class stands as its coordinator.
    """
    lets = request.school_settings.boolean(COUNCIL_SEES_MARKS.name)
    if lets and Relation.TEACHER_OF_CLASS in held:
        return held | {Relation.COORDINATOR_OF_CLASS}
    return held


class ClassMarksContext(ClassContext):
    """A class, where its marks are shown."""

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """As for the class, as far as the school lets the council see."""
        return as_the_school_lets(self.request, super().relations(identity))


class StudentMarksContext(StudentContext):
    """A student, where their marks are shown."""

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """As for the student, as far as the school lets the council see."""
        return as_the_school_lets(self.request, super().relations(identity))


class StudentCardContext(StudentContext):
    """A student, where a council looks at all there is."""

    def own_relations(self, identity: Identity) -> frozenset[Relation]:
        """How one stands to the student, whatever the school lets the council see."""
        return super().relations(identity)

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """As for the student, the council as the coordinator where the school lets it."""
        return as_council(self.request, self.own_relations(identity))


class CourseContext(SchoolContext):
    """A subject in a class or group: `course`."""

    def __init__(self, request: Request) -> None:
        """Find the course of `{class_id}` and `{course}`: one statement.

        Raise HTTPNotFound for families, unknown ids, and what is not taught in the class.
        """
        super().__init__(request)
        identity = request.identity
        key = CourseKey.read(request.matchdict["course"])
        if key is None or identity is None or identity.roles.isdisjoint(SCHOOL_WIDE):
            raise HTTPNotFound
        class_id = path_id(request, "class_id")
        rows = request.dbsession.execute(course_rows(class_id, key.subject_id)).all()
        course = course_from(rows, key)
        if course is None:
            raise HTTPNotFound
        self.course = course

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add how the person stands to the class and, if they assess in it today, to the course."""
        held = super().relations(identity) | class_relations(identity, self.course.class_id)
        held = as_the_school_lets(self.request, held)
        if self.course.may_assess(identity.person_id, self.request.today):
            held |= {Relation.TEACHER_OF_SUBJECT}
        return held
