"""With whom an item is shared: the form's choices, adding, taking back."""

from typing import Any

from registro_core.api import (
    HTTPBadRequest,
    HTTPSeeOther,
    Request,
    idempotent,
    view_config,
    view_defaults,
    whole_number,
)
from registro_materials import _
from registro_materials.contexts import OwnItemContext, person_of
from registro_materials.forms import ShareForm, SpanForm, default_span
from registro_materials.models import Item, Share
from registro_materials.permissions import OWN
from registro_materials.services import shares, targets
from registro_materials.services.telling import tell, told_at


def offer(form: SpanForm, request: Request) -> None:
    """Let the form choose among the classes, students and colleagues of who is signed in."""
    identity, session = request.identity, request.dbsession
    teachings = identity.teachings if identity else ()
    classes = {teaching.class_id for teaching in teachings}
    form.offer(
        targets.courses(session, teachings),
        targets.students(session, classes, request.today) if classes else [],
        targets.colleagues(session, person_of(request), request.today),
    )


def share_as_typed(form: SpanForm, request: Request, item: Item) -> None:
    """Share an item as a valid form says, and tell those it is for."""
    chosen = form.targets()
    if not chosen:
        return
    session, today, now = request.dbsession, request.today, request.now
    starts_on = form.starts_on.data
    at = told_at(starts_on, today, now, request.school_settings)
    span = shares.Span(starts_on, form.ends_on.data, at)
    added = shares.share(session, item, chosen, span, request.actor, now)
    tell(session, added, today, now)


@view_defaults(
    route_name="materials.share",
    permission=OWN.name,
    renderer="registro_materials:templates/share.pt",
)
class ShareViews:
    """Sharing one's item."""

    def __init__(self, context: OwnItemContext, request: Request) -> None:
        self.request = request
        self.item = context.item

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """With whom it is shared, and the form to add somebody."""
        return self._page(ShareForm(self.request, data=default_span(self.request.today)))

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Share it."""
        form = ShareForm(self.request)
        offer(form, self.request)
        if self.item.withdrawn_at is not None or not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        share_as_typed(form, self.request, self.item)
        self.request.flash(_("Condiviso."))
        return HTTPSeeOther(f"/materials/items/{self.item.id}/share")

    @view_config(route_name="materials.share.end", request_method="POST")
    def end(self) -> Any:
        """Take one share back."""
        request, session = self.request, self.request.dbsession
        share_id = whole_number(str(request.POST.get("share", "")))
        row = session.get(Share, share_id) if share_id is not None else None
        if row is None or row.item_id != self.item.id:
            raise HTTPBadRequest("no share of this item")
        shares.end(session, [row], request.actor, request.now)
        tell(session, [row], request.today, request.now)
        request.flash(_("Non è più condiviso."))
        return HTTPSeeOther(f"/materials/items/{self.item.id}/share")

    def _page(self, form: ShareForm) -> dict[str, Any]:
        offer(form, self.request)
        return {
            "form": form,
            "item": self.item,
            "shares": shares.shares_of(self.request.dbsession, self.item.id),
        }
