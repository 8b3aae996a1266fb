"""The addresses of grades, and the folders whose views answer them."""

from typing import Any

from registro_core.api import Configurator, SchoolContext, accept_files, work_apart
from registro_grades.class_test.context import TestContext
from registro_grades.contexts import ClassMarksContext, CourseContext, StudentCardContext
from registro_grades.diary.routes import DIARY_ROUTES
from registro_grades.family.routes import FAMILY_ROUTES
from registro_grades.notes.routes import NOTE_ROUTES
from registro_grades.observations.routes import OBSERVATION_ROUTES
from registro_grades.procedures.routes import PROCEDURE_ROUTES
from registro_grades.single.context import MarkContext

SETUP = "/marks/setup"
CLASS = "/classes/{class_id}/marks"
COURSE = f"{CLASS}/{{course}}"
TEST = f"{COURSE}/tests/{{assessment_id}}"

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {
    "grades.own": ("/marks", SchoolContext),
    "grades.statistics": ("/marks/statistics", SchoolContext),
    "grades.statistics.xlsx": ("/marks/statistics.xlsx", SchoolContext),
    "grades.statistics.csv": ("/marks/statistics.csv", SchoolContext),
    "grades.setup": (SETUP, SchoolContext),
    "grades.code.new": (f"{SETUP}/codes/new", SchoolContext),
    "grades.code": (f"{SETUP}/codes/{{code_id}}", SchoolContext),
    "grades.scale.new": (f"{SETUP}/scales/new", SchoolContext),
    "grades.scale": (f"{SETUP}/scales/{{scale_id}}", SchoolContext),
    "grades.subject": (f"{SETUP}/subjects/{{subject_id}}", SchoolContext),
    "grades.class": (CLASS, ClassMarksContext),
    # Before the courses: their address would take it for one.
    "grades.overview": (f"{CLASS}/overview", ClassMarksContext),
    "grades.card": ("/students/{student_id}/marks/card", StudentCardContext),
    "grades.card.pdf": ("/students/{student_id}/marks/card.pdf", StudentCardContext),
    "grades.register": (COURSE, CourseContext),
    "grades.grid": (f"{COURSE}/grid", CourseContext),
    "grades.export.xlsx": (f"{COURSE}/marks.xlsx", CourseContext),
    "grades.export.csv": (f"{COURSE}/marks.csv", CourseContext),
    "grades.import": (f"{COURSE}/import", CourseContext),
    "grades.mark": (f"{COURSE}/marks/{{mark_id}}", MarkContext),
    "grades.oral": (f"{COURSE}/oral", CourseContext),
    "grades.test.new": (f"{COURSE}/tests/new", CourseContext),
    "grades.test": (TEST, TestContext),
    "grades.test.cancel": (f"{TEST}/cancel", TestContext),
    **FAMILY_ROUTES,
    **NOTE_ROUTES,
    **PROCEDURE_ROUTES,
    **OBSERVATION_ROUTES,
    **DIARY_ROUTES,
}
PACKAGES: tuple[str, ...] = (
    "register",
    "overview",
    "card",
    "statistics",
    "grid",
    "class_test",
    "oral",
    "single",
    "exchange",
    "scales",
    "family",
    "notes",
    "procedures",
    "observations",
    "diary",
)


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    accept_files(config, "grades.import")
    work_apart(config, "grades.card.pdf")
    for package in PACKAGES:
        config.scan(f"registro_grades.{package}")
