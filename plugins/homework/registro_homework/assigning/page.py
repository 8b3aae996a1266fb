"""The page of the form, shared by assigning and changing."""

from typing import Any

from registro_core.api import (
    ClassContext,
    Request,
    RosterRow,
    keep_files,
    roster,
    roster_of_group,
)
from registro_homework.assigning.checks import customs_of, doubts_of
from registro_homework.assigning.due_days import due_days
from registro_homework.assigning.forms import AssignForm, PageForm
from registro_homework.attached.services import attach, detach
from registro_homework.courses import Course
from registro_homework.models import Assignment

TEMPLATES = "registro_homework:assigning/templates/"


def students_for(request: Request, courses: list[Course], class_id: int) -> list[RosterRow]:
    """Whom a teacher may choose: the class, and those of other classes in one's groups."""
    session, today = request.dbsession, request.today
    found = roster(session, class_id, today)
    known = {row.student_id for row in found}
    for group_id in {each.group_id for each in courses if each.group_id is not None}:
        members = roster_of_group(session, group_id, today)
        found += [row for row in members if row.student_id not in known]
        known |= {row.student_id for row in members}
    return found


def open_form(
    context: ClassContext, request: Request, courses: list[Course], **options: Any
) -> PageForm:
    """The form for a class, with the days that are open."""
    only_support = all(each.student_id is not None for each in courses)
    students = [] if only_support else students_for(request, courses, context.school_class.id)
    form = PageForm(request, courses, students, **options)
    form.first_day = max(request.today, context.year.starts_on)
    form.last_day = context.year.ends_on
    return form


def is_good(request: Request, form: AssignForm, own_id: int | None = None) -> bool:
    """Whether the form is valid and nothing unconfirmed speaks against it."""
    if not form.submitted() or form.wanted is None:
        return False
    doubts = doubts_of(
        request.dbsession, form.wanted, form.draft(), customs_of(request), request.now, own_id
    )
    return form.weigh(doubts)


def offered(request: Request, form: AssignForm) -> dict[str, Any]:
    """What the template needs besides the form: days to tap, with the one that is chosen."""
    days = due_days(request.dbsession, form.courses, request.today)
    chosen = form.due_day
    typed = chosen is not None and chosen not in {each.day for each in days}
    first = days[0].day if days and chosen is None and request.method != "POST" else chosen
    return {"days": days, "chosen": first, "typed": typed, "several": len(form.courses) > 1}


def drop_attachments(request: Request, row: Assignment, form: PageForm) -> None:
    """Take away the attachments that were ticked."""
    detach(request.dbsession, row.id, form.drop.data or ())


def keep_attachments(request: Request, row: Assignment, form: AssignForm) -> None:
    """Keep the files that came with the form."""
    assert request.identity is not None  # noqa: S101 - the page asks for a permission
    session, owner = request.dbsession, request.identity.person_id
    files = keep_files(session, request.platform.files, form.files.uploads, owner, request.now)
    attach(session, row.id, files)
