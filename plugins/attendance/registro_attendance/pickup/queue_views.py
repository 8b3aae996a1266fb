"""The office's list of delegations that wait for approval."""

from typing import Any

from sqlalchemy import func, select

from registro_attendance.family.permissions import APPROVE_DELEGATE
from registro_attendance.own_children import kin
from registro_attendance.pickup.models import Delegate, DelegateState
from registro_core.api import Person, Request, SchoolContext, page_of, view_config


@view_config(
    route_name="attendance.delegates",
    permission=APPROVE_DELEGATE.name,
    request_method="GET",
    renderer="registro_attendance:pickup/templates/queue.pt",
)
def show(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """Delegations of the whole school that wait, oldest first; a colleague answers for one's child."""
    waiting = (
        Delegate.state == DelegateState.REQUESTED,
        Delegate.ends_on >= request.today,
        Delegate.student_id.not_in(kin(request)),
    )
    session = request.dbsession
    total = session.scalar(select(func.count()).select_from(Delegate).where(*waiting)) or 0
    page = page_of(request, total)
    rows = session.execute(
        select(
            Delegate.id,
            Delegate.version,
            Delegate.student_id,
            (Person.surname + " " + Person.given_name).label("student_name"),
            Delegate.name,
            Delegate.document,
            Delegate.relationship,
            Delegate.starts_on,
            Delegate.ends_on,
        )
        .join(Person, Person.id == Delegate.student_id)
        .where(*waiting)
        .order_by(Delegate.requested_at, Delegate.id)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return {"rows": rows, "page": page}
