"""Routes of the roll, the overviews and the standings."""

from registro_core.api import ClassContext, Configurator, SchoolContext, StudentContext

STUDENT = "/students/{student_id}/attendance"
CLASS = "/classes/{class_id}/attendance"

ROUTES = {
    "attendance.student": (STUDENT, StudentContext),
    "attendance.student.read": (f"{STUDENT}/warnings", StudentContext),
    "attendance.class": (CLASS, ClassContext),
    "attendance.class.csv": (f"{CLASS}/students.csv", ClassContext),
    "attendance.class.month": (f"{CLASS}/month.csv", ClassContext),
    "attendance.class.limit": (f"{CLASS}/limit", ClassContext),
    "attendance.outside": (f"{CLASS}/outside", ClassContext),
    "attendance.outside.cancel": (f"{CLASS}/outside/cancel", ClassContext),
    "attendance.limit": (f"{STUDENT}/limit", StudentContext),
    "attendance.limit.derogations": (f"{STUDENT}/limit/derogations", StudentContext),
    "attendance.limit.hours": (f"{STUDENT}/limit/hours", StudentContext),
    "attendance.limit.cancel": (STUDENT + "/limit/{what}/{row_id}/cancel", StudentContext),
    # Last of the student's: any other word after the address is a day.
    "attendance.day": (STUDENT + "/{day}", StudentContext),
    "attendance.today": ("/attendance", SchoolContext),
    "attendance.school": ("/attendance/school", SchoolContext),
}
PACKAGES = ("pages", "corrections", "limits")


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    for package in PACKAGES:
        config.scan(f"registro_attendance.{package}")
