"""Pages to assign, change and cancel."""

from dataclasses import replace
from typing import Any

from registro_core.api import (
    Conflict,
    HTTPSeeOther,
    Request,
    check_version,
    history_panel,
    idempotent,
    view_config,
    view_defaults,
    whole_number,
)
from registro_homework import _
from registro_homework.assigning import doing
from registro_homework.assigning.forms import CancelForm, PageForm, shown
from registro_homework.assigning.page import (
    TEMPLATES,
    drop_attachments,
    is_good,
    keep_attachments,
    offered,
    open_form,
)
from registro_homework.assigning.services import students_chosen
from registro_homework.attached.services import attachments_of
from registro_homework.contexts import AssignmentContext, WritingContext
from registro_homework.courses import Course, courses_of, is_support
from registro_homework.models import Assignment
from registro_homework.permissions import CLASS, WRITE
from registro_homework.reading import names_of_chosen, rows


def address_of(row: Assignment) -> str:
    """Where a thing is read by those who teach."""
    return f"/classes/{row.class_id}/homework/{row.id}"


@view_defaults(route_name="homework.new", permission=WRITE.name, renderer=f"{TEMPLATES}assign.pt")
class NewViews:
    """Assigning something to a class: empty, or like what one assigned in another class."""

    def __init__(self, context: WritingContext, request: Request) -> None:
        self.context, self.request, self.class_id = context, request, context.school_class.id
        identity = request.identity
        teacher_id = identity.person_id if identity else 0
        self.courses = courses_of(request.dbsession, teacher_id, request.today, self.class_id)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The form; with `from` what another class got, and with `kind` a test."""
        like = self._like()
        return self._page(self._form(data=like))

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store it and tell the families."""
        form = self._form()
        if not is_good(self.request, form) or form.wanted is None:
            self.request.response.status_int = 422
            return self._page(form)
        row = doing.assign(self.request, form.wanted, form.draft(), self.request.today)
        keep_attachments(self.request, row, form)
        self.request.flash(_("Assegnato: le famiglie saranno avvisate."))
        return HTTPSeeOther(address_of(row))

    def _form(self, data: dict[str, Any] | None = None) -> PageForm:
        return open_form(self.context, self.request, self.courses, data=data)

    def _like(self) -> dict[str, Any] | None:
        """What the teacher assigned elsewhere, to repeat it here: all but the day."""
        given = self.request.GET.get
        number, identity = whole_number(given("from", "")), self.request.identity
        row = self.request.dbsession.get(Assignment, number) if number is not None else None
        if row is None or identity is None or row.teacher_id != identity.person_id:
            return {"kind": given("kind")} if given("kind") else None
        same = next((c.token for c in self.courses if c.subject_id == row.subject_id), None)
        return {
            "kind": row.kind.value,
            "course": same,
            "text": row.text,
            "minutes": row.minutes,
            "links": shown(row.links),
            "hand_in": row.hand_in,
        }

    def _page(self, form: PageForm) -> dict[str, Any]:
        return {
            "school_class": self.context.school_class,
            "row": None,
            "form": form,
            "others": None,
            **offered(self.request, form),
        }


