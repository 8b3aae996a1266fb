"""Forms for guardians, enrolments and a student's profile."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from registro_core import _
from registro_core.items import ReligionChoice, Text
from registro_core.office.forms import choice_field, day_field, text_field
from registro_core.people.models import GuardianKind
from registro_core.web.forms import Form, VersionField

KINDS: dict[GuardianKind, Text] = {
    GuardianKind.MOTHER: _("Madre"),
    GuardianKind.FATHER: _("Padre"),
    GuardianKind.GUARDIAN: _("Tutore"),
    GuardianKind.OTHER: _("Altro"),
}
RELIGION: dict[ReligionChoice, Text] = {
    ReligionChoice.ATTENDS: _("Si avvale"),
    ReligionChoice.ALTERNATIVE: _("Attività alternativa"),
    ReligionChoice.LEAVES: _("Esce da scuola"),
    ReligionChoice.STUDIES_ALONE: _("Studio individuale"),
    ReligionChoice.ASSISTED_STUDY: _("Studio assistito"),
}
ADULT_CHOICES: dict[str, Text] = {
    "": _("Vale la scelta della scuola"),
    "yes": _("I genitori vedono"),
    "no": _("I genitori non vedono"),
}


class GuardianForm(Form):
    """Somebody who answers for the student."""

    who = text_field(
        _("Chi"),
        InputRequired(),
        description=_("Cognome e nome, o codice fiscale, di una persona già inserita."),
    )
    kind = choice_field(_("In qualità di"), KINDS.items())
    starts_on = day_field(_("Dal giorno"), InputRequired())


class GuardianshipForm(Form):
    """A guardianship: whether it justifies, ends, or is restricted."""

    kind = choice_field(_("In qualità di"), KINDS.items())
    can_justify = BooleanField(_("Può giustificare"))
    ends_on = day_field(
        _("Fino al giorno"), description=_("L’ultimo giorno. Vuoto: senza scadenza.")
    )
    restricted_from = day_field(
        _("Accesso tolto dal giorno"),
        description=_(
            "Per esempio per un provvedimento del giudice. Da quel giorno non vede più nulla."
        ),
    )
    restriction_reason = text_field(
        _("Provvedimento"), description=_("Lo vede solo la segreteria."), maximum=1000
    )
    version = VersionField()


class EnrolmentForm(Form):
    """A class from a day."""

    class_id = choice_field(_("Classe"))
    day = day_field(_("Dal giorno"), InputRequired())
    religion = choice_field(_("Religione cattolica"), RELIGION.items())


class LeavingForm(Form):
    """The last day in a class."""

    last_day = day_field(_("Ultimo giorno"), InputRequired())
    reason = text_field(_("Motivo"), description=_("Per esempio: trasferimento ad altra scuola."))


class ProfileForm(Form):
    """A student's needs and choices."""

    special_needs = text_field(
        _("Bisogni educativi"), description=_("Codice usato dalla scuola (H, D, B)."), maximum=10
    )
    religion = choice_field(_("Religione cattolica"), RELIGION.items())
    adult = choice_field(_("Da maggiorenne"), ADULT_CHOICES.items())
    may_self_justify = BooleanField(_("Da maggiorenne può giustificarsi da solo"))
