"""The latest marks of the students whom the family's pages are about."""

from collections.abc import Collection
from datetime import timedelta

from registro_core.api import Request
from registro_grades.family.reading import FamilyMark, Reader, family_marks
from registro_grades.marks.visibility import Viewer

# What is older is no news.
NEWS = timedelta(days=45)


def latest_of(request: Request, ids: Collection[int]) -> dict[int, list[FamilyMark]]:
    """The marks of the last weeks of each student, newest first: one statement."""
    if not ids:
        return {}
    identity = request.identity
    reader = Reader(identity.person_id if identity else 0, Viewer.FAMILY, request.now)
    found = family_marks(request.dbsession, ids, request.today - NEWS, request.today, reader)
    by_child: dict[int, list[FamilyMark]] = {student_id: [] for student_id in ids}
    for each in found:
        if each.mark.cancelled_at is None:
            by_child[each.mark.student_id].append(each)
    return by_child