@view_defaults(route_name="homework.edit", permission=WRITE.name, renderer=f"{TEMPLATES}assign.pt")
class EditViews:
    """Changing something that was assigned."""

    def __init__(self, context: AssignmentContext, request: Request) -> None:
        self.context, self.request, self.row = context, request, context.row
        self.students = students_chosen(request.dbsession, context.row)
        self.course = self._course()

    def _course(self) -> Course:
        """The course in which it was assigned, whoever teaches it today: it does not change."""
        row = rows(self.request.dbsession, [Assignment.id == self.row.id])[0]
        return Course(
            row.class_name,
            row.subject,
            self.row.class_id,
            self.row.subject_id,
            self.row.group_id,
            row.group,
            student_id=min(self.students) if self._is_support() else None,
            share=self.row.share,
        )

    def _is_support(self) -> bool:
        """Whether it is support's, for its student alone (L3)."""
        return bool(self.students) and is_support(self.request.dbsession, self.row)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The form as stored; what is cancelled stays as it is."""
        if self.row.cancelled_at is not None:
            return self._closed()
        return self._page(self._form(data=self._stored()))

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store it anew. 409 with both texts if somebody changed it meanwhile."""
        if self.row.cancelled_at is not None:
            return self._closed()
        form = self._form()
        if not is_good(self.request, form, self.row.id):
            return self._refuse(form, 422)
        try:
            check_version(self.row, form.version.data)
        except Conflict:
            return self._conflict(form)
        draft = form.draft()
        if self.course.student_id is not None:
            draft = replace(draft, students=self.students)
        doing.change(self.request, self.row, draft)
        drop_attachments(self.request, self.row, form)
        keep_attachments(self.request, self.row, form)
        self.request.flash(_("Modifica salvata: le famiglie saranno avvisate."))
        return HTTPSeeOther(address_of(self.row))

    def _conflict(self, form: PageForm) -> dict[str, Any]:
        """What the other wrote, beside what was typed; saving again takes the latter."""
        self.request.dbsession.refresh(self.row)
        form.version.data = self.row.version
        return self._refuse(form, 409, self.row)

    def _closed(self) -> HTTPSeeOther:
        self.request.flash(_("È annullato: non si può più cambiare."), "warn")
        return HTTPSeeOther(address_of(self.row))

    def _form(self, data: dict[str, Any] | None = None) -> PageForm:
        form = open_form(self.context, self.request, [self.course], data=data)
        form.kept_day = self.row.due_on
        files = attachments_of(self.request.dbsession, self.row.id)
        form.drop.choices = [(each.id, each.name) for each in files]
        return form

    def _stored(self) -> dict[str, Any]:
        return {
            "kind": self.row.kind.value,
            "course": self.course.token,
            "text": self.row.text,
            "day": self.row.due_on,
            "slot": self.row.slot,
            "due": self.row.due_on.isoformat(),
            "minutes": self.row.minutes,
            "links": shown(self.row.links),
            "hand_in": self.row.hand_in,
            "students": sorted(self.students),
            "version": self.row.version,
        }

    def _refuse(
        self, form: PageForm, status: int, others: Assignment | None = None
    ) -> dict[str, Any]:
        self.request.response.status_int = status
        return self._page(form, others)

    def _page(self, form: PageForm, others: Assignment | None = None) -> dict[str, Any]:
        return {
            "school_class": self.context.school_class,
            "row": self.row,
            "form": form,
            "others": others,
            **offered(self.request, form),
        }


@view_defaults(route_name="homework.assignment", renderer=f"{TEMPLATES}assignment.pt")
class AssignmentViews:
    """One thing that was assigned, as those who teach read it."""

    def __init__(self, context: AssignmentContext, request: Request) -> None:
        self.context, self.request, self.row = context, request, context.row

    @view_config(permission=CLASS.name, request_method="GET")
    def show(self) -> dict[str, Any]:
        """The thing, and where the teacher may repeat it."""
        return self._page(CancelForm(self.request, data={"version": self.row.version}))

    @view_config(route_name="homework.cancel", permission=WRITE.name, request_method="POST")
    def cancel(self) -> Any:
        """Cancel it with a reason; nothing happens twice."""
        form = CancelForm(self.request)
        if self.row.cancelled_at is not None:
            self.request.flash(_("Era già annullato."), "warn")
            return HTTPSeeOther(address_of(self.row))
        if not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        check_version(self.row, form.version.data)
        doing.cancel(self.request, self.row, form.reason.data)
        self.request.flash(_("Annullato: chi lo sapeva sarà avvisato."))
        return HTTPSeeOther(address_of(self.row))

    def _page(self, form: CancelForm) -> dict[str, Any]:
        request, session = self.request, self.request.dbsession
        open_still = self.row.cancelled_at is None
        may_write = request.allows(WRITE.name)
        return {
            "school_class": self.context.school_class,
            "row": rows(session, [Assignment.id == self.row.id])[0],
            "files": attachments_of(session, self.row.id),
            "base": f"{address_of(self.row)}/attachments",
            "chosen": names_of_chosen(session, [self.row.id]).get(self.row.id, []),
            "path": address_of(self.row),
            "may_change": open_still and may_write,
            "may_read_hand_ins": self.row.hand_in and may_write,
            "parallel": self._parallel() if may_write else [],
            "form": form,
            "history": history_panel(request, "homework_assignment", self.row.id),
        }

    def _parallel(self) -> list[Course]:
        """The teacher's other classes in the same subject."""
        identity = self.request.identity
        if identity is None or identity.person_id != self.row.teacher_id:
            return []
        found = courses_of(self.request.dbsession, identity.person_id, self.request.today)
        return [
            each
            for each in found
            if each.subject_id == self.row.subject_id
            and each.class_id != self.row.class_id
            and each.student_id is None
        ]
