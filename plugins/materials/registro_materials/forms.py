"""Forms of folders, items and shares."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import Form, Request, UploadsField, VersionField, choices, strip
from registro_materials import _
from registro_materials.services.folders import FolderRow
from registro_materials.services.items import Draft
from registro_materials.services.targets import Target

NAME_LENGTH = 80
TITLE_LENGTH = 150
TEXT_LENGTH = 20_000
LINK_LENGTH = 2000


class TickList(SelectMultipleField):
    """Many of a list, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FolderForm(Form):
    """A folder's name."""

    name = StringField(
        _("Nome della cartella"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi un nome.")), Length(max=NAME_LENGTH)],
    )
    version = VersionField()


class ItemForm(Form):
    """An item: title, and a text, a link or files."""

    title = StringField(
        _("Titolo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi un titolo.")), Length(max=TITLE_LENGTH)],
    )
    text = TextAreaField(
        _("Testo"),
        description=_("**grassetto**, *corsivo*, elenchi con -, titoli con #."),
        filters=[strip],
        validators=[Length(max=TEXT_LENGTH)],
        render_kw={"rows": 7},
    )
    link = StringField(
        _("Link"),
        description=_("Una pagina web, con l’indirizzo intero: https://…"),
        filters=[strip],
        validators=[Length(max=LINK_LENGTH)],
    )
    files = UploadsField(_("File"))
    version = VersionField()
    # Files the item has already.
    kept = 0

    def validate_link(self, field: Any) -> None:
        """Only https, to a host, without a name and password in it."""
        if field.data and not is_https(field.data):
            raise ValidationError(_("Scrivi un indirizzo che comincia con https://"))

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields; an item holds something."""
        valid = super().validate(extra_validators)
        if valid and not (self.text.data or self.link.data or self.files.uploads or self.kept):
            self.text.errors = [_("Scrivi un testo o un link, oppure scegli almeno un file.")]
            return False
        return valid

    def draft(self) -> Draft:
        """What was typed."""
        return Draft(self.title.data, self.text.data, self.link.data)


class SpanForm(Form):
    """With whom, and from which day until which."""

    to = TickList(_("Classi e gruppi"))
    student = SelectField(_("Un solo studente"), default="")
    colleague = SelectField(_("Un collega"), default="")
    starts_on = DateField(
        _("Dal giorno"),
        validators=[InputRequired(_("Scrivi il giorno."))],
        description=_("Prima di questo giorno nessuno lo vede."),
    )
    ends_on = DateField(
        _("Fino al giorno"), validators=[Optional()], description=_("Vuoto: senza scadenza.")
    )

    def offer(
        self, courses: Sequence[Target], students: Sequence[Target], colleagues: Sequence[Target]
    ) -> None:
        """Say what can be chosen: nothing else is accepted."""
        nobody = [("", _("Nessuno"))]
        self.to.choices = choices([(t.value, t.label) for t in courses])
        self.student.choices = choices([*nobody, *((t.value, t.label) for t in students)])
        self.colleague.choices = choices([*nobody, *((t.value, t.label) for t in colleagues)])
        self._offered = {t.value: t for t in (*courses, *students, *colleagues)}

    def validate_ends_on(self, field: Any) -> None:
        """Not before it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Finisce prima di cominciare."))

    def targets(self) -> list[Target]:
        """With whom."""
        chosen = [*(self.to.data or ()), self.student.data, self.colleague.data]
        return [self._offered[value] for value in chosen if value]


class ShareForm(SpanForm):
    """Sharing an item that is there already."""

    def validate_to(self, _field: Any) -> None:
        """With somebody."""
        if not (self.to.data or self.student.data or self.colleague.data):
            raise ValidationError(_("Scegli con chi condividerlo."))


class NewItemForm(ItemForm, SpanForm):
    """A new item, with its folder, and with whom it is shared: perhaps nobody yet."""

    folder = SelectField(_("Cartella"), default="")
    new_folder = StringField(
        _("Nuova cartella"),
        description=_("Scrivi un nome per farne una nuova."),
        filters=[strip],
        validators=[Length(max=NAME_LENGTH)],
    )

    def __init__(self, request: Request, folders: Sequence[FolderRow], **options: Any) -> None:
        """Offer the folders of this year."""
        super().__init__(request, **options)
        self.folder.choices = choices(
            [("", _("Nessuna")), *((str(folder.id), folder.name) for folder in folders)]
        )

    def validate_folder(self, field: Any) -> None:
        """One of one's own, or a new one."""
        if not field.data and not self.new_folder.data:
            raise ValidationError(_("Scegli una cartella, o scrivi il nome di una nuova."))


class VersionForm(Form):
    """A newer version of a file."""

    files = UploadsField(_("Nuova versione"), count=1)

    def validate_files(self, field: Any) -> None:
        """There must be one."""
        if not field.uploads:
            raise ValidationError(_("Scegli un file."))


class ReasonForm(Form):
    """Why an item is withdrawn."""

    reason = StringField(
        _("Motivo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il motivo.")), Length(max=TITLE_LENGTH)],
    )


def is_https(link: str) -> bool:
    """Whether an address leads to a host by https, and hides nothing."""
    if any(not letter.isprintable() or letter.isspace() or letter == "\\" for letter in link):
        return False
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc


def host_of(link: str) -> str:
    """The host an address leads to, shown beside it."""
    return urlsplit(link).hostname or ""


def default_span(today: date) -> dict[str, object]:
    """From today."""
    return {"starts_on": today}
