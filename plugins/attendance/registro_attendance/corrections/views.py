"""Pages: a student's day rewritten, and a class's students elsewhere with the school."""

from datetime import date, timedelta
from typing import Any

from registro_attendance import _
from registro_attendance.corrections.forms import DayForm, OutsideForm
from registro_attendance.corrections.services import (
    Outing,
    call_back,
    fitted,
    needs_reason,
    outings_of,
    rewrite_day,
    send_outside,
)
from registro_attendance.day.stretches import Stretch
from registro_attendance.events.reading import day_book
from registro_attendance.events.recording import DayRules, EventChange, Occasion
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.states import Party
from registro_attendance.locks import locked_days
from registro_attendance.models import EventSource
from registro_attendance.notices import tell_families
from registro_attendance.own_children import for_colleagues, kin
from registro_attendance.pages.lines import Line, lines_of
from registro_attendance.permissions import WRITE
from registro_attendance.permits.arrivals import settle
from registro_attendance.roll.saving import lock_class
from registro_attendance.settings import DEBOUNCE, SHORT_LATE
from registro_core.api import (
    LOCK_TEXTS,
    ClassContext,
    HTTPBadRequest,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolClass,
    Slot,
    StudentContext,
    each_day,
    idempotent,
    path_day,
    roster,
    school_instant,
    slots_of_day,
    slots_of_days,
    view_config,
    view_defaults,
    whole_number,
)

TEMPLATES = "registro_attendance:corrections/templates/"


def rules_of(request: Request, slots: tuple[Slot, ...]) -> DayRules:
    """The rules for late entries of a day."""
    return DayRules(slots[0].starts_at, request.school_settings.integer(SHORT_LATE.name))


def tell(request: Request, changes: list[EventChange]) -> None:
    """Tell the families what changed, after the debounce; what a permit foresaw is justified."""
    debounce = timedelta(minutes=request.school_settings.integer(DEBOUNCE.name))
    tell_families(request.dbsession, changes, debounce, request.now)
    settle(request.dbsession, doer(request, Party.TEACHER), changes)


def _token(stretches: list[Stretch]) -> str:
    return " ".join(f"{each.kind}:{each.start}-{each.end}" for each in stretches)


@view_defaults(route_name="attendance.day", permission=WRITE.name, renderer=f"{TEMPLATES}day.pt")
class DayViews:
    """A student's day: what is stored, and rewriting it."""

    def __init__(self, context: StudentContext, request: Request) -> None:
        """Find the day; HTTPNotFound if it is no school day of a class of the student (A9)."""
        self.context, self.request = context, request
        self.day = path_day(request, "day")
        found = context.class_on(self.day)
        if found is None or self.day > request.today:
            raise HTTPNotFound
        self.school_class: SchoolClass = found
        self.slots = slots_of_day(request.dbsession, found, self.day)
        if not self.slots:
            raise HTTPNotFound
        self.lock = locked_days(request, found.id, [self.day]).get(self.day)

    @property
    def _stored(self) -> list[Stretch]:
        student = self.context.student.id
        book = day_book(self.request.dbsession, [student], self.day)
        return sorted(book.away(student).values())

    @view_config(request_method="GET", decorator=for_colleagues)
    def show(self) -> dict[str, Any]:
        """The day as stored."""
        form = DayForm(self.request)
        stored = self._stored
        form.put(stored)
        form.seen.data = _token(stored)
        return self._page(form)

    @view_config(request_method="POST", decorator=(for_colleagues, idempotent))
    def save(self) -> Any:
        """Rewrite the day; 409 if it changed or was locked meanwhile, 422 without a reason (L7, L8)."""
        lock_class(self.request.dbsession, self.school_class.id)
        form = DayForm(self.request)
        if self.lock is not None:
            form.absent.errors = [LOCK_TEXTS[self.lock]]
            return self._refuse(form, 409)
        if not form.submitted():
            return self._refuse(form, 422)
        if form.seen.data != _token(self._stored):
            form.absent.errors = [_("Un’altra persona ha cambiato questa giornata: controlla.")]
            form.seen.data = _token(self._stored)
            return self._refuse(form, 409)
        occasion = Occasion(
            self.request.actor, self.request.now, EventSource.OFFICE, form.reason.data
        )
        if needs_reason(school_instant(self.day, self.slots[-1].ends_at), occasion):
            form.reason.errors = [_("È passato più di un giorno: scrivi il motivo.")]
            return self._refuse(form, 422)
        changes = rewrite_day(
            self.request.dbsession,
            self.context.student.id,
            self.school_class.id,
            self.day,
            fitted(form.stretches(), self.slots),
            rules_of(self.request, self.slots),
            occasion,
        )
        tell(self.request, changes)
        self.request.flash(_("Giornata corretta.") if changes else _("Nulla da cambiare."))
        return HTTPSeeOther(f"/students/{self.context.student.id}/attendance")

    def _refuse(self, form: DayForm, status: int) -> dict[str, Any]:
        self.request.response.status_int = status
        return self._page(form)

    def _page(self, form: DayForm) -> dict[str, Any]:
        return {
            "student": self.context.student,
            "school_class": self.school_class,
            "day": self.day,
            "slots": self.slots,
            "form": form,
            "lock_text": LOCK_TEXTS[self.lock] if self.lock else None,
            "lines": self._lines() if self.lock else [],
        }

    def _lines(self) -> list[Line]:
        return lines_of(self.request.dbsession, [self.context.student.id], self.day, self.day)


