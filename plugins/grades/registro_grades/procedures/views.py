"""Pages of a procedure: opening it, and its steps one after the other."""

from datetime import date
from typing import Any

from registro_core.api import (
    Form,
    HTTPSeeOther,
    Request,
    SchoolClass,
    SchoolYear,
    StudentContext,
    check_version,
    history_panel,
    idempotent,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.models import Body, Sanction
from registro_grades.procedures.contexts import ProcedureContext
from registro_grades.procedures.forms import CancelForm, ChargeForm, DecisionForm, HearingForm
from registro_grades.procedures.labels import BODIES, HEARINGS, OUTCOMES
from registro_grades.procedures.notices import CANCELLED, DECIDED, OPENED, tell
from registro_grades.procedures.permissions import (
    CANCEL_PROCEDURE,
    DECIDE_FOR_INSTITUTE,
    READ_PROCEDURES,
    WRITE_PROCEDURES,
)
from registro_grades.procedures.reading import notes_to_choose, rests_on
from registro_grades.procedures.rules import Problem, body_of, problem_of
from registro_grades.procedures.services import (
    cancel,
    decide,
    hear,
    open_procedure,
    school_days_in,
)
from registro_grades.telling import leaves_at

TEMPLATES = "registro_grades:procedures/templates/"


@view_defaults(
    route_name="grades.procedure.new",
    permission=WRITE_PROCEDURES.name,
    renderer=f"{TEMPLATES}new.pt",
)
class NewProcedureViews:
    """Putting the facts to a student."""

    def __init__(self, context: StudentContext, request: Request) -> None:
        self.context, self.request = context, request
        self.session, self.student = request.dbsession, context.student

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form."""
        return {"student": self.student, "form": self._form()}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Open the procedure and summon the student, with who answers for them."""
        form, request = self._form(), self.request
        if not form.submitted():
            request.response.status_int = 422
            return {"student": self.student, "form": form}
        class_id, student_id = self.context.school_class.id, self.student.id
        row = open_procedure(
            *(self.session, student_id, class_id, form.charge()),
            *(request.today, request.actor, request.now),
        )
        tell(self.session, row, OPENED, leaves_at(request), request.now)
        request.flash(_("Procedimento aperto: la famiglia è avvisata."))
        return HTTPSeeOther(f"/students/{student_id}/procedures/{row.id}")

    def _form(self) -> ChargeForm:
        year = self.session.get_one(SchoolYear, self.context.school_class.year_id)
        notes = notes_to_choose(self.session, self.student.id, year)
        return ChargeForm(self.request, notes, self.request.today)


@view_defaults(route_name="grades.procedure", renderer=f"{TEMPLATES}procedure.pt")
class ProcedureViews:
    """A procedure, and the step that comes next."""

    def __init__(self, context: ProcedureContext, request: Request) -> None:
        self.context, self.request, self.row = context, request, context.procedure
        self.session = request.dbsession
        self.path = f"/students/{context.student.id}/procedures/{context.procedure.id}"

    @view_config(permission=READ_PROCEDURES.name, request_method="GET")
    def show(self) -> dict[str, Any]:
        """All of it, for the school, the family and the student."""
        return self._page()

    @view_config(
        route_name="grades.procedure.hearing",
        permission=WRITE_PROCEDURES.name,
        request_method="POST",
    )
    def hearing(self) -> Any:
        """Record the hearing: between the charge and today."""
        form, row = HearingForm(self.request), self.row
        if row.heard_on is not None or row.cancelled_at is not None:
            return self._back(_("L’audizione è già verbalizzata, o il procedimento è annullato."))
        if not form.submitted():
            return self._refuse(hearing_form=form)
        if not row.opened_on <= form.heard_on.data <= self.request.today:
            form.heard_on.errors = [_("L’audizione avviene dopo la contestazione, non nel futuro.")]
            return self._refuse(hearing_form=form)
        check_version(row, form.version.data)
        hear(self.session, row, form.heard(), self.request.actor, self.request.now)
        self.request.flash(_("Audizione verbalizzata."))
        return HTTPSeeOther(self.path)

    @view_config(
        route_name="grades.procedure.decision",
        permission=WRITE_PROCEDURES.name,
        request_method="POST",
    )
    def decision(self) -> Any:
        """Record the decision, if the student was heard and the right body decided."""
        form, row = DecisionForm(self.request), self.row
        if row.heard_on is None or row.outcome is not None or row.cancelled_at is not None:
            return self._back(
                _("Ora non c’è niente da decidere: manca l’audizione, o è già deciso.")
            )
        if not form.submitted():
            return self._refuse(decision_form=form)
        days = self._days(form)
        if problem := self._problem(form, row.heard_on, days):
            form.say(problem)
            return self._refuse(decision_form=form)
        check_version(row, form.version.data)
        request = self.request
        decide(self.session, row, form.decision(), days, request.actor, request.now)
        tell(self.session, row, DECIDED, leaves_at(request), request.now)
        request.flash(_("Decisione registrata: la famiglia è avvisata."))
        return HTTPSeeOther(self.path)

    @view_config(
        route_name="grades.procedure.cancel",
        permission=CANCEL_PROCEDURE.name,
        request_method="POST",
    )
    def cancel(self) -> Any:
        """Cancel it, or its sanction after an appeal."""
        form = CancelForm(self.request)
        if self.row.cancelled_at is not None:
            return self._back(_("Il procedimento era già annullato."))
        if not form.submitted():
            return self._refuse(cancel_form=form)
        check_version(self.row, form.version.data)
        request = self.request
        cancel(self.session, self.row, form.reason.data, request.actor, request.now)
        tell(self.session, self.row, CANCELLED, leaves_at(request), request.now)
        request.flash(_("Procedimento annullato."))
        return HTTPSeeOther(self.path)

    # ---- rules that need the database ------------------------------------------------------

    def _days(self, form: DecisionForm) -> int:
        removal = form.decision().removal
        if removal is None:
            return 0
        school_class = self.session.get_one(SchoolClass, self.row.class_id)
        return school_days_in(self.session, school_class, removal)

    def _problem(self, form: DecisionForm, heard_on: date, days: int) -> Problem | None:
        decision = form.decision()
        if decision.decided_on > self.request.today:
            return Problem("decided_on", _("La decisione non può essere nel futuro."))
        school_class = self.session.get_one(SchoolClass, self.row.class_id)
        year = self.session.get_one(SchoolYear, school_class.year_id)
        problem = problem_of(decision, heard_on, year.ends_on, days)
        if problem is not None:
            return problem
        institute = body_of(decision.outcome, days) is Body.INSTITUTE
        if institute and not self.request.allows(DECIDE_FOR_INSTITUTE.name):
            return Problem(
                "outcome",
                _("Decide il consiglio d’istituto: la decisione la registra il dirigente."),
            )
        return None

    # ---- the page --------------------------------------------------------------------------

    def _back(self, message: Any) -> HTTPSeeOther:
        self.request.flash(message, "warn")
        return HTTPSeeOther(self.path)

    def _refuse(self, **forms: Form) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(**forms)

    def _page(self, **forms: Form) -> dict[str, Any]:
        request, row = self.request, self.row
        version, void = {"version": row.version}, row.cancelled_at is not None
        writes = request.allows(WRITE_PROCEDURES.name) and not void
        today = {**version, "heard_on": request.today, "decided_on": request.today}
        return {
            "student": self.context.student,
            "row": row,
            "sanction": self.session.get(Sanction, row.id),
            "notes": rests_on(self.session, row.id),
            "path": self.path,
            "outcomes": OUTCOMES,
            "hearings": HEARINGS,
            "bodies": BODIES,
            "staff": request.identity is not None and bool(request.identity.roles),
            "may_hear": writes and row.heard_on is None,
            "may_decide": writes and row.heard_on is not None and row.outcome is None,
            "may_cancel": request.allows(CANCEL_PROCEDURE.name) and not void,
            "hearing_form": HearingForm(request, data=today),
            "decision_form": DecisionForm(request, data=today),
            "cancel_form": CancelForm(request, data=version),
            "history": history_panel(request, "grades_procedure", row.id),
            **forms,
        }
