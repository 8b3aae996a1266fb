"""The addresses of grades, and the folders whose views answer them."""

from typing import Any

from registro_core.api import Configurator, SchoolContext
from registro_grades.class_test.context import TestContext
from registro_grades.contexts import ClassMarksContext, CourseContext

CLASS = "/classes/{class_id}/marks"
COURSE = f"{CLASS}/{{course}}"
TEST = f"{COURSE}/tests/{{assessment_id}}"

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {
    "grades.own": ("/marks", SchoolContext),
    "grades.class": (CLASS, ClassMarksContext),
    "grades.register": (COURSE, CourseContext),
    "grades.grid": (f"{COURSE}/grid", CourseContext),
    "grades.test.new": (f"{COURSE}/tests/new", CourseContext),
    "grades.test": (TEST, TestContext),
    "grades.test.cancel": (f"{TEST}/cancel", TestContext),
}
PACKAGES: tuple[str, ...] = ("register", "grid", "class_test")


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    for package in PACKAGES:
        config.scan(f"registro_grades.{package}")
