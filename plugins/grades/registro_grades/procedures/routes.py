"""Routes of disciplinary procedures."""

from registro_core.api import ClassContext, SchoolContext, StudentContext
from registro_grades.procedures.contexts import ProcedureContext

STUDENT = "/students/{student_id}/procedures"
ONE = f"{STUDENT}/{{procedure_id}}"

PROCEDURE_ROUTES = {
    "grades.procedures": ("/procedures", SchoolContext),
    "grades.class.procedures": ("/classes/{class_id}/procedures", ClassContext),
    "grades.procedure.new": (f"{STUDENT}/new", StudentContext),
    "grades.procedure": (ONE, ProcedureContext),
    "grades.procedure.hearing": (f"{ONE}/hearing", ProcedureContext),
    "grades.procedure.decision": (f"{ONE}/decision", ProcedureContext),
    "grades.procedure.cancel": (f"{ONE}/cancel", ProcedureContext),
}
