"""The form of a diary entry."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from registro_core.api import Form, Request, VersionField, choices, strip
from registro_grades import _
from registro_grades.diary.services import About, Draft

TEXT_LENGTH = 5000


class EntryForm(Form):
    """An entry: when, about whom, what."""

    day = DateField(_("Giorno"), validators=[InputRequired(_("Scrivi il giorno."))])
    about = SelectField(_("Riguarda"))
    text = TextAreaField(
        _("Testo"),
        description=_("Lo leggi solo tu: non i colleghi, non il dirigente, non le famiglie."),
        filters=[strip],
        validators=[InputRequired(_("Scrivi qualcosa.")), Length(max=TEXT_LENGTH)],
    )
    version = VersionField()

    def __init__(self, request: Request, subjects: Sequence[About], **options: Any) -> None:
        """Offer the classes of the teacher and their students."""
        super().__init__(request, **options)
        offered = [(about.value, about.label) for about in subjects]
        self.about.choices = choices([("", _("Nessuno in particolare")), *offered])

    def draft(self) -> Draft:
        """What was typed."""
        class_id, _slash, student_id = str(self.about.data or "").partition("/")
        return Draft(
            self.day.data,
            self.text.data,
            int(class_id) if class_id else None,
            int(student_id) if student_id else None,
        )
