"""The page "Giustificazioni da convalidare": for class teachers, coordinators, the head's office."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from registro_attendance import _
from registro_attendance.family.permissions import VALIDATE, VALIDATIONS
from registro_attendance.justifications.access import doer, year_start
from registro_attendance.justifications.models import Justification
from registro_attendance.justifications.panel import words
from registro_attendance.justifications.policy import policy_of
from registro_attendance.justifications.queue import Waiting, count_waiting, waiting, waiting_among
from registro_attendance.justifications.services import Validation, validate
from registro_attendance.justifications.states import Party
from registro_core.api import (
    HTTPBadRequest,
    HTTPSeeOther,
    Request,
    SchoolClass,
    SchoolContext,
    class_relations,
    page_of,
    view_config,
    year_of,
)

PATH = "/justifications"


def class_scope(request: Request, context: SchoolContext) -> frozenset[int] | None:
    """Classes whose justifications the person signed in validates; None: the whole school."""
    identity = request.identity
    if identity is None:
        return frozenset()
    if request.allows(VALIDATE.name, context):
        return None
    granted = request.grants[VALIDATE.name]
    mine = identity.class_ids | {class_id for class_id, _kind in identity.relations.duties}
    return frozenset(class_id for class_id in mine if granted & class_relations(identity, class_id))


def class_choices(request: Request, scope: frozenset[int] | None) -> Sequence[tuple[int, str]]:
    """Classes of this year within a scope, by name, for the filter."""
    year = year_of(request.dbsession, request.today)
    statement = select(SchoolClass.id, SchoolClass.name).order_by(SchoolClass.name)
    statement = statement.where(SchoolClass.year_id == (year.id if year else None))
    if scope is not None:
        statement = statement.where(SchoolClass.id.in_(scope))
    return [(row.id, row.name) for row in request.dbsession.execute(statement)]


def filtered_scope(request: Request, scope: frozenset[int] | None) -> frozenset[int] | None:
    """The scope narrowed to the class of the filter, if it is one of the scope."""
    wanted = request.GET.get("class", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 9:
        only = frozenset({int(wanted)})
        return only if scope is None else only & scope
    return scope


@view_config(
    route_name="attendance.validations",
    permission=VALIDATIONS.name,
    request_method="GET",
    renderer="registro_attendance:justifications/templates/queue.pt",
)
def show(context: SchoolContext, request: Request) -> dict[str, Any]:
    """What waits, page by page, with the filter by class."""
    scope = class_scope(request, context)
    narrowed = filtered_scope(request, scope)
    since = year_start(request)
    page = page_of(request, count_waiting(request.dbsession, narrowed, since))
    rows = waiting(
        request.dbsession,
        narrowed,
        policy_of(request.school_settings),
        since,
        request.today,
        offset=page.offset,
        limit=page.size,
    )
    return {
        "rows": [row for row in rows if not _own(request, row)],
        "page": page,
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
    scope = class_scope(request, context)
    rows = waiting_among(
        request.dbsession,
        scope,
        ticked,
        policy_of(request.school_settings),
        year_start(request),
        request.today,
    )
    ready = {
        row.item.signed.id
        for row in rows
        if row.item.signed is not None and _at_once(row) and not _own(request, row)
    }
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


def _own(request: Request, row: Waiting) -> bool:
    """Whether it is the teacher's own child: nobody validates what their family signed."""
    identity = request.identity
    return identity is not None and row.item.student_id in identity.wards


def _versions(values: list[str]) -> list[tuple[int, int]]:
    pairs = [value.split(":") for value in values]
    if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
        raise HTTPBadRequest
    return [(int(row_id), int(version)) for row_id, version in pairs]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
