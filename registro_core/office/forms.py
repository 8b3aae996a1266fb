"""Fields and validators that several forms of the office share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, Field, SelectChoice, SelectField, StringField
from wtforms import Form as WTForm
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from registro_core import _
from registro_core.items import Text
from registro_core.people.codice_fiscale import CodiceFiscaleError, parse
from registro_core.web.forms import choices, strip

MAXIMUM = 200


def text_field(
    label: Text, *validators: Any, maximum: int = MAXIMUM, **options: Any
) -> StringField:
    """A line of text without blanks around; empty is None."""
    too_long = Length(
        max=maximum, message=_("Troppo lungo: al massimo ${n} caratteri.", mapping={"n": maximum})
    )
    return StringField(
        label, [*(validators or (Optional(),)), too_long], filters=[strip], **options
    )


def day_field(label: Text, *validators: Any, **options: Any) -> DateField:
    """A day, with the browser's own calendar; it may be left empty unless required."""
    required = any(isinstance(validator, InputRequired) for validator in validators)
    first = () if required else (Optional(),)
    return DateField(label, [*first, *validators], **options)


def options(pairs: Iterable[tuple[object, Text]]) -> list[SelectChoice]:
    """The choices of a field whose values are ids or enumerations."""
    return choices((str(value), label) for value, label in pairs)


def choice_field(
    label: Text, pairs: Iterable[tuple[object, Text]] = (), **more: Any
) -> SelectField:
    """One of a few values; a field whose values come from the database is given them later."""
    return SelectField(label, choices=options(pairs), **more)


class KnownCodiceFiscale:
    """Validator: a codice fiscale whose check letter is right, or provisional; empty is fine (X2)."""

    def __call__(self, _form: WTForm, field: Field) -> None:
        """Put the code in capitals, or say what is wrong with it."""
        if not field.data:
            return
        try:
            field.data = parse(field.data).code
        except CodiceFiscaleError as error:
            raise ValidationError(
                _("Questo codice fiscale non è valido: controlla lettere e cifre.")
            ) from error


class EmailAddress:
    """Validator: something to which mail can be sent; the mail itself is the real proof."""

    def __call__(self, _form: WTForm, field: Field) -> None:
        """Say what is missing."""
        text = field.data
        if not text:
            return
        local, at, domain = text.rpartition("@")
        if not (local and at and "." in domain) or any(c.isspace() or c in '<>,;"' for c in text):
            raise ValidationError(_("Scrivi un indirizzo come nome@esempio.it."))


class NotBefore:
    """Validator: a day that is not before that of another field."""

    def __init__(self, other: str) -> None:
        """`other` is the name of the field with the first day."""
        self.other = other

    def __call__(self, form: WTForm, field: Field) -> None:
        """Compare where both are given."""
        first: date | None = form[self.other].data
        if first and field.data and field.data < first:
            raise ValidationError(_("La fine viene prima dell’inizio."))
