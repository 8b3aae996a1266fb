"""Cancelling hours, for office and head."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    SchoolContext,
    choices,
    idempotent,
    page_of,
    view_config,
    view_defaults,
    whole_number,
    year_of,
)
from registro_lessons import _
from registro_lessons.forms import CancelForm
from registro_lessons.permissions import CANCEL
from registro_lessons.services.cancellations import cancel_hours, cancellations, restore_hour
from registro_lessons.services.elsewhere import classes_of_year
from registro_lessons.services.entries import RefusedError


@view_defaults(
    route_name="lessons.cancellations",
    permission=CANCEL.name,
    renderer="registro_lessons:templates/cancellations.pt",
)
class CancellationViews:
    """The cancelled hours of the year, and a form to cancel more."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        """Offer the classes of the year."""
        self.request = request
        self.session = request.dbsession
        self.classes = classes_of_year(self.session, request.today)
        self.form = CancelForm(request, data={"day": request.today})
        self.form.class_id.choices = choices(
            [("", _("Tutte le classi")), *((str(c.id), c.name) for c in self.classes)]
        )

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """GET: what is cancelled this year."""
        year = year_of(self.session, self.request.today)
        rows = cancellations(self.session, year.starts_on, year.ends_on) if year else []
        page = page_of(self.request, len(rows))
        return {
            "form": self.form,
            "rows": rows[page.offset : page.offset + page.size],
            "page": page,
        }

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """POST: cancel hours; with `restore` take one cancellation back."""
        if "restore" in self.request.POST:
            return self._restore()
        if self.form.submitted() and self._cancel():
            return HTTPSeeOther(self.request.path)
        self.request.response.status_int = 422
        return self.show()

    def _cancel(self) -> bool:
        form = self.form
        slots = range(form.first_slot.data, form.last_slot.data + 1)
        if not slots:
            form.last_slot.errors = [_("L’ultima ora viene prima della prima.")]
            return False
        chosen = form.class_id.data
        class_ids = [chosen] if chosen is not None else [c.id for c in self.classes]
        try:
            count = cancel_hours(
                self.session,
                self.request.actor,
                class_ids,
                form.day.data,
                list(slots),
                form.reason.data,
                self.request.now,
            )
        except RefusedError as refused:
            form.class_id.errors = [refused.message]
            return False
        self.request.flash(_("Ore annullate: ${count}", mapping={"count": count}))
        return True

    def _restore(self) -> HTTPSeeOther:
        hour = whole_number(str(self.request.POST["restore"]))
        if hour is not None:
            restore_hour(self.session, self.request.actor, hour, self.request.now)
            self.request.flash(_("L’ora è di nuovo in orario."))
        return HTTPSeeOther(self.request.path)
