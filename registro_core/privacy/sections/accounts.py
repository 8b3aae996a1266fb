"""A person's account and what proves who they are."""

from registro_core import _
from registro_core.accounts.models import Account, AccountToken, KnownDevice, WebSession
from registro_core.accounts.second_factor.models import RecoveryCode, SecondFactor
from registro_core.privacy.sections.section import Section

SECTIONS = (
    Section(
        _("Accesso al registro"),
        (Account.person_id,),
        {
            "nome utente": Account.username,
            "attivo": Account.enabled,
            "lingua": Account.locale,
            "creato": Account.created_at,
            "ultimo accesso": Account.last_sign_in_at,
        },
    ),
    Section(
        _("Link e codici di accesso"),
        (Account.person_id, AccountToken.created_by_id),
        {
            "scopo": AccountToken.purpose,
            "consegna": AccountToken.channel,
            "creato": AccountToken.created_at,
            "usato": AccountToken.used_at,
        },
        ((Account, Account.id == AccountToken.account_id),),
    ),
    Section(
        _("Sessioni aperte"),
        (Account.person_id,),
        {
            "aperta": WebSession.created_at,
            "vista": WebSession.seen_at,
            "dispositivo": WebSession.device,
            "indirizzo IP": WebSession.ip,
            "modo": WebSession.method,
            "livello": WebSession.level,
        },
        ((Account, Account.id == WebSession.account_id),),
    ),
    Section(
        _("Dispositivi conosciuti"),
        (Account.person_id,),
        {"dal": KnownDevice.created_at, "senza codice fino a": KnownDevice.trusted_until},
        ((Account, Account.id == KnownDevice.account_id),),
    ),
    Section(
        _("Verifica in due passaggi"),
        (Account.person_id,),
        {"attiva dal": SecondFactor.set_up_at},
        ((Account, Account.id == SecondFactor.account_id),),
    ),
    Section(
        _("Codici di recupero"),
        (Account.person_id,),
        {"usato": RecoveryCode.used_at},
        ((Account, Account.id == RecoveryCode.account_id),),
    ),
)