@view_defaults(
    route_name="attendance.outside", permission=WRITE.name, renderer=f"{TEMPLATES}outside.pt"
)
class OutsideViews:
    """Students of a class elsewhere with the school: a list, and sending them."""

    def __init__(self, context: ClassContext, request: Request) -> None:
        self.context, self.request = context, request
        self.school_class = context.school_class
        students, own = roster(request.dbsession, self.school_class.id, request.today), kin(request)
        self.students = [row for row in students if row.student_id not in own]

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The form, for tomorrow."""
        day = self.request.today
        form = OutsideForm(self.request, data={"first_day": day, "last_day": day})
        return self._page(form, {row.student_id for row in self.students})

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Send the ticked students out, on each school day of the period."""
        form, picked = OutsideForm(self.request), self._picked()
        if not form.submitted() or not picked:
            if not picked:
                self.request.flash(_("Scegli almeno uno studente."), "warn")
            self.request.response.status_int = 422
            return self._page(form, picked)
        session, changes = self.request.dbsession, []
        lock_class(session, self.school_class.id)
        first, last = form.first_day.data, form.last_day.data
        locks = locked_days(self.request, self.school_class.id, list(each_day(first, last)))
        if locks:
            form.first_day.errors = [LOCK_TEXTS[min(locks.items())[1]]]
            self.request.response.status_int = 422
            return self._page(form, picked)
        outing = Outing(form.note.data, form.starts_at.data, form.ends_at.data)
        occasion = Occasion(self.request.actor, self.request.now, EventSource.OFFICE, outing.note)
        for day, slots in slots_of_days(session, self.school_class, first, last).items():
            rules = rules_of(self.request, slots)
            there = {row.student_id for row in roster(session, self.school_class.id, day)}
            changes += send_outside(
                session, self.school_class.id, sorted(picked & there), day, outing, rules, occasion
            )
        tell(self.request, [change for change in changes if change.before is not None])
        self.request.flash(_("Registrato: contano come presenti."))
        return HTTPSeeOther(self.request.path)

    def _picked(self) -> set[int]:
        known = {row.student_id for row in self.students}
        sent = {whole_number(text) for text in self.request.POST.getall("student")}
        return known & sent

    def _page(self, form: OutsideForm, picked: set[int]) -> dict[str, Any]:
        return {
            "school_class": self.school_class,
            "students": self.students,
            "picked": picked,
            "form": form,
            "outings": outings_of(
                self.request.dbsession,
                self.school_class.id,
                self.request.today - timedelta(days=30),
            ),
        }


@view_config(route_name="attendance.outside.cancel", permission=WRITE.name, request_method="POST")
def cancel_outing(context: ClassContext, request: Request) -> HTTPSeeOther:
    """Call an outing off."""
    try:
        day = date.fromisoformat(str(request.POST.get("day", "")))
    except ValueError:
        raise HTTPBadRequest from None
    lock_class(request.dbsession, context.school_class.id)
    back = HTTPSeeOther(f"/classes/{context.school_class.id}/attendance/outside")
    lock = locked_days(request, context.school_class.id, [day]).get(day)
    if lock is not None:
        request.flash(LOCK_TEXTS[lock], "warn")
        return back
    occasion = Occasion(request.actor, request.now, EventSource.OFFICE, "annullata")
    note = str(request.POST.get("note", ""))
    done = call_back(request.dbsession, context.school_class.id, day, note, occasion)
    request.flash(_("Attività annullata.") if done else _("Non c’era nulla da annullare."))
    return back
