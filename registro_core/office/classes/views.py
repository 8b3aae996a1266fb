"""Pages for a class in the office."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.db.versions import check_version
from registro_core.items import Text
from registro_core.numbers import whole_number
from registro_core.office.classes import queries, services
from registro_core.office.classes.forms import (
    DUTIES,
    KINDS,
    ClassForm,
    DutyForm,
    GroupForm,
    TeachingForm,
)
from registro_core.office.classes.services import NameTaken
from registro_core.office.forms import options
from registro_core.office.people.views import office_of
from registro_core.permissions import SCHOOL
from registro_core.school import services as school
from registro_core.school.models import ClassDuty, Group, GroupClass, Teaching
from registro_core.security.contexts import ClassContext, SchoolContext, path_id
from registro_core.web.idempotency import idempotent

if TYPE_CHECKING:
    from registro_core.request import Request

FORM = "registro_core:office/classes/templates/form.pt"
CLASS_FIELDS = (
    *("name", "grade", "section", "order", "course", "site_id", "short_week", "weekly_hours"),
)
TEACHING_FIELDS = ("teacher_id", "subject_id", "kind", "weekly_hours", "starts_on", "ends_on")
NOBODY = ("", "–")
TAKEN = _("C’è già una classe o un gruppo con questo nome.")


@view_config(
    route_name="office.class.new",
    permission=SCHOOL.name,
    request_method=("GET", "POST"),
    decorator=idempotent,
    renderer=FORM,
)
def add_class(context: SchoolContext, request: "Request") -> Any:
    """Add a class to the current year."""
    year = school.year_of(request.dbsession, request.today)
    if year is None:
        request.flash(_("Prima crea l’anno scolastico nel calendario."), "warn")
        return HTTPSeeOther("/office/calendar")
    form = ClassForm(request)
    form.site_id.choices = options(queries.sites(request.dbsession))
    if form.submitted():
        values = {name: form[name].data for name in CLASS_FIELDS}
        try:
            row = services.add_class(office_of(request), year.id, values)
        except NameTaken:
            form.name.errors = [TAKEN]
        else:
            request.flash(_("Classe aggiunta."))
            return HTTPSeeOther(f"/office/classes/{row.id}")
    if request.method == "POST":
        request.response.status_int = 422
    return {"form": form, "title": _("Nuova classe"), "school_class": None}


@view_defaults(
    permission=SCHOOL.name, request_method=("GET", "POST"), renderer=FORM, decorator=idempotent
)
class ClassViews:
    """One class; its forms lead back to it."""

    def __init__(self, context: ClassContext, request: "Request") -> None:
        self.request = request
        self.session = request.dbsession
        self.school_class, self.year = context.school_class, context.year
        self.office = office_of(request)

    @view_config(
        route_name="office.class",
        request_method="GET",
        renderer="registro_core:office/classes/templates/class.pt",
    )
    def show(self) -> dict[str, Any]:
        """Teachings, duties and groups of the class."""
        session, class_id = self.session, self.school_class.id
        return {
            "school_class": self.school_class,
            "teachings": queries.teachings(session, class_id),
            "kinds": KINDS,
            "duties": queries.duties(session, class_id),
            "duty_labels": DUTIES,
            "groups": queries.groups(session, class_id),
        }

    @view_config(route_name="office.class.edit")
    def edit(self) -> Any:
        """Change the class's data."""
        form = ClassForm(self.request, obj=self.school_class)
        form.site_id.choices = options(queries.sites(self.session))
        if form.submitted():
            values = {name: form[name].data for name in CLASS_FIELDS}
            try:
                services.change_class(self.office, self.school_class, values, form.version.data)
            except NameTaken:
                form.name.errors = [TAKEN]
            else:
                return self._back(_("Modifiche salvate."))
        return self._page(form, _("Modifica la classe"))

    @view_config(route_name="office.class.teaching.new")
    def add_teaching(self) -> Any:
        """Assign a teaching."""
        form = TeachingForm(self.request, data={"starts_on": self.request.today})
        self._fill_choices(form)
        if form.submitted():
            services.add_teaching(self.office, self.school_class.id, _teaching_values(form))
            return self._back(_("Cattedra assegnata."))
        return self._page(form, _("Nuova cattedra"))

    @view_config(route_name="office.class.teaching")
    def change_teaching(self) -> Any:
        """Change or end a teaching."""
        row = self.session.get(Teaching, path_id(self.request, "teaching_id"))
        if row is None or row.class_id != self.school_class.id:
            raise HTTPNotFound
        form = TeachingForm(self.request, obj=row)
        self._fill_choices(form)
        if form.submitted():
            version = form.version.data
            services.change_teaching(self.office, row, _teaching_values(form), version)
            return self._back(_("Modifiche salvate."))
        return self._page(form, _("Modifica la cattedra"))

    @view_config(route_name="office.class.duties")
    def duties(self) -> Any:
        """Assign a duty, or end one."""
        ending = whole_number(self.request.POST.get("end", ""))
        if ending is not None:
            return self._end_duty(ending)
        form = DutyForm(self.request, self.year, data={"starts_on": self.request.today})
        form.person_id.choices = options(queries.teachers(self.session, self.request.today))
        if form.submitted():
            services.assign_duty(
                self.office,
                self.school_class.id,
                form.person_id.data,
                form.kind.data,
                form.starts_on.data,
            )
            return self._back(_("Incarico assegnato."))
        return self._page(form, _("Assegna un incarico"))

    def _end_duty(self, duty_id: int) -> HTTPSeeOther:
        row = self.session.get(ClassDuty, duty_id)
        if row is None or row.class_id != self.school_class.id or row.ends_on is not None:
            raise HTTPNotFound
        services.end_duty(self.office, row, self.request.today)
        return self._back(_("L’incarico finisce oggi."))

    @view_config(route_name="office.class.groups")
    def add_group(self) -> Any:
        """Add a group of the class's students."""
        form = GroupForm(self.request, data={"starts_on": self.request.today})
        form.students.choices = options(self._students())
        if form.submitted():
            try:
                services.add_group(
                    self.office,
                    self.school_class,
                    form.name.data,
                    form.kind.data,
                    form.students.data,
                    form.starts_on.data,
                )
            except NameTaken:
                form.name.errors = [TAKEN]
            else:
                return self._back(_("Gruppo aggiunto."))
        return self._page(form, _("Nuovo gruppo"))

    @view_config(route_name="office.class.group")
    def change_group(self) -> Any:
        """Change who is in a group, from a day."""
        group = self.session.get(Group, path_id(self.request, "group_id"))
        key = (group.id if group else 0, self.school_class.id)
        if group is None or self.session.get(GroupClass, key) is None:
            raise HTTPNotFound
        today = self.request.today
        members = sorted(queries.members(self.session, group.id, today))
        form = GroupForm(self.request, obj=group, data={"starts_on": today, "students": members})
        form.students.choices = options(self._students())
        if form.submitted():
            check_version(group, form.version.data)
            services.set_members(self.office, group, form.students.data, form.starts_on.data)
            return self._back(_("Gruppo salvato."))
        return self._page(form, group.name)

    def _students(self) -> list[tuple[int, str]]:
        rows = school.roster(self.session, self.school_class.id, self.request.today)
        return [(row.student_id, row.name) for row in rows]

    def _fill_choices(self, form: TeachingForm) -> None:
        teachers = queries.teachers(self.session, self.request.today)
        form.teacher_id.choices = options(teachers)
        form.subject_id.choices = options(queries.subjects(self.session))
        form.replaces_id.choices = options([NOBODY, *teachers])
        form.student_id.choices = options([NOBODY, *self._students()])

    def _back(self, message: Text) -> HTTPSeeOther:
        self.request.flash(message)
        return HTTPSeeOther(f"/office/classes/{self.school_class.id}")

    def _page(self, form: Any, title: Text) -> dict[str, Any]:
        if self.request.method == "POST":
            self.request.response.status_int = 422
        return {"form": form, "title": title, "school_class": self.school_class}


def _teaching_values(form: TeachingForm) -> dict[str, Any]:
    values = {name: form[name].data for name in TEACHING_FIELDS}
    for name in ("student_id", "replaces_id"):
        text = form[name].data
        values[name] = int(text) if text and text != "None" else None
    return values
