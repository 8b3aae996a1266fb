"""How the person signed in stands to a student's justifications: sides, doers, choices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from registro_attendance.family.permissions import JUSTIFY, REOPEN, VALIDATE
from registro_attendance.justifications.doing import Doer
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.policy import Policy, may_sign, policy_of
from registro_attendance.justifications.reading import items_of
from registro_attendance.justifications.states import Party
from registro_attendance.locks import Asker
from registro_attendance.own_children import kin
from registro_core.api import (
    HTTPNotFound,
    Request,
    StudentContext,
    StudentProfile,
    is_adult,
    whole_number,
    year_of,
)


@dataclass(frozen=True)
class Student:
    """A student as the rules of signing see them (J1)."""

    id: int
    adult: bool
    enabled: bool


def may_family_sign(request: Request, policy: Policy, student: Student) -> bool:
    """Whether the person signed in may justify for a student (J1)."""
    identity = request.identity
    if identity is None:
        return False
    ward = identity.wards.get(student.id)
    return may_sign(
        policy,
        own=identity.person_id == student.id,
        guardian=ward is not None and ward.can_justify,
        adult=student.adult,
        enabled=student.enabled,
    )


def signs_for(request: Request, context: StudentContext) -> bool:
    """Whether the person signed in may justify for the student of the page (J1)."""
    if not request.allows(JUSTIFY.name, context):
        return False
    profile = request.dbsession.scalar(
        select(StudentProfile.may_self_justify).where(
            StudentProfile.person_id == context.student.id
        )
    )
    student = Student(
        context.student.id,
        is_adult(context.student.birth_date, request.today),
        profile is not False,
    )
    return may_family_sign(request, policy_of(request.school_settings), student)


def school_party(request: Request, context: StudentContext) -> Party | None:
    """Staff or teacher, or None for families: on whose side a person of the school acts.

    Nobody decides on what they sign themselves: a teacher is a parent to their own child.
    """
    if request.identity is None or context.student.id in kin(request):
        return None
    if request.allows(REOPEN.name, context):
        return Party.STAFF
    return Party.TEACHER if request.allows(VALIDATE.name, context) else None


def doer(request: Request, party: Party) -> Doer:
    """Who acts in this request."""
    identity = request.identity
    return Doer(
        request.actor,
        party,
        request.now,
        identity.method if identity else None,
        identity.authenticated_at if identity else None,
    )


def year_start(request: Request) -> date:
    """The first day of the school year: what came before is history."""
    year = year_of(request.dbsession, request.today)
    return year.starts_on if year else request.today


def items_of_page(request: Request, student_id: int) -> list[Item]:
    """What there is to justify, and was, for a student this year."""
    days = policy_of(request.school_settings).certificate_days
    asker = asker_of(request, student_id)
    return items_of(request.dbsession, [student_id], year_start(request), days, asker)


def asker_of(request: Request, student_id: int) -> Asker:
    """On whose side the person signed in asks about a student: no unlock frees a family (L7)."""
    identity = request.identity
    if identity is None or student_id in {*identity.kin, identity.person_id}:
        return Asker.family(request.now)
    return Asker.school(request)


def chosen(items: Iterable[Item], keys: Iterable[str]) -> list[Item]:
    """The items that a form ticked; raise HTTPNotFound for an event that is not the student's.

    A day of absence may have joined the spell since the page was shown: only
    the days that were on the page are signed.
    """
    wanted = {number for key in keys for number in _numbers(key)}
    picked = []
    for item in items:
        mine = tuple(event_id for event_id in item.event_ids if event_id in wanted)
        if mine:
            picked.append(item if mine == item.event_ids else replace(item, event_ids=mine))
    if wanted != {event_id for item in picked for event_id in item.event_ids}:
        raise HTTPNotFound
    return picked


def _numbers(key: str) -> list[int]:
    numbers = [whole_number(part) for part in key.split(".")]
    if None in numbers:
        raise HTTPNotFound
    return [number for number in numbers if number is not None]
