"""The addresses of homework, and the folders whose views answer them."""

from typing import Any

from registro_core.api import ClassContext, Configurator, SchoolContext, StudentContext
from registro_homework.contexts import (
    AssignmentContext,
    DoingContext,
    HandInContext,
    StudentHomeworkContext,
    WritingContext,
)

CLASS = "/classes/{class_id}/homework"
ONE = f"{CLASS}/{{homework_id}}"
STUDENT = "/students/{student_id}/homework"
THING = f"{STUDENT}/{{homework_id}}"

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {
    "homework.own": ("/homework", SchoolContext),
    "homework.family": ("/homework/family", SchoolContext),
    "homework.class": (CLASS, ClassContext),
    # Before the things assigned: their address would take it for one.
    "homework.new": (f"{CLASS}/new", WritingContext),
    "homework.assignment": (ONE, AssignmentContext),
    "homework.edit": (f"{ONE}/edit", AssignmentContext),
    "homework.cancel": (f"{ONE}/cancel", AssignmentContext),
    "homework.hand_ins": (f"{ONE}/hand-ins", AssignmentContext),
    "homework.returning": (f"{ONE}/hand-ins/{{hand_in_id}}", HandInContext),
    "homework.student": (STUDENT, StudentContext),
    "homework.thing": (THING, StudentHomeworkContext),
    "homework.done": (f"{THING}/done", DoingContext),
    "homework.hand_in": (f"{THING}/hand-in", DoingContext),
}
PACKAGES = ("assigning", "board", "family", "handing_in")


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    for package in PACKAGES:
        config.scan(f"registro_homework.{package}")
