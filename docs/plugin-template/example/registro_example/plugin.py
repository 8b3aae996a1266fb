"""What example adds to the register."""

from sqlalchemy.orm import Session

from registro_core.api import (
    Configurator,
    MenuItem,
    Permission,
    PersonalData,
    Request,
    SchoolContext,
    hookimpl,
)
from registro_example import _, permissions, services


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the page."""
    config.add_route("example.board", "/example", factory=SchoolContext)
    config.scan("registro_example.views")


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who reads the board and who writes on it."""
    return [permissions.READ, permissions.WRITE]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Show the board in the menu to those who may read it."""
    if not request.allows(permissions.READ.name):
        return []
    return [MenuItem(300, _("Bacheca"), "/example", icon="it-pin")]


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what a person wrote on the board (GDPR art. 15)."""
    rows = [{"text": text} for text in services.texts_of(session, person_id)]
    return [PersonalData(_("Bacheca"), rows)] if rows else []


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget who wrote what: the text itself belongs to the school (GDPR art. 17)."""
    services.forget_author(session, person_id)
