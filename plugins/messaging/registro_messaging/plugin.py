"""What messaging adds to the register."""

from sqlalchemy.orm import Session

from registro_core.api import (
    Card,
    Configurator,
    DemoSchool,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Request,
    hookimpl,
)
from registro_messaging import permissions
from registro_messaging.demo.fill import fill
from registro_messaging.noticeboard import pages, privacy, routes
from registro_messaging.noticeboard.services.publishing import PUBLISHED, REMINDER


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with communications."""
    return permissions.PERMISSIONS


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what people are told."""
    return [PUBLISHED, REMINDER]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Return the pages open to the person signed in."""
    return pages.menu_items(request)


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Show what is unread or to be signed."""
    return pages.home_cards(request)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what messaging holds about a person."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person."""
    privacy.erase_person(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Give the demo school some circulars."""
    fill(session, demo)
