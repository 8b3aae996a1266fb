"""The office's first page: what one may manage, and what waits."""

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from registro_core import _
from registro_core.items import MenuItem, Text
from registro_core.permissions import GRANTS, OFFICE_HUB, PEOPLE, SCHOOL, SETTINGS, UNLOCK
from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

# Permission, path, icon, title, what it is for.
PAGES: tuple[tuple[str, str, str, Text, Text], ...] = (
    (PEOPLE.name, "/office/people", "it-user", _("Persone"), _("Studenti, tutori, docenti e personale: dati, ruoli, classi, credenziali.")),
    ("people:import", "/office/imports", "it-upload", _("Importazione"), _("Carica i file della scuola: anteprima riga per riga, poi conferma.")),
    ("people:credentials", "/office/credentials", "it-key", _("Credenziali"), _("Invia o stampa l’attivazione per una classe o un ruolo intero.")),
    (SCHOOL.name, "/classes", "it-list", _("Classi e cattedre"), _("Classi, cattedre, coordinatori, gruppi.")),
    (SCHOOL.name, "/office/calendar", "it-calendar", _("Calendario e orari"), _("Anni, periodi, festività, scansione oraria, materie.")),
    (UNLOCK.name, "/office/locks", "it-lock", _("Blocchi e sblocchi"), _("Chiudere un periodo per lo scrutinio, riaprirlo, concedere uno sblocco.")),
    ("notices:deliveries", "/office/deliveries", "it-mail", _("Avvisi in uscita"), _("Che cosa è partito, che cosa aspetta, che cosa non è arrivato.")),
    (SETTINGS.name, "/office/settings", "it-settings", _("Impostazioni"), _("Le scelte della scuola, modulo per modulo.")),
    (GRANTS.name, "/office/permissions", "it-locked", _("Permessi"), _("Chi può fare che cosa.")),
    ("core:audit", "/office/audit", "it-note", _("Registro delle modifiche"), _("Chi ha cambiato che cosa, e quando.")),
)  # fmt: skip


def office_pages(request: "Request") -> list[tuple[str, str, Text, Text]]:
    """The pages that the person signed in may open: path, icon, title, purpose."""
    school = SchoolContext(request)
    return [page[1:] for page in PAGES if request.allows(page[0], school)]


def includeme(config: "Configurator") -> None:
    """Add the route."""
    config.add_route("office", "/office", factory=SchoolContext)
    config.scan(__name__)


def menu_items(request: "Request") -> list[MenuItem]:
    """The office, for those who may open it."""
    if not request.allows(OFFICE_HUB.name, SchoolContext(request)):
        return []
    return [MenuItem(900, _("Segreteria"), "/office", "it-settings", on_phone_bar=True)]


@view_config(
    route_name="office",
    permission=OFFICE_HUB.name,
    request_method="GET",
    renderer="registro_core:office/templates/hub.pt",
)
def hub(context: SchoolContext, request: "Request") -> dict[str, Any]:
    """Tiles of what may be managed."""
    return {"pages": office_pages(request)}
