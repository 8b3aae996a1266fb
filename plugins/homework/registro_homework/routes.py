"""The addresses of homework, and the folders whose views answer them."""

from typing import Any

from registro_core.api import (
    ClassContext,
    Configurator,
    SchoolContext,
    StudentContext,
    accept_files,
)
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
    "homework.class": (CLASS, ClassContext),
    # Before the things assigned: their address would take it for one.
    "homework.new": (f"{CLASS}/new", WritingContext),
    "homework.assignment": (ONE, AssignmentContext),
    "homework.edit": (f"{ONE}/edit", AssignmentContext),
    "homework.cancel": (f"{ONE}/cancel", AssignmentContext),
    "homework.attachment": (f"{ONE}/attachments/{{file_id}}", AssignmentContext),
    "homework.zip": (f"{ONE}/hand-ins.zip", AssignmentContext),
    "homework.hand_ins": (f"{ONE}/hand-ins", AssignmentContext),
    "homework.returning": (f"{ONE}/hand-ins/{{hand_in_id}}", HandInContext),
    "homework.returning.file": (
        f"{ONE}/hand-ins/{{hand_in_id}}/files/{{file_id}}",
        HandInContext,
    ),
    "homework.student": (STUDENT, StudentContext),
    "homework.thing": (THING, StudentHomeworkContext),
    "homework.done": (f"{THING}/done", DoingContext),
    "homework.hand_in": (f"{THING}/hand-in", DoingContext),
    "homework.thing.attachment": (f"{THING}/attachments/{{file_id}}", StudentHomeworkContext),
    "homework.thing.file": (f"{THING}/files/{{file_id}}", StudentHomeworkContext),
}
# They take files of the size that a school allows.
WITH_FILES = ("homework.new", "homework.edit", "homework.hand_in")
PACKAGES = ("assigning", "attached", "board", "family", "handing_in")


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    for name in WITH_FILES:
        accept_files(config, name, large=True)
    for package in PACKAGES:
        config.scan(f"registro_homework.{package}")
