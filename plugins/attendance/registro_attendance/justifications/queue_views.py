"""The page "Giustificazioni da convalidare": for class teachers, coordinators, the head's office."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registro_attendance import _
from registro_attendance.family.permissions import VALIDATE, VALIDATIONS
from registro_attendance.justifications.access import doer, year_start
from registro_attendance.justifications.models import Justification
from registro_attendance.justifications.panel import words
from registro_attendance.justifications.policy import policy_of
from registro_attendance.justifications.queue import (
    Waiting,
    count_locked,
    count_waiting,
    waiting,
    waiting_among,
)
from registro_attendance.justifications.scope import class_choices, class_scope, filtered_scope
from registro_attendance.justifications.services import Validation, validate
from registro_attendance.justifications.states import Party
from registro_attendance.locks import Asker
from registro_core.api import (
    HTTPBadRequest,
    HTTPSeeOther,
    Request,
    SchoolContext,
    page_of,
    view_config,
    whole_number,
)

PATH = "/justifications"


@view_config(
    route_name="attendance.validations",
    permission=VALIDATIONS.name,
    request_method="GET",
    renderer="registro_attendance:justifications/templates/queue.pt",
)
def show(context: SchoolContext, request: Request) -> dict[str, Any]:
    """What waits, page by page, with the filter by class."""
    scope = class_scope(request, context, VALIDATE)
    narrowed = filtered_scope(request, scope)
    since, asker = year_start(request), Asker.school(request)
    page = page_of(request, count_waiting(request.dbsession, narrowed, since, asker))
    rows = waiting(
        request.dbsession,
        narrowed,
        policy_of(request.school_settings),
        since,
        asker,
        offset=page.offset,
        limit=page.size,
    )
    return {
        "rows": rows,
        "page": page,
        "locked": count_locked(request.dbsession, narrowed, since, asker),
        "classes": class_choices(request, scope),
        "chosen_class": request.GET.get("class", ""),
        **words(request),
    }


@view_config(
    route_name="attendance.validations",
    permission=VALIDATIONS.name,
    request_method="POST",
)
def validate_ticked(context: SchoolContext, request: Request) -> HTTPSeeOther:
    """Validate the ticked ones; those not ready or changed meanwhile stay, and it says so."""
    ticked = dict(_versions(request.POST.getall("justification")))
    scope = class_scope(request, context, VALIDATE)
    rows = waiting_among(
        request.dbsession,
        scope,
        ticked,
        policy_of(request.school_settings),
        year_start(request),
        Asker.school(request),
    )
    ready = {row.item.signed.id for row in rows if row.item.signed is not None and _at_once(row)}
    party = Party.STAFF if scope is None else Party.TEACHER
    done = validate_unchanged(request, party, {i: ticked[i] for i in ready})
    request.flash(_("Convalidate: ${count}.", mapping={"count": str(done)}))
    if done < len(ticked):
        left = {"count": str(len(ticked) - done)}
        request.flash(_("Non convalidate, da vedere una per una: ${count}.", mapping=left), "warn")
    return HTTPSeeOther(PATH)


def validate_unchanged(request: Request, party: Party, ticked: Mapping[int, int]) -> int:
    """Validate those that still have the version ticked; return how many."""
    statement = select(Justification).where(Justification.id.in_(ticked))
    rows = request.dbsession.scalars(statement).all()
    same = [Validation(row, row.version) for row in rows if row.version == ticked[row.id]]
    validate(request.dbsession, doer(request, party), same)
    return len(same)


def _at_once(row: Waiting) -> bool:
    """Whether a tick is enough: the student is back, and no certificate is due (J3, A12)."""
    signed = row.item.signed
    seen = signed is not None and signed.certificate_seen
    return row.ready and (seen or not row.item.needs_certificate)


def _versions(values: list[str]) -> list[tuple[int, int]]:
    return [_pair(value) for value in values]


def _pair(value: str) -> tuple[int, int]:
    row_id, _colon, version = value.partition(":")
    row, seen = whole_number(row_id), whole_number(version)
    if row is None or seen is None:
        raise HTTPBadRequest
    return row, seen
