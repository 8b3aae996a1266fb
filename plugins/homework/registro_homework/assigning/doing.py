"""Doing what a form asks: storing it and telling families, in one transaction."""

from datetime import date

from registro_core.api import Request
from registro_homework.assigning import services
from registro_homework.assigning.draft import Draft
from registro_homework.assigning.notices import reached_by, tell, tells_at
from registro_homework.assigning.services import Moment
from registro_homework.courses import Course
from registro_homework.models import Assignment


def moment_of(request: Request, class_id: int) -> Moment:
    """Who acts when, and when the families of a class are told."""
    at = tells_at(request.dbsession, request.school_settings, class_id, request.now)
    return Moment(request.actor, request.now, at)


def assign(request: Request, course: Course, draft: Draft, assigned_on: date) -> Assignment:
    """Store something and tell the families."""
    session, moment = request.dbsession, moment_of(request, course.class_id)
    row = services.assign(session, course, draft, moment, assigned_on)
    tell(session, reached_by(session, row), [row.told_at], request.now)
    return row


def change(request: Request, row: Assignment, draft: Draft) -> None:
    """Store it anew; who no longer has to do it is told no more."""
    session, moment = request.dbsession, moment_of(request, row.class_id)
    reached, told_at = reached_by(session, row), row.told_at
    services.change(session, row, draft, moment)
    tell(session, reached | reached_by(session, row), {told_at, row.told_at}, request.now)


def cancel(request: Request, row: Assignment, reason: str) -> None:
    """Cancel it, and tell who knew of it."""
    session, moment = request.dbsession, moment_of(request, row.class_id)
    told_at = row.told_at
    services.cancel(session, row, reason, moment)
    tell(session, reached_by(session, row), {told_at, row.told_at}, request.now)
