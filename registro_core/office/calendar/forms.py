"""Forms for years, terms, holidays, sites, subjects and bell schedules."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired

from registro_core import _
from registro_core.items import SubjectKind, Text
from registro_core.office.forms import NotBefore, choice_field, day_field, text_field
from registro_core.web.forms import Form, VersionField, strip

SUBJECT_KINDS: dict[SubjectKind, Text] = {
    SubjectKind.ORDINARY: _("Ordinaria"),
    SubjectKind.RELIGION: _("Religione o attività alternativa"),
    SubjectKind.CIVIC_EDUCATION: _("Educazione civica"),
    SubjectKind.SUPPORT: _("Sostegno"),
}


class YearForm(Form):
    """A school year."""

    name = text_field(
        _("Nome"), InputRequired(), description=_("Per esempio: 2026/27."), maximum=20
    )
    starts_on = day_field(_("Primo giorno di lezione"), InputRequired())
    ends_on = day_field(_("Ultimo giorno di lezione"), InputRequired(), NotBefore("starts_on"))


class TermForm(Form):
    """A marking period of the current year."""

    name = text_field(_("Nome"), InputRequired(), maximum=60)
    starts_on = day_field(_("Dal giorno"), InputRequired())
    ends_on = day_field(_("Al giorno"), InputRequired(), NotBefore("starts_on"))
    version = VersionField()


class HolidayForm(Form):
    """Days without lessons."""

    description = text_field(_("Motivo"), InputRequired())
    day = day_field(_("Dal giorno"), InputRequired())
    last_day = day_field(_("Al giorno"), NotBefore("day"), description=_("Vuoto: un giorno solo."))
    site_id = choice_field(_("Sede"))


class SiteForm(Form):
    """A building of the school."""

    code = text_field(_("Codice meccanografico"), InputRequired(), maximum=10)
    name = text_field(_("Nome"), InputRequired())
    address = text_field(_("Indirizzo"))
    version = VersionField()


class SubjectForm(Form):
    """A subject."""

    code = text_field(_("Codice"), InputRequired(), maximum=20)
    name = text_field(_("Nome"), InputRequired())
    kind = choice_field(_("Tipo"), SUBJECT_KINDS.items(), coerce=SubjectKind)
    version = VersionField()


class BellForm(Form):
    """A site's hours from a day, one a line."""

    valid_from = day_field(_("Vale dal giorno"), InputRequired())
    hours = TextAreaField(
        _("Ore"),
        [InputRequired()],
        filters=[strip],
        description=_(
            "Una riga per ora: giorno (1 = lunedì), numero, inizio, fine, unità. "
            "Per esempio: 1 1 8:00 9:00 1"
        ),
        render_kw={"rows": 16, "spellcheck": "false"},
    )
