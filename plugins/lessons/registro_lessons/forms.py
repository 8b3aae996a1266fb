"""The forms of lessons."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from registro_core.api import Form, Request, Text, choices, strip
from registro_lessons import _
from registro_lessons.labels import MODULES
from registro_lessons.models import ModuleKind

LONGEST_TEXT = 4000
LONGEST_REASON = 500


def _number_or_none(value: object) -> int | None:
    return int(str(value)) if value else None


def _module_or_none(value: object) -> ModuleKind | None:
    return ModuleKind(str(value)) if value else None


class LessonForm(Form):
    """The part of the lesson page: how one signs, for how many hours, what was done."""

    sign = SelectField(_("Come firmi"), validate_choice=True)
    hours = SelectField(_("Ore di seguito"), coerce=int)
    replaces = SelectField(
        _("Chi sostituisci"),
        coerce=_number_or_none,
        description=_("Solo per la supplenza."),
    )
    module = SelectField(
        _("Attività non valutata"),
        coerce=_module_or_none,
        choices=choices(
            [("", _("Nessuna: è lezione")), *((kind.value, MODULES[kind]) for kind in MODULES)]
        ),
    )
    topic = TextAreaField(
        _("Argomento"),
        [Length(max=LONGEST_TEXT)],
        filters=[strip],
        render_kw={"rows": 2},
    )
    activity = TextAreaField(
        _("Attività svolta"),
        [Length(max=LONGEST_TEXT)],
        filters=[strip],
        render_kw={"rows": 2},
    )
    reason = StringField(
        _("Motivo della modifica"),
        [Length(max=LONGEST_REASON)],
        filters=[strip],
        description=_("Serve se cambi una lezione dopo più di 24 ore."),
    )

    def __init__(
        self,
        request: Request,
        signs: list[tuple[str, Text]],
        hours: int,
        replaced: list[tuple[int, Text]],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """`signs` are the ways to sign, `hours` how many may be signed, `replaced` whom for."""
        super().__init__(request, data=data, prefix="lessons-")
        self.sign.choices = choices(signs)
        self.hours.choices = choices([(str(n), str(n)) for n in range(1, hours + 1)])
        people = [(str(person_id), name) for person_id, name in replaced]
        self.replaces.choices = choices([("", _("Non indicato")), *people])


class EntryForm(Form):
    """A new hour of the timetable."""

    weekday = SelectField(_("Giorno"), coerce=int)
    slot = SelectField(_("Ora"), coerce=int)
    teacher = SelectField(_("Docente"), coerce=int)
    subject = SelectField(_("Materia"), coerce=int)
    group = SelectField(
        _("Gruppo"), coerce=_number_or_none, description=_("Solo per le classi articolate.")
    )
    room = StringField(_("Aula"), [Length(max=40)], filters=[strip])
    accept_clash = BooleanField(
        _("Salva anche se c’è una sovrapposizione"),
        description=_("Per esempio per una compresenza tra classi diverse."),
    )


class VersionForm(Form):
    """A new version of the timetable, copied from the one before."""

    name = StringField(_("Nome"), [InputRequired(), Length(max=80)], filters=[strip])
    valid_from = DateField(_("Vale dal"), [InputRequired()])
    copy = BooleanField(_("Parti dalle ore della versione in vigore"), default=True)


class CancelForm(Form):
    """Hours of one class, or of all, that are not held."""

    class_id = SelectField(_("Classe"), coerce=_number_or_none)
    day = DateField(_("Giorno"), [InputRequired()])
    first_slot = IntegerField(_("Dalla ora"), [InputRequired(), NumberRange(1, 20)], default=1)
    last_slot = IntegerField(_("Alla ora"), [InputRequired(), NumberRange(1, 20)], default=1)
    reason = StringField(
        _("Motivo"), [InputRequired(), Length(max=LONGEST_REASON)], filters=[strip]
    )
