"""Writing and changing an item, its files, withdrawing it."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    StoredFile,
    check_version,
    idempotent,
    keep_files,
    local_url,
    view_config,
    view_defaults,
    year_of,
)
from registro_materials import _
from registro_materials.contexts import OwnFileContext, OwnItemContext, person_of
from registro_materials.forms import (
    ItemForm,
    NewItemForm,
    ReasonForm,
    VersionForm,
    default_span,
)
from registro_materials.models import Folder, Share
from registro_materials.permissions import OWN
from registro_materials.services import folders, items
from registro_materials.services.telling import tell
from registro_materials.views.own import TAKEN, TEMPLATES
from registro_materials.views.sharing import offer, share_as_typed


def kept(request: Request, form: Any) -> list[StoredFile]:
    """Keep the files of a valid form."""
    return keep_files(
        request.dbsession,
        request.platform.files,
        form.files.uploads,
        person_of(request),
        request.now,
    )


@view_defaults(route_name="materials.new", permission=OWN.name, renderer=f"{TEMPLATES}new.pt")
class NewItemViews:
    """Writing an item and handing it out, in one page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.owner = person_of(request)
        self.year = year_of(request.dbsession, request.today)
        mine = folders.folders_of(request.dbsession, self.owner)
        year_id = self.year.id if self.year else 0
        self.folders = [folder for folder in mine if folder.year_id == year_id]

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form, with the folder and the class that the address names."""
        asked = self.request.GET
        folder = asked.get("folder", "")
        known = {str(each.id) for each in self.folders}
        if folder not in known:
            folder = str(self.folders[0].id) if self.folders else ""
        data = {
            **default_span(self.request.today),
            "folder": folder,
            "new_folder": "" if self.folders else self.request.translate(_("Materiali")),
            "to": asked.getall("to"),
        }
        form = NewItemForm(self.request, self.folders, data=data)
        return self._page(form)

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store it, and share it with whom was chosen."""
        request, form = self.request, NewItemForm(self.request, self.folders)
        offer(form, request)
        if not form.submitted() or (folder := self._folder(form)) is None:
            request.response.status_int = 422
            return self._page(form)
        item = items.write(
            request.dbsession,
            folder,
            form.draft(),
            kept(request, form),
            request.actor,
            request.now,
        )
        share_as_typed(form, request, item)
        request.flash(_("Condiviso.") if form.targets() else _("Salvato: non è ancora condiviso."))
        return HTTPSeeOther(local_url(request.GET.get("back"), f"/materials/items/{item.id}"))

    def _folder(self, form: NewItemForm) -> Folder | None:
        """The folder chosen, or a new one; None, with a message, if its name is taken."""
        request, session = self.request, self.request.dbsession
        if not form.new_folder.data:
            return folders.own_folder(session, self.owner, int(form.folder.data))
        if self.year is None:
            form.new_folder.errors = [_("Non c’è ancora un anno scolastico.")]
            return None
        try:
            return folders.new_folder(
                session,
                self.owner,
                self.year.id,
                form.new_folder.data,
                request.actor,
                request.now,
            )
        except folders.NameTaken:
            form.new_folder.errors = [TAKEN]
            return None

    def _page(self, form: NewItemForm) -> dict[str, Any]:
        offer(form, self.request)
        return {"form": form, "back": local_url(self.request.GET.get("back"), "/materials")}


@view_defaults(route_name="materials.edit", permission=OWN.name, renderer=f"{TEMPLATES}edit.pt")
class EditViews:
    """Changing one's item."""

    def __init__(self, context: OwnItemContext, request: Request) -> None:
        self.request = request
        self.item = context.item
        self.files = items.files_of(request.dbsession, self.item.id)
        self.here = f"/materials/items/{self.item.id}"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The item as stored."""
        return self._page(self._form())

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store it anew, with the files that were added."""
        request, form = self.request, self._form()
        if not form.submitted():
            request.response.status_int = 422
            return self._page(form)
        check_version(self.item, form.version.data)
        added = kept(request, form)
        items.change(request.dbsession, self.item, form.draft(), added, request.actor, request.now)
        request.flash(_("Modifiche salvate."))
        return HTTPSeeOther(self.here)

    @view_config(route_name="materials.withdraw", request_method="POST", renderer=None)
    def withdraw(self) -> Any:
        """Withdraw it, with a reason; who was to be told of it is not."""
        request, session = self.request, self.request.dbsession
        form = ReasonForm(request)
        if not form.submitted():
            request.flash(form.reason.errors[0], "warn")
            return HTTPSeeOther(f"{self.here}/edit")
        if self.item.withdrawn_at is None:
            items.withdraw(session, self.item, form.reason.data, request.actor, request.now)
            mine = session.query(Share).filter_by(item_id=self.item.id, ended_at=None).all()
            tell(session, mine, request.today, request.now)
        request.flash(_("Ritirato: chi lo vedeva non lo vede più."))
        return HTTPSeeOther(self.here)

    def _form(self) -> ItemForm:
        form = ItemForm(self.request, obj=self.item)
        form.kept = sum(file.current for file in self.files)
        return form

    def _page(self, form: ItemForm) -> dict[str, Any]:
        return {"form": form, "item": self.item, "files": self.files}


@view_defaults(
    route_name="materials.version", permission=OWN.name, renderer=f"{TEMPLATES}version.pt"
)
class VersionViews:
    """A newer version of a file, or none any more."""

    def __init__(self, context: OwnFileContext, request: Request) -> None:
        self.request = request
        self.item, self.file = context.item, context.file
        self.edit = f"/materials/items/{self.item.id}/edit"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The form with the file to choose."""
        return self._page(VersionForm(self.request))

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Put the newer file in the place of this one."""
        request, form = self.request, VersionForm(self.request)
        if not form.submitted():
            request.response.status_int = 422
            return self._page(form)
        stored = kept(request, form)[0]
        items.replace(request.dbsession, self.item, self.file, stored, request.actor, request.now)
        request.flash(_("Nuova versione salvata: la precedente resta visibile solo a te."))
        return HTTPSeeOther(self.edit)

    @view_config(route_name="materials.remove", request_method="POST", renderer=None)
    def remove(self) -> Any:
        """Take the file out."""
        request = self.request
        items.take_out(request.dbsession, self.item, self.file, request.actor, request.now)
        request.flash(_("File tolto."))
        return HTTPSeeOther(self.edit)

    def _page(self, form: VersionForm) -> dict[str, Any]:
        return {"form": form, "item": self.item, "file": self.file}
