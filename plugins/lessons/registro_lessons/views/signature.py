"""Taking one's own signature back from an hour."""

from urllib.parse import urlencode

from registro_core.api import HTTPSeeOther, LessonContext, Request, view_config
from registro_lessons import _
from registro_lessons.permissions import SIGN
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.withdrawing import withdraw
from registro_lessons.settings import lock_rules

LONGEST_REASON = 500


@view_config(route_name="lessons.withdraw", permission=SIGN.name, request_method="POST")
@view_config(
    route_name="lessons.withdraw.group",
    permission=SIGN.name,
    request_method="POST",
)
def withdraw_signature(context: LessonContext, request: Request) -> HTTPSeeOther:
    """POST from the lesson page: take back one's own signature, and nothing else (L6)."""
    assert request.identity is not None  # noqa: S101 - the permission says so
    reason = str(request.POST.get("lessons-reason", "")).strip()[:LONGEST_REASON] or None
    back = request.path.removesuffix("/withdraw")
    try:
        withdraw(
            request.dbsession,
            request.actor,
            context.ref,
            request.identity.person_id,
            lock_rules(request),
            reason,
        )
    except RefusedError as refused:
        request.flash(refused.message, "bad")
        return HTTPSeeOther(f"{back}?{urlencode({'why': refused.field})}")
    request.flash(_("La tua firma è stata tolta."))
    return HTTPSeeOther(back)
