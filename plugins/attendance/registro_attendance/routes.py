"""Routes of the roll, the overviews and the standings."""

from registro_core.api import Configurator, StudentContext

STUDENT = "/students/{student_id}/attendance"
CLASS = "/classes/{class_id}/attendance"

ROUTES = {
    "attendance.student": (STUDENT, StudentContext),
    "attendance.student.read": (f"{STUDENT}/warnings", StudentContext),
}


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    config.scan("registro_attendance.pages")
