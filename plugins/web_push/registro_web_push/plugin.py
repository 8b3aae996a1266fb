"""What web push adds to the register."""

import typer
from sqlalchemy.orm import Session

from registro_core.api import (
    Configurator,
    Installation,
    Job,
    NoticeChannel,
    Permission,
    PersonalData,
    SchoolContext,
    hookimpl,
)
from registro_web_push import cli, permissions, privacy
from registro_web_push.channel import make_channel
from registro_web_push.services import forget_old

# A folder of its own is the worker's scope: it never stands between the register and its pages.
WORKER = "/web-push/worker.js"


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the service worker, and the page of one's devices."""
    config.add_route("web_push.worker", WORKER)
    config.add_route("web_push.devices", "/account/web-push", factory=SchoolContext)
    config.add_route("web_push.key", "/account/web-push/key", factory=SchoolContext)
    config.add_route("web_push.remove", "/account/web-push/remove", factory=SchoolContext)
    config.scan("registro_web_push.views")


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may have notifications."""
    return permissions.PERMISSIONS


@hookimpl
def registro_notice_channels(installation: Installation) -> list[NoticeChannel]:
    """Return the channel that reaches browsers."""
    return [make_channel(installation)]


@hookimpl
def registro_commands() -> list[typer.Typer]:
    """Return the commands about the key."""
    return [cli.app]


@hookimpl
def registro_jobs() -> list[Job]:
    """Forget devices that were added long ago."""
    return [Job("web_push.forget", forget_old)]


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what web push holds about a person."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget a person's devices."""
    privacy.erase_person(session, person_id)
