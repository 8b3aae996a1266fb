"""Routes of justifications, permits, pick-up, evacuations and certificates."""

from registro_attendance.permits.desk import DeskContext
from registro_core.api import ClassContext, Configurator, SchoolContext, StudentContext

STUDENT_ROUTES = {
    "attendance.justifications": "justifications",
    "attendance.justifications.paper": "justifications/paper",
    "attendance.justification": "justifications/{justification_id}",
    "attendance.justification.withdraw": "justifications/{justification_id}/withdraw",
    "attendance.justification.validate": "justifications/{justification_id}/validate",
    "attendance.justification.reject": "justifications/{justification_id}/reject",
    "attendance.justification.reopen": "justifications/{justification_id}/reopen",
    "attendance.permits.student": "permits",
    "attendance.permit.withdraw": "permits/{permit_id}/withdraw",
    "attendance.permit.approve": "permits/{permit_id}/approve",
    "attendance.permit.reject": "permits/{permit_id}/reject",
    "attendance.pickup": "pickup",
    "attendance.pickup.revoke": "pickup/{delegate_id}/revoke",
    "attendance.pickup.decide": "pickup/{delegate_id}/decide",
    "attendance.pickup.alone": "autonomous-exit",
    "attendance.pickup.alone.revoke": "autonomous-exit/revoke",
    "attendance.certificates": "certificates",
    "attendance.certificate": "certificates/{certificate_id}",
}
SCHOOL_ROUTES = {
    "attendance.family": "/absences",
    "attendance.validations": "/justifications",
    "attendance.permits": "/permits",
    "attendance.delegates": "/delegates",
    "attendance.evacuations": "/evacuation",
}
DESK_ROUTES = {
    "attendance.desk": "/desk",
    "attendance.desk.leave": "/desk/leave",
}
CLASS_ROUTES = {
    "attendance.evacuation": "evacuation",
    "attendance.evacuation.record": "evacuation/{evacuation_id}",
}
PACKAGES = ("family", "justifications", "permits", "pickup", "evacuation", "certificates")


def add_routes(config: Configurator) -> None:
    """Add the routes of the family's half, and the views that answer them."""
    for name, path in STUDENT_ROUTES.items():
        config.add_route(name, f"/students/{{student_id}}/{path}", factory=StudentContext)
    for name, path in CLASS_ROUTES.items():
        config.add_route(name, f"/classes/{{class_id}}/{path}", factory=ClassContext)
    for name, path in SCHOOL_ROUTES.items():
        config.add_route(name, path, factory=SchoolContext)
    for name, path in DESK_ROUTES.items():
        config.add_route(name, path, factory=DeskContext)
    for package in PACKAGES:
        config.scan(f"registro_attendance.{package}")
