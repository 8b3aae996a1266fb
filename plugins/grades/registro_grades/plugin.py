"""What grades adds to the register."""

from sqlalchemy.orm import Session

from registro_core.api import (
    Configurator,
    DemoSchool,
    MenuItem,
    NoticeKind,
    Permission,
    Request,
    Setting,
    hookimpl,
)
from registro_grades import menu, permissions, routes, settings
from registro_grades.demo.fill import fill as fill_demo
from registro_grades.marks.notices import CHANGED_NOTICE, MARK_NOTICE


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with marks."""
    return [*permissions.PERMISSIONS]


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return [*settings.SETTINGS]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what families are told."""
    return [MARK_NOTICE, CHANGED_NOTICE]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead to the pages open to the person signed in."""
    return [*menu.menu_items(request)]


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with marks."""
    fill_demo(session, demo)
