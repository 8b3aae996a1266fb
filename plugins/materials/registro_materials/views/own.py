"""A teacher's folders."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    check_version,
    idempotent,
    page_of,
    serve_zip,
    view_config,
    view_defaults,
    year_of,
)
from registro_materials import _
from registro_materials.contexts import FolderContext, person_of
from registro_materials.forms import FolderForm
from registro_materials.permissions import OWN
from registro_materials.services import folders, visible
from registro_materials.services.archive import members_of
from registro_materials.services.copying import copy_folder

TEMPLATES = "registro_materials:templates/"
WORD_LENGTH = 100
TAKEN = _("Hai già una cartella con questo nome: scegline un altro.")


def typed_word(request: Request) -> str:
    """The word searched for."""
    return str(request.GET.get("word", "")).strip()[:WORD_LENGTH]


@view_defaults(route_name="materials.own", permission=OWN.name, renderer=f"{TEMPLATES}own.pt")
class OwnViews:
    """All folders, all items, and what colleagues share."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.owner = person_of(request)
        self.year = year_of(request.dbsession, request.today)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Folders by year, and the items found."""
        return self._page(FolderForm(self.request))

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Make a folder."""
        request, form = self.request, FolderForm(self.request)
        if form.submitted() and self.year is not None:
            try:
                made = folders.new_folder(
                    request.dbsession,
                    self.owner,
                    self.year.id,
                    form.name.data,
                    request.actor,
                    request.now,
                )
            except folders.NameTaken:
                form.name.errors = [TAKEN]
            else:
                return HTTPSeeOther(f"/materials/folders/{made.id}")
        request.response.status_int = 422
        return self._page(form)

    def _page(self, form: FolderForm) -> dict[str, Any]:
        request, session = self.request, self.request.dbsession
        word = typed_word(request)
        wanted = folders.Wanted(self.owner, word=word)
        page = page_of(request, folders.count_items(session, wanted))
        mine = folders.folders_of(session, self.owner)
        this_year = self.year.id if self.year else 0
        reader = visible.Reader(self.owner, request.today, colleague=True)
        return {
            "form": form,
            "word": word,
            "page": page,
            "rows": folders.items_of(session, wanted, request.today, page.offset, page.size),
            "folders": [folder for folder in mine if folder.year_id == this_year],
            "earlier": [folder for folder in mine if folder.year_id != this_year],
            "received": visible.shown_items(session, visible.Wanted(reader), 0, 50),
        }


@view_defaults(route_name="materials.folder", permission=OWN.name, renderer=f"{TEMPLATES}folder.pt")
class FolderViews:
    """One folder: what is in it, its name."""

    def __init__(self, context: FolderContext, request: Request) -> None:
        self.request = request
        self.folder = context.folder

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The items."""
        return self._page(FolderForm(self.request, obj=self.folder))

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Give it another name."""
        request, form = self.request, FolderForm(self.request, obj=self.folder)
        if form.submitted():
            check_version(self.folder, form.version.data)
            try:
                folders.rename(
                    request.dbsession, self.folder, form.name.data, request.actor, request.now
                )
            except folders.NameTaken:
                form.name.errors = [TAKEN]
            else:
                return HTTPSeeOther(request.path)
        request.response.status_int = 422
        return self._page(form)

    def _page(self, form: FolderForm) -> dict[str, Any]:
        request, session = self.request, self.request.dbsession
        wanted = folders.Wanted(self.folder.owner_id, self.folder.id)
        page = page_of(request, folders.count_items(session, wanted))
        year = year_of(session, request.today)
        return {
            "form": form,
            "folder": self.folder,
            "this_year": year is not None and year.id == self.folder.year_id,
            "page": page,
            "rows": folders.items_of(session, wanted, request.today, page.offset, page.size),
        }

    @view_config(route_name="materials.folder.copy", request_method="POST", decorator=idempotent)
    def copy(self) -> Any:
        """Copy it into this year."""
        request = self.request
        year = year_of(request.dbsession, request.today)
        if year is None or year.id == self.folder.year_id:
            return HTTPSeeOther(f"/materials/folders/{self.folder.id}")
        try:
            made = copy_folder(request.dbsession, self.folder, year.id, request.actor, request.now)
        except folders.NameTaken:
            request.flash(TAKEN, "warn")
            return HTTPSeeOther(f"/materials/folders/{self.folder.id}")
        request.flash(_("Cartella copiata: non è ancora condivisa con nessuno."))
        return HTTPSeeOther(f"/materials/folders/{made.id}")

    @view_config(route_name="materials.folder.zip", request_method="GET", renderer=None)
    def zip(self) -> Any:
        """All that is in it, as one file."""
        members = members_of(self.request.dbsession, self.folder.id)
        return serve_zip(self.request, f"{self.folder.name}.zip", members)
