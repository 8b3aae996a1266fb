"""Objects of lessons that pages are about."""

from registro_core.api import HTTPNotFound, Relation, Request, SchoolContext, path_id
from registro_lessons.models import Timetable

KNOW_TIMETABLES = frozenset(
    {
        Relation.TEACHER,
        Relation.HEAD,
        Relation.DEPUTY,
        Relation.OFFICE,
        Relation.STAFF,
        Relation.ADMIN,
    }
)


class TimetableContext(SchoolContext):
    """A version of the timetable: `timetable`."""

    def __init__(self, request: Request) -> None:
        """Find the version of `{timetable_id}`; HTTPNotFound for families and unknown ids."""
        super().__init__(request)
        identity = request.identity
        found = request.dbsession.get(Timetable, path_id(request, "timetable_id"))
        if (
            found is None
            or identity is None
            or self.relations(identity).isdisjoint(KNOW_TIMETABLES)
        ):
            raise HTTPNotFound
        self.timetable = found
