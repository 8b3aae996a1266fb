"""Routes of justifications, permits, pick-up, evacuations and certificates."""

from registro_core.api import Configurator, SchoolContext, StudentContext

STUDENT_ROUTES = {
    "attendance.justifications": "justifications",
    "attendance.justifications.paper": "justifications/paper",
    "attendance.justification": "justifications/{justification_id}",
    "attendance.justification.withdraw": "justifications/{justification_id}/withdraw",
    "attendance.justification.validate": "justifications/{justification_id}/validate",
    "attendance.justification.reject": "justifications/{justification_id}/reject",
    "attendance.justification.reopen": "justifications/{justification_id}/reopen",
}
SCHOOL_ROUTES = {
    "attendance.validations": "/justifications",
}
PACKAGES = ("justifications",)


def add_routes(config: Configurator) -> None:
    """Add the routes of the family's half, and the views that answer them."""
    for name, path in STUDENT_ROUTES.items():
        config.add_route(name, f"/students/{{student_id}}/{path}", factory=StudentContext)
    for name, path in SCHOOL_ROUTES.items():
        config.add_route(name, path, factory=SchoolContext)
    for package in PACKAGES:
        config.scan(f"registro_attendance.{package}")
