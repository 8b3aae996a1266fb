"""What a school may choose about digital identities (ACC-3, ACC-6, ACC-8)."""

from registro_core.api import Setting, SettingType, Text
from registro_spid_auth import _
from registro_spid_auth.linking.hats import Hat
from registro_spid_auth.linking.policies import DEFAULTS, PREFIX, Policy

CHOICES: tuple[tuple[str, Text], ...] = (
    (Policy.OFF.value, _("No: solo con le credenziali della scuola")),
    (Policy.OPTIONAL.value, _("Sì, oppure con le credenziali della scuola")),
    (Policy.MANDATORY.value, _("Obbligatorio: la password non è accettata")),
)
WHOM: dict[Hat, tuple[Text, Text]] = {
    Hat.GUARDIAN: (
        _("Genitori e tutori: accesso con SPID o CIE"),
        _("Chi ha più ruoli segue la regola più severa tra i suoi."),
    ),
    Hat.TEACHER: (_("Docenti: accesso con SPID o CIE"), ""),
    Hat.STAFF: (
        _("Segreteria, dirigenza e personale: accesso con SPID o CIE"),
        _("Chi amministra il registro entra sempre con la password."),
    ),
    Hat.STUDENT: (
        _("Studenti: accesso con SPID o CIE"),
        _("Vale dalla prima superiore: fino alla terza media entrano solo i genitori."),
    ),
}
# In fewer words, for the office's page.
NAMES: dict[Hat, Text] = {
    Hat.GUARDIAN: _("Genitori e tutori"),
    Hat.TEACHER: _("Docenti"),
    Hat.STAFF: _("Segreteria, dirigenza e personale"),
    Hat.STUDENT: _("Studenti"),
}
BRIEFLY: dict[Policy, Text] = {
    Policy.OFF: _("solo con la password"),
    Policy.OPTIONAL: _("con SPID e CIE, o con la password"),
    Policy.MANDATORY: _("solo con SPID e CIE"),
}
ASSOCIATION_REQUESTS = Setting(
    "spid_auth.association_requests",
    _("Chi non è riconosciuto può chiedere l’abbinamento alla segreteria"),
    SettingType.BOOLEAN,
    default=True,
    help=_("La richiesta arriva in Segreteria, «SPID e CIE»: non crea mai una persona nuova."),
)
SETTINGS = [
    *(
        Setting(
            PREFIX + hat,
            label,
            SettingType.CHOICE,
            DEFAULTS[hat].value,
            help=explanation,
            choices=CHOICES,
        )
        for hat, (label, explanation) in WHOM.items()
    ),
    ASSOCIATION_REQUESTS,
]
