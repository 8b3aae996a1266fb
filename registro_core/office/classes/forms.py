"""Forms for classes, teachings, duties and groups."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core import _
from registro_core.items import DutyKind, GroupKind, SchoolOrder, TeachingKind, Text
from registro_core.office.forms import NotBefore, choice_field, day_field, text_field
from registro_core.school.models import SchoolYear
from registro_core.web.forms import Form, VersionField

if TYPE_CHECKING:
    from registro_core.request import Request

ORDERS: dict[SchoolOrder, Text] = {
    SchoolOrder.NURSERY: _("Infanzia"),
    SchoolOrder.PRIMARY: _("Primaria"),
    SchoolOrder.LOWER_SECONDARY: _("Secondaria di primo grado"),
    SchoolOrder.UPPER_SECONDARY: _("Secondaria di secondo grado"),
}
KINDS: dict[TeachingKind, Text] = {
    TeachingKind.CURRICULAR: _("Curricolare"),
    TeachingKind.LAB: _("Laboratorio, in compresenza"),
    TeachingKind.SUPPORT: _("Sostegno"),
    TeachingKind.CIVIC_EDUCATION: _("Educazione civica"),
    TeachingKind.ALTERNATIVE: _("Attività alternativa alla religione"),
}
DUTIES: dict[DutyKind, Text] = {
    DutyKind.COORDINATOR: _("Coordinatore"),
    DutyKind.SECRETARY: _("Segretario verbalizzante"),
}
GROUP_KINDS: dict[GroupKind, Text] = {
    GroupKind.ARTICULATED: _("Classe articolata"),
    GroupKind.LANGUAGE: _("Lingua"),
    GroupKind.RELIGION: _("Religione e alternativa"),
    GroupKind.OTHER: _("Altro"),
}


class UnitsField(StringField):
    """Exact hours such as 18, 1,5 or 5/6; empty is None."""

    data: Fraction | str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a fraction or a decimal, with comma or point."""
        text = (valuelist[0] if valuelist else "").strip().replace(",", ".")[:20]
        if not text:
            self.data = None
            return
        try:
            self.data = Fraction(text)
        except (ValueError, ZeroDivisionError):
            self.data = valuelist[0]
            raise ValueError(_("Scrivi un numero di ore, per esempio 4 o 4,5.")) from None

    def pre_validate(self, _form: Any) -> None:
        """Refuse what no week holds."""
        if isinstance(self.data, Fraction) and not 0 <= self.data <= 60:
            raise ValidationError(_("Le ore settimanali vanno da 0 a 60."))


class TickList(SelectMultipleField):
    """Many of a list, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClassForm(Form):
    """A class of the current year."""

    name = text_field(_("Nome"), InputRequired(), description=_("Per esempio: 3B."), maximum=20)
    grade = choice_field(_("Anno di corso"), [(str(n), str(n)) for n in range(1, 6)], coerce=int)
    section = text_field(_("Sezione"), InputRequired(), maximum=10)
    order = choice_field(_("Ordine di scuola"), ORDERS.items(), coerce=SchoolOrder)
    course = text_field(_("Indirizzo"))
    site_id = choice_field(_("Sede"), coerce=int)
    short_week = BooleanField(_("Settimana corta: niente lezioni il sabato"))
    weekly_hours = UnitsField(
        _("Ore settimanali"),
        description=_("Per il limite delle assenze. Vuoto: si ricava dall’orario."),
    )
    version = VersionField()


class TeachingForm(Form):
    """Who teaches what in the class."""

    teacher_id = choice_field(_("Docente"), coerce=int)
    subject_id = choice_field(_("Materia"), coerce=int)
    kind = choice_field(_("Tipo"), KINDS.items(), coerce=TeachingKind)
    student_id = choice_field(_("Studente seguito"), description=_("Solo per il sostegno."))
    replaces_id = choice_field(
        _("Sostituisce"), description=_("Per una supplenza lunga: chi è il titolare.")
    )
    weekly_hours = UnitsField(_("Ore settimanali"))
    starts_on = day_field(_("Dal giorno"), InputRequired())
    ends_on = day_field(_("Fino al giorno"), NotBefore("starts_on"))
    version = VersionField()

    def validate_student_id(self, field: Field) -> None:
        """Support is for one student (L3)."""
        if self.kind.data is TeachingKind.SUPPORT and not field.data:
            raise ValidationError(_("Il sostegno si lega a uno studente: scegli quale."))


class DutyForm(Form):
    """A duty in the council, from a day."""

    person_id = choice_field(_("Docente"), coerce=int)
    kind = choice_field(_("Incarico"), DUTIES.items(), coerce=DutyKind)
    starts_on = day_field(_("Dal giorno"), InputRequired())

    def __init__(self, request: "Request", year: SchoolYear, **options: Any) -> None:
        """Duties are of a school year: that of the class."""
        super().__init__(request, **options)
        self.year = year

    def validate_starts_on(self, field: Field) -> None:
        """A day of the year of the class (A9)."""
        if not self.year.starts_on <= field.data <= self.year.ends_on:
            raise ValidationError(_("Scegli un giorno di questo anno scolastico."))


class GroupForm(Form):
    """A group: its name, kind and students."""

    name = text_field(_("Nome del gruppo"), InputRequired(), maximum=60)
    kind = choice_field(_("Perché"), GROUP_KINDS.items(), coerce=GroupKind)
    starts_on = day_field(_("Dal giorno"), InputRequired())
    students = TickList(_("Studenti"), coerce=int)
    version = VersionField()
