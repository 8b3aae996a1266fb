"""Drafts, and the list of all circulars, for who writes them."""

from typing import Any

from registro_core.api import (
    HTTPConflict,
    HTTPSeeOther,
    Request,
    StoredFile,
    check_version,
    idempotent,
    keep_files,
    page_of,
    view_config,
    view_defaults,
    year_of,
)
from registro_messaging import _
from registro_messaging.noticeboard.contexts import CircularContext, OwnAttachmentContext
from registro_messaging.noticeboard.forms import CircularForm, as_typed
from registro_messaging.noticeboard.models import Circular, CircularState
from registro_messaging.noticeboard.services import listing, writing
from registro_messaging.noticeboard.services.choosing import offer_of
from registro_messaging.noticeboard.views import TEMPLATES
from registro_messaging.noticeboard.views.reading import signed_in
from registro_messaging.permissions import WRITE

NO_YEAR = _("Non c’è ancora un anno scolastico.")


@view_config(
    route_name="messaging.circulars.manage",
    permission=WRITE.name,
    request_method="GET",
    renderer=f"{TEMPLATES}manage.pt",
)
def manage(request: Request) -> dict[str, Any]:
    """All circulars, drafts first."""
    page = page_of(request, listing.count(request.dbsession))
    return {"rows": listing.latest(request.dbsession, page.offset, page.size), "page": page}


def kept(request: Request, form: CircularForm) -> list[StoredFile]:
    """Keep the files of a valid form."""
    return keep_files(
        request.dbsession,
        request.platform.files,
        form.files.uploads,
        signed_in(request).person_id,
        request.now,
    )


@view_defaults(
    route_name="messaging.circulars.new", permission=WRITE.name, renderer=f"{TEMPLATES}edit.pt"
)
class NewViews:
    """Writing a circular."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.year = year_of(request.dbsession, request.today)
        year_id = self.year.id if self.year else 0
        self.form = CircularForm(request)
        self.form.offer(offer_of(request.dbsession, year_id, request.today))

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form."""
        return {"form": self.form, "circular": None, "files": []}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store the draft, and show how many it would reach."""
        request, form = self.request, self.form
        valid = form.submitted()
        if valid and self.year is None:
            form.title.errors = [NO_YEAR]
        if not valid or self.year is None:
            request.response.status_int = 422
            return self.show()
        files = kept(request, form)
        made = writing.write(
            request.dbsession, self.year.id, form.draft(), files, request.actor, request.now
        )
        return HTTPSeeOther(f"/circulars/{made.id}/publish")


@view_defaults(
    route_name="messaging.circular.edit", permission=WRITE.name, renderer=f"{TEMPLATES}edit.pt"
)
class EditViews:
    """Changing a draft."""

    def __init__(self, context: CircularContext, request: Request) -> None:
        self.request = request
        self.circular = context.circular
        session, today = request.dbsession, request.today
        spec = writing.spec_of(session, self.circular.id)
        self.form = CircularForm(request, data=as_typed(self.circular, spec))
        self.form.offer(offer_of(session, self.circular.year_id, today))

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The draft as stored; what was published is no draft any more."""
        if self.circular.state is not CircularState.DRAFT:
            return HTTPSeeOther(f"/circulars/{self.circular.id}")
        files = writing.files_of(self.request.dbsession, self.circular.id)
        return {"form": self.form, "circular": self.circular, "files": files}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store it anew, with the files that were added."""
        request, form = self.request, self.form
        expect_draft(self.circular)
        if not form.submitted():
            request.response.status_int = 422
            return self.show()
        check_version(self.circular, form.version.data)
        files = kept(request, form)
        writing.change(
            request.dbsession, self.circular, form.draft(), files, request.actor, request.now
        )
        return HTTPSeeOther(f"/circulars/{self.circular.id}/publish")


@view_config(
    route_name="messaging.circular.file.remove", permission=WRITE.name, request_method="POST"
)
def take_out(context: OwnAttachmentContext, request: Request) -> HTTPSeeOther:
    """Take an attachment out of a draft."""
    expect_draft(context.circular)
    writing.take_out(
        request.dbsession, context.circular, context.file_id, request.actor, request.now
    )
    request.flash(_("Allegato tolto."))
    return HTTPSeeOther(f"/circulars/{context.circular.id}/edit")


def expect_draft(circular: Circular) -> None:
    """Raise HTTPConflict if it was published meanwhile."""
    if circular.state is not CircularState.DRAFT:
        raise HTTPConflict
