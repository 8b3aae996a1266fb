"""Forms by which a school decides how it judges."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from registro_core.api import Form, Request, SchoolYear, VersionField, choices, strip
from registro_grades import _
from registro_grades.labels import KINDS, ORDERS, TONES, USES
from registro_grades.models import Kind
from registro_grades.values import NotAMark, parse


class CodeForm(Form):
    """A code in the place of a mark."""

    short = StringField(_("Sigla"), [InputRequired(), Length(max=4)], filters=[strip])
    label = StringField(_("Che cosa significa"), [InputRequired(), Length(max=60)], filters=[strip])
    counts_as = StringField(
        _("Vale nella media come"),
        [Length(max=6)],
        filters=[strip],
        description=_("Un voto, per esempio 3. Vuoto: non conta."),
    )
    tone = RadioField(_("Aspetto"), choices=choices([(tone.value, TONES[tone]) for tone in TONES]))
    for_family = BooleanField(_("La famiglia la vede"), default=True)
    for_absent = BooleanField(_("Si può dare a chi era assente, senza conferma"))
    version = VersionField()

    def validate_counts_as(self, field: Any) -> None:
        """A mark, or nothing; ValidationError is shown at the field."""
        if field.data:
            try:
                parse(field.data)
            except NotAMark:
                message = _("Scrivi un voto da 1 a 10.")
                raise ValidationError(self.request.translate(message)) from None

    def quarters(self) -> int | None:
        """What it counts as, once it is valid."""
        return parse(self.counts_as.data) if self.counts_as.data else None


class ScaleForm(Form):
    """A scale of judgements."""

    name = StringField(_("Nome"), [InputRequired(), Length(max=80)], filters=[strip])
    use = RadioField(_("Si usa per"), choices=choices([(use.value, USES[use]) for use in USES]))
    order = SelectField(
        _("Ordine di scuola"),
        choices=choices([("", _("Tutti")), *((order.value, ORDERS[order]) for order in ORDERS)]),
    )
    levels = TextAreaField(
        _("Giudizi, dal più alto"),
        [InputRequired(), Length(max=4000)],
        filters=[strip],
        description=_("Uno per riga: sigla; giudizio; descrizione (facoltativa)."),
        render_kw={"rows": 8},
    )
    failing = IntegerField(
        _("Quanti, dal più basso, sono insufficienti"), [InputRequired(), NumberRange(0, 20)]
    )
    year = SelectField(
        _("Vale dall’anno scolastico"),
        description=_("Gli anni già passati tengono i giudizi di allora."),
    )
    version = VersionField()

    def __init__(
        self,
        request: Request,
        years: Sequence[SchoolYear],
        data: Mapping[str, Any] | None = None,
        *,
        stored: bool = False,
    ) -> None:
        """`years` may be chosen from; a stored scale keeps its use, and may stay as it is."""
        super().__init__(request, data=data)
        here = [("", _("Da quando vale adesso"))] if stored else []
        self.year.choices = choices([*here, *((str(year.id), year.name) for year in years)])
        if stored:
            del self.use
            del self.order


class SubjectForm(Form):
    """Which kinds of mark a subject has, and whether it counts in the general average."""

    kinds = SelectMultipleField(
        _("Tipi di voto in uso"),
        choices=choices([(kind.value, KINDS[kind]) for kind in Kind]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    in_average = BooleanField(_("Entra nella media generale"), default=True)
    version = VersionField()

    def validate_kinds(self, field: Any) -> None:
        """At least one; ValidationError is shown at the field."""
        if not field.data:
            raise ValidationError(self.request.translate(_("Scegli almeno un tipo.")))
