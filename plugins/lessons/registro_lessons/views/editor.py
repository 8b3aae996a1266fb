"""Changing a version of the timetable hour by hour, class by class."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    choices,
    idempotent,
    view_config,
    view_defaults,
    whole_number,
)
from registro_lessons import _
from registro_lessons.contexts import TimetableContext
from registro_lessons.forms import EntryForm
from registro_lessons.models import TimetableEntry
from registro_lessons.permissions import EDIT_TIMETABLE
from registro_lessons.services.elsewhere import classes_of_year
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.hours import read_bells
from registro_lessons.services.offered import groups_of, teachings_of
from registro_lessons.services.timetables import (
    add_hour,
    clashes,
    is_history,
    refuse_history,
    remove_hour,
    week_of,
)
from registro_lessons.views.timetable import week_values

WEEKDAYS = [
    ("1", _("lunedì")),
    ("2", _("martedì")),
    ("3", _("mercoledì")),
    ("4", _("giovedì")),
    ("5", _("venerdì")),
    ("6", _("sabato")),
]


@view_defaults(
    route_name="timetable.version",
    permission=EDIT_TIMETABLE.name,
    renderer="registro_lessons:templates/editor.pt",
)
class EditorViews:
    """One class of one version at a time: the week, a form to add, a button to remove."""

    def __init__(self, context: TimetableContext, request: Request) -> None:
        """Find the class of the address; else the first one."""
        self.request = request
        self.session = request.dbsession
        self.timetable = context.timetable
        self.classes = classes_of_year(self.session, self.timetable.valid_from)
        asked = request.GET.get("class", "")
        self.chosen = next(
            (c for c in self.classes if str(c.id) == asked), next(iter(self.classes), None)
        )
        self.clashes: list[Any] = []
        self.form = EntryForm(request)
        self._offer()

    def _offer(self) -> None:
        form, day = self.form, self.timetable.valid_from
        class_id = self.chosen.id if self.chosen else 0
        found = teachings_of(self.session, class_id, day)
        bells = read_bells(self.session, day, day)
        numbers = {
            number
            for site, weeks in bells.slots.items()
            if self.chosen and site == self.chosen.site_id
            for _start, week in weeks
            for _weekday, number in week
        }
        groups = [(str(g), name) for g, name in groups_of(self.session, class_id)]
        form.group.choices = choices([("", _("Tutta la classe")), *groups])
        form.weekday.choices = choices(WEEKDAYS)
        form.slot.choices = choices([(str(n), f"{n}ª") for n in sorted(numbers)])
        form.teacher.choices = choices(
            list(dict.fromkeys((str(person_id), name) for person_id, name, _s, _n in found))
        )
        form.subject.choices = choices(
            list(dict.fromkeys((str(subject_id), name) for _p, _n, subject_id, name in found))
        )

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """GET: the week of the class, and what may be done."""
        class_id = self.chosen.id if self.chosen else 0
        hours = week_of(self.session, self.timetable.id, class_id=class_id)
        name = self.chosen.name if self.chosen else ""
        return {
            **week_values(self.timetable.valid_from, hours, name, by_class=True),
            "timetable": self.timetable,
            "classes": self.classes,
            "chosen": self.chosen,
            "form": self.form,
            "clashes": self.clashes,
            "history": is_history(self.timetable, self.request.today),
        }

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """POST: add an hour; with `remove` take one out."""
        try:
            refuse_history(self.timetable, self.request.today)
        except RefusedError as refused:
            self.request.flash(refused.message, "bad")
            return self._back()
        if "remove" in self.request.POST:
            return self._remove()
        if self.form.submitted() and self._add():
            self.request.flash(_("Ora aggiunta all’orario."))
            return self._back()
        self.request.response.status_int = 422
        return self.show()

    def _add(self) -> bool:
        """Add the hour unless it clashes and nobody said that this is meant."""
        form = self.form
        if self.chosen is None:
            return False
        entry = TimetableEntry(
            class_id=self.chosen.id if form.group.data is None else None,
            group_id=form.group.data,
            subject_id=form.subject.data,
            teacher_id=form.teacher.data,
            weekday=form.weekday.data,
            slot=form.slot.data,
            room=form.room.data,
        )
        self.clashes = clashes(self.session, self.timetable.id, entry)
        if self.clashes and not form.accept_clash.data:
            return False
        add_hour(self.session, self.timetable, entry, (self.request.actor, self.request.now))
        return True

    def _remove(self) -> HTTPSeeOther:
        hour = whole_number(str(self.request.POST["remove"]))
        if hour is not None:
            by = (self.request.actor, self.request.now)
            remove_hour(self.session, self.timetable, hour, by)
            self.request.flash(_("Ora tolta dall’orario."))
        return self._back()

    def _back(self) -> HTTPSeeOther:
        suffix = f"?class={self.chosen.id}" if self.chosen else ""
        return HTTPSeeOther(f"/timetable/versions/{self.timetable.id}{suffix}")
