"""Forms of justifications."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registro_attendance import _
from registro_attendance.reasons import LABELS, TEXT_LENGTH, Reason
from registro_core.api import Form, VersionField, choices, strip

NOTE_LENGTH = 300
ONLY_OFFICE = _("Lo legge solo la dirigenza: i docenti vedono solo il motivo scelto sopra.")


class WordsForm(Form):
    """Why: a category, and words if one likes (J5)."""

    reason = RadioField(
        _("Motivo"),
        choices=choices(LABELS.items()),
        default=Reason.FAMILY.value,
        validators=[InputRequired(_("Scegli un motivo."))],
    )
    text = TextAreaField(
        _("Nota per la dirigenza (facoltativa)"),
        description=ONLY_OFFICE,
        filters=[strip],
        validators=[Length(max=TEXT_LENGTH)],
    )


class EditForm(WordsForm):
    """The same for a justification already sent, while nobody has validated it (J2)."""

    version = VersionField()


class VersionForm(Form):
    """A button: only which version of the row was on the page."""

    version = VersionField()


class DecideForm(VersionForm):
    """A teacher's yes: with the certificate seen, where one is due (A12)."""

    certificate_seen = BooleanField(_("Ho visto il certificato medico"))


class NoteForm(VersionForm):
    """A no, or a validation taken back: the family reads why."""

    note = StringField(
        _("Motivo, che la famiglia leggerà"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi perché.")), Length(max=NOTE_LENGTH)],
    )
