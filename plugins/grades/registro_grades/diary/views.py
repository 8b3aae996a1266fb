"""Pages of the diary, for its owner alone."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    SchoolContext,
    check_version,
    idempotent,
    page_of,
    view_config,
    view_defaults,
    whole_number,
)
from registro_grades import _
from registro_grades.diary.contexts import EntryContext
from registro_grades.diary.forms import EntryForm
from registro_grades.diary.permissions import DIARY
from registro_grades.diary.services import (
    About,
    Wanted,
    count_entries,
    delete,
    entries_of,
    rewrite,
    subjects_of,
    write,
)
from registro_grades.models import DiaryEntry

TEMPLATES = "registro_grades:diary/templates/"
WORD_LENGTH = 100


def owner_of(request: Request) -> int:
    """Whose diary is open: that of who is signed in."""
    return request.identity.person_id if request.identity else 0


def own_subjects(request: Request) -> list[About]:
    """The classes and students of who is signed in."""
    classes = request.identity.class_ids if request.identity else frozenset()
    return subjects_of(request.dbsession, classes, request.today)


@view_config(
    route_name="grades.diary",
    permission=DIARY.name,
    request_method="GET",
    renderer=f"{TEMPLATES}list.pt",
)
def diary(request: Request) -> dict[str, Any]:
    """One's own entries, newest first, filtered by the address."""
    word = request.GET.get("word", "").strip()[:WORD_LENGTH]
    subjects = own_subjects(request)
    asked = request.GET.get("about", "")
    about = asked if asked in {subject.value for subject in subjects} else ""
    class_id, _slash, student_id = about.partition("/")
    wanted = Wanted(owner_of(request), whole_number(class_id), whole_number(student_id), word)
    page = page_of(request, count_entries(request.dbsession, wanted))
    return {
        "rows": entries_of(request.dbsession, wanted, page.offset, page.size),
        "page": page,
        "subjects": subjects,
        "about": about,
        "word": word,
    }


@view_defaults(
    route_name="grades.diary.new", permission=DIARY.name, renderer=f"{TEMPLATES}entry.pt"
)
class NewEntryViews:
    """Writing an entry."""

    def __init__(self, context: SchoolContext, request: Request) -> None:
        self.request = request
        self.subjects = own_subjects(request)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form, about whom the address says."""
        about = self.request.GET.get("about", "")
        known = about in {subject.value for subject in self.subjects}
        data = {"day": self.request.today, "about": about if known else ""}
        return {"form": EntryForm(self.request, self.subjects, data=data), "entry": None}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store it."""
        request = self.request
        form = EntryForm(request, self.subjects)
        if not form.submitted():
            request.response.status_int = 422
            return {"form": form, "entry": None}
        write(request.dbsession, owner_of(request), form.draft(), request.actor, request.now)
        request.flash(_("Scritto nel diario."))
        return HTTPSeeOther("/diary")


@view_defaults(
    route_name="grades.diary.entry", permission=DIARY.name, renderer=f"{TEMPLATES}entry.pt"
)
class EntryViews:
    """Rewriting or deleting an entry."""

    def __init__(self, context: EntryContext, request: Request) -> None:
        self.request = request
        self.entry: DiaryEntry = context.entry
        self.subjects = [*own_subjects(request)]

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The entry as stored."""
        return self._page(self._form())

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store it anew."""
        form = self._form()
        if not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        check_version(self.entry, form.version.data)
        request = self.request
        rewrite(request.dbsession, self.entry, form.draft(), request.actor, request.now)
        request.flash(_("Diario corretto."))
        return HTTPSeeOther("/diary")

    @view_config(route_name="grades.diary.delete", request_method="POST")
    def delete(self) -> Any:
        """Delete it for good."""
        delete(self.request.dbsession, self.entry, self.request.actor, self.request.now)
        self.request.flash(_("Cancellato dal diario."))
        return HTTPSeeOther("/diary")

    def _form(self) -> EntryForm:
        entry = self.entry
        about = About(entry.class_id or 0, entry.student_id, _("Come prima"))
        value = about.value if entry.class_id else ""
        # An entry of last year is about students one no longer teaches: it stays about them.
        if value and value not in {subject.value for subject in self.subjects}:
            self.subjects.append(about)
        data = {"day": entry.day, "text": entry.text, "about": value, "version": entry.version}
        return EntryForm(self.request, self.subjects, data=data)

    def _page(self, form: EntryForm) -> dict[str, Any]:
        return {"form": form, "entry": self.entry}
