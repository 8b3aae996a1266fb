"""What people are told who do not come in: why, in plain words, and what they may do (ERR-1, ERR-2).

A message of the provider is never printed: its number chooses one of these.
"""

from dataclasses import dataclass

from registro_core.api import Text
from registro_spid_auth import _
from registro_spid_auth.kinds import Connector


@dataclass(frozen=True)
class Explanation:
    """A title and a text. `alert`: the fault is ours, and who runs the register must look at it."""

    title: Text
    text: Text
    alert: bool = False


TRY_AGAIN = Explanation(
    _("Accesso non riuscito"),
    _("Non è stato possibile completare l’accesso. Torna alla pagina di accesso e riprova."),
)
COURTESY = Explanation(
    _("Accesso non disponibile"),
    _(
        "In questo momento l’accesso con l’identità digitale non funziona: il problema non dipende "
        "da te. Chi gestisce il registro è stato avvisato. Riprova più tardi."
    ),
    alert=True,
)

# By the machine word of the refusal.
EXPLANATIONS: dict[str, Explanation] = {
    "idp-error-19": Explanation(
        _("Credenziali errate"),
        _(
            "L’accesso non è riuscito: sono state inserite più volte credenziali errate. Riprova, "
            "o contatta il tuo gestore dell’identità."
        ),
    ),
    "idp-error-20": Explanation(
        _("Serve SPID di livello 2"),
        _(
            "Per il registro serve SPID di livello 2. Le tue credenziali non sono compatibili: "
            "chiedi al tuo gestore di attivare il livello 2."
        ),
    ),
    "idp-error-21": Explanation(
        _("Tempo scaduto"),
        _("Il tempo per completare l’accesso è scaduto: va fatto entro alcuni minuti. Riprova."),
    ),
    "idp-error-22": Explanation(
        _("Consenso non dato"),
        _(
            "Non hai dato il consenso all’invio dei dati: senza consenso non è possibile entrare "
            "nel registro."
        ),
    ),
    "idp-error-23": Explanation(
        _("Identità sospesa o revocata"),
        _(
            "La tua identità digitale è sospesa o revocata, oppure le credenziali sono bloccate. "
            "Contatta il tuo gestore dell’identità."
        ),
    ),
    "idp-error-25": Explanation(
        _("Accesso annullato"),
        _("Hai annullato l’accesso. Puoi riprovare quando vuoi."),
    ),
    "idp-error-30": Explanation(
        _("Identità non adatta"),
        _(
            "Hai usato un tipo di identità diverso da quello richiesto, per esempio quella di "
            "un’azienda. Entra con la tua identità personale."
        ),
    ),
    "no-codice-fiscale": Explanation(
        _("Identità senza codice fiscale"),
        _(
            "L’identità che hai usato non porta un codice fiscale italiano, e il registro non può "
            "riconoscerti. Usa la tua identità personale, o contatta la segreteria."
        ),
    ),
    "unknown-person": Explanation(
        _("Non risulti tra le persone di questa scuola"),
        _(
            "Il tuo accesso è valido, ma il codice fiscale non risulta tra i genitori, i tutori e "
            "il personale registrati. Contatta la segreteria."
        ),
    ),
    "duplicate-codice-fiscale": Explanation(
        _("Dati da correggere in segreteria"),
        _(
            "Il tuo accesso è valido, ma nei dati della scuola c’è un errore che ti riguarda. "
            "Contatta la segreteria: finché non lo corregge non puoi entrare in questo modo."
        ),
        alert=True,
    ),
    "administrator": Explanation(
        _("Gli amministratori entrano con la password"),
        _(
            "Chi amministra il registro non può entrare con la sola identità digitale. Usa il tuo "
            "nome utente e la tua password."
        ),
    ),
    "first-cycle-pupil": Explanation(
        _("Il registro è per i genitori"),
        _(
            "Fino alla terza media le comunicazioni della scuola sono per i genitori: gli alunni "
            "non possono entrare con SPID o CIE. Chiedi ai tuoi genitori di entrare con la loro "
            "identità."
        ),
    ),
    "students-off": Explanation(
        _("Accesso non previsto per gli studenti"),
        _(
            "In questa scuola gli studenti non entrano con SPID o CIE. Usa le credenziali della scuola."
        ),
    ),
    "off-for-role": Explanation(
        _("Accesso non previsto per il tuo ruolo"),
        _(
            "La scuola ha scelto che il tuo ruolo non entri con SPID o CIE. Usa le credenziali della scuola."
        ),
    ),
    "no-role": Explanation(
        _("Nessun accesso in questo momento"),
        _(
            "Il tuo accesso è valido, ma oggi non risulti legato a questa scuola: né come genitore "
            "o tutore, né come personale. Se pensi che sia un errore, contatta la segreteria."
        ),
    ),
    "account-disabled": Explanation(
        _("Il tuo accesso è chiuso"),
        _("La segreteria ha chiuso il tuo accesso al registro. Contattala per riaprirlo."),
    ),
    "other-person": Explanation(
        _("Hai usato l’identità di un’altra persona"),
        _(
            "Per confermare serve l’identità digitale di chi è già entrato nel registro. Torna "
            "indietro e riprova con la tua."
        ),
    ),
    "unsolicited": Explanation(
        _("Accesso scaduto"),
        _(
            "Questo accesso è scaduto o è già stato usato. Torna alla pagina di accesso e "
            "ricomincia: bastano pochi minuti."
        ),
    ),
    "other-browser": Explanation(
        _("Accesso iniziato altrove"),
        _(
            "L’accesso va completato nello stesso browser in cui è iniziato, con i cookie attivi. "
            "Torna alla pagina di accesso e riprova."
        ),
    ),
    "level": Explanation(
        _("Livello di sicurezza non sufficiente"),
        _(
            "Il registro chiede un livello di sicurezza più alto di quello che hai usato. Riprova, "
            "e scegli il livello richiesto."
        ),
    ),
}
# CIE reserves these, and has one reason more for 23.
CIE_RESERVED = frozenset({"idp-error-19", "idp-error-20", "idp-error-24"})
CIE_REVOKED = Explanation(
    _("Carta o credenziali non valide"),
    _(
        "La tua carta d’identità elettronica può essere scaduta, sospesa o revocata, oppure le "
        "credenziali sono bloccate. Riprova, o chiedi aiuto al servizio CIE."
    ),
)
# Our request is wrong, our clock, or our metadata: nothing the person could do.
OUR_FAULTS = frozenset(
    {f"idp-error-{number}" for number in range(8, 19)} | {"gateway-unreachable", "gateway-answer"}
)


def explain(code: str, connector: Connector) -> Explanation:
    """What to tell who does not come in, for the machine word of the refusal."""
    if code in OUR_FAULTS:
        return COURTESY
    if connector is Connector.CIE:
        if code in CIE_RESERVED:
            return TRY_AGAIN
        if code == "idp-error-23":
            return CIE_REVOKED
    return EXPLANATIONS.get(code, TRY_AGAIN)
