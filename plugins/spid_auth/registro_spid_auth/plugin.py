"""What spid_auth adds to the register."""

from datetime import date

import typer
from sqlalchemy.orm import Session

from registro_core.api import (
    Configurator,
    Installation,
    Job,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Request,
    Setting,
    SignInMethod,
    Text,
    hookimpl,
)
from registro_spid_auth import _, buttons, privacy
from registro_spid_auth.cli import app as commands
from registro_spid_auth.jobs import jobs
from registro_spid_auth.linking.services import refuses_password
from registro_spid_auth.menu import menu_items
from registro_spid_auth.notices import NOTICE_KINDS
from registro_spid_auth.permissions import PERMISSIONS
from registro_spid_auth.routes import add_routes
from registro_spid_auth.settings import SETTINGS
from registro_spid_auth.state import REGISTRY_KEY, start
from registro_spid_auth.views.leave import sign_out_url


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Check the configuration, and add the pages of what is on."""
    platform = config.registry.platform
    state = start(platform.installation, platform.clock())
    config.registry[REGISTRY_KEY] = state
    add_routes(config, state.configuration)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who looks after digital identities."""
    return list(PERMISSIONS)


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose for each role."""
    return SETTINGS


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what people are told."""
    return NOTICE_KINDS


@hookimpl
def registro_commands() -> list[typer.Typer]:
    """Return `registro spid`."""
    return [commands]


@hookimpl
def registro_jobs(installation: Installation) -> list[Job]:
    """Return the work of nights and mornings."""
    return jobs(installation)


@hookimpl
def registro_sign_in_methods(request: Request, back: str, again: bool) -> list[SignInMethod]:
    """Return the buttons of SPID, CIE and the ministry's gateway."""
    return buttons.methods(request, back, again)


@hookimpl
def registro_password_refusal(session: Session, person_id: int, today: date) -> Text | None:
    """Refuse passwords where the school asks for a digital identity (ACC-8)."""
    if not refuses_password(session, person_id, today):
        return None
    return _("La scuola chiede di entrare con SPID o CIE: per il tuo ruolo la password non vale.")


@hookimpl
def registro_sign_out_url(request: Request, session_hash: str) -> str | None:
    """Lead on to the identity provider, if it has a session of its own (LO-1)."""
    return sign_out_url(request, session_hash)


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead the office to how SPID and CIE stand."""
    return menu_items(request)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what is held about a person (GDPR art. 15)."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Delete what the law does not ask to keep (GDPR art. 17)."""
    privacy.erase_person(session, person_id)
