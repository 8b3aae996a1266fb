"""Pages of what a student has to do: the list, one thing, the tick."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from registro_core.api import (
    HTTPSeeOther,
    OwnStudent,
    Request,
    StudentContext,
    local_url,
    own_students,
    page_of,
    view_config,
    view_defaults,
    whole_number,
)
from registro_homework import _
from registro_homework.attached.services import attachments_of, files_handed_in
from registro_homework.contexts import DoingContext, StudentHomeworkContext, as_doing
from registro_homework.family.due import stretches
from registro_homework.handing_in.forms import HandInForm
from registro_homework.handing_in.rights import reads_hand_in
from registro_homework.handing_in.services import hand_in_of
from registro_homework.models import Assignment, Done
from registro_homework.permissions import DO, READ
from registro_homework.reading import StudentRow, count_of_student, student_rows

TEMPLATES = "registro_homework:family/templates/"
# More than a student can have to come.
MOST = 300


@view_config(
    route_name="homework.student",
    permission=READ.name,
    request_method="GET",
    renderer=f"{TEMPLATES}list.pt",
)
def student_homework(context: StudentContext, request: Request) -> dict[str, Any]:
    """What a student has to do; `past` for what is over, `subject` for one subject."""
    session, student = request.dbsession, context.student
    past, subject = bool(request.GET.get("past")), whole_number(request.GET.get("subject", ""))
    due = Assignment.due_on < request.today if past else Assignment.due_on >= request.today
    page = page_of(request, count_of_student(session, student.id, [due]) if past else 0)
    limits = {"offset": page.offset, "limit": page.size} if past else {"limit": MOST}
    found = student_rows(session, [student.id], [due], newest_first=past, **limits)
    subjects = dict(sorted({(each.row.subject_id, each.row.subject) for each in found}, key=_name))
    wanted = [each for each in found if subject is None or each.row.subject_id == subject]
    return {
        "student": student,
        "school_class": context.school_class,
        "past": past,
        "found": wanted,
        "stretches": [] if past else stretches(wanted, request.today),
        "subjects": subjects,
        "subject": subject,
        "page": page,
        "children": _brothers_and_sisters(request, student.id),
        "may_do": may_do(request, context),
        "tomorrow": request.today + timedelta(days=1),
    }


def _brothers_and_sisters(request: Request, student_id: int) -> list[OwnStudent]:
    """The students among whom their own family goes to and fro."""
    identity = request.identity
    if identity is None or student_id not in identity.own_student_ids:
        return []
    return own_students(request.dbsession, identity, request.today)


def _name(pair: tuple[int, str]) -> str:
    return pair[1]


def may_do(request: Request, context: StudentContext) -> bool:
    """Whether the person may tick and hand in for the student (V3)."""
    identity = request.identity
    if identity is None:
        return False
    held = as_doing(context.relations(identity), context.school_class.order)
    return not held.isdisjoint(request.grants.get(DO.name, frozenset()))


@view_config(
    route_name="homework.thing",
    permission=READ.name,
    request_method="GET",
    renderer=f"{TEMPLATES}thing.pt",
)
def thing(context: StudentHomeworkContext, request: Request) -> dict[str, Any]:
    """One thing that a student has to do, with what was handed in."""
    return thing_page(context, request, None)


def thing_page(
    context: StudentHomeworkContext, request: Request, form: HandInForm | None
) -> dict[str, Any]:
    """The page of one thing, with the form to hand it in as it stands or as it was typed."""
    session, student = request.dbsession, context.student
    each: StudentRow = student_rows(session, [student.id], [Assignment.id == context.row.id])[0]
    handed_in = hand_in_of(session, context.row.id, student.id)
    stored = {"text": handed_in.text, "version": handed_in.version} if handed_in else None
    may = may_do(request, context)
    return {
        "student": student,
        "each": each,
        "row": each.row,
        "handed_in": handed_in,
        "path": f"/students/{student.id}/homework/{context.row.id}",
        "may_do": may and each.row.cancelled_at is None,
        "form": form or HandInForm(request, data=stored),
        "late_now": request.today > each.row.due_on,
        "sees_text": reads_hand_in(request, context),
        "attachments": attachments_of(session, context.row.id),
        "files": files_handed_in(session, [handed_in.id])[handed_in.id] if handed_in else [],
    }


@view_defaults(route_name="homework.done", permission=DO.name)
class DoneViews:
    """Ticking something as done, and taking the tick back."""

    def __init__(self, context: DoingContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="POST")
    def tick(self) -> HTTPSeeOther:
        """Set or take back the tick; pressing twice is as pressing once."""
        session = self.request.dbsession
        student_id, row_id = self.context.student.id, self.context.row.id
        mine = (Done.assignment_id == row_id, Done.student_id == student_id)
        wanted = self.request.POST.get("done", "yes") != "no"
        is_done = session.scalar(select(Done.student_id).where(*mine)) is not None
        if wanted and not is_done:
            values = {"assignment_id": row_id, "student_id": student_id}
            session.execute(insert(Done).values(**values, done_at=self.request.now))
        elif is_done and not wanted:
            session.execute(delete(Done).where(*mine))
        self.request.flash(_("Segnato come fatto.") if wanted else _("Segnato come da fare."))
        back = local_url(str(self.request.POST.get("back", "")))
        return HTTPSeeOther(back if back != "/" else f"/students/{student_id}/homework")
