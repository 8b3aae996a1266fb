"""What the core itself adds to the register, by the same hooks as a plugin."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyramid.config import Configurator

from registro_core.accounts.guessing import GUESSED, TELL_GUESSED
from registro_core.accounts.jobs import JOBS as ACCOUNT_JOBS
from registro_core.accounts.new_device import NEW_DEVICE
from registro_core.accounts.settings import SETTINGS as ACCOUNT_SETTINGS
from registro_core.agenda.menu import menu_items as agenda_menu_items
from registro_core.audit.settings import AUDIT_MAIL
from registro_core.files.settings import SETTINGS as FILE_SETTINGS
from registro_core.home.views import menu_items as home_menu_items
from registro_core.hookspecs import hookimpl
from registro_core.imports.files import CORE_KINDS
from registro_core.imports.kinds import ImportKind
from registro_core.imports.pending import FORGET as FORGET_IMPORTS
from registro_core.items import (
    EnrolmentEvent,
    Job,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Setting,
)
from registro_core.notices.digests import DIGEST_AT
from registro_core.notices.quiet import QUIET_FROM, QUIET_UNTIL
from registro_core.notices.views import menu_items as notices_menu_items
from registro_core.office.hub import menu_items as office_menu_items
from registro_core.office.locks.menu import menu_items as locks_menu_items
from registro_core.people.adults import PARENTS_SEE_ADULTS
from registro_core.people.birthdays import OF_AGE, TELL_OF_AGE
from registro_core.permissions import PERMISSIONS
from registro_core.privacy import services as privacy
from registro_core.privacy.retention import RETENTION
from registro_core.school.leaving import end_with_stay
from registro_core.school.views import menu_items as school_menu_items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from registro_core.request import Request

# One folder, one subject; each brings its routes and views.
PARTS: tuple[str, ...] = (
    "registro_core.health",
    "registro_core.web",
    "registro_core.accounts",
    "registro_core.home",
    "registro_core.lesson_page",
    "registro_core.agenda",
    "registro_core.search",
    "registro_core.school",
    "registro_core.documents",
    "registro_core.imports",
    "registro_core.office",
    "registro_core.notices",
    "registro_core.audit",
    "registro_core.privacy",
)

# Entries of the menu; each function looks at what the person signed in may do.
MENUS: tuple[Callable[["Request"], list[MenuItem]], ...] = (
    home_menu_items,
    agenda_menu_items,
    school_menu_items,
    office_menu_items,
    locks_menu_items,
    notices_menu_items,
)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Include the parts of the core."""
    for part in PARTS:
        config.include(part)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return the permissions of the core's own pages."""
    return PERMISSIONS


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose about the core's own pages."""
    own = [PARENTS_SEE_ADULTS, QUIET_FROM, QUIET_UNTIL, DIGEST_AT, AUDIT_MAIL]
    return [*ACCOUNT_SETTINGS, *own, *FILE_SETTINGS]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return the kinds of notice of the core itself."""
    return [NEW_DEVICE, GUESSED, OF_AGE]


@hookimpl
def registro_jobs() -> list[Job]:
    """Return the core's recurring work."""
    return [*ACCOUNT_JOBS, TELL_GUESSED, FORGET_IMPORTS, RETENTION, TELL_OF_AGE]


@hookimpl
def registro_imports() -> list[ImportKind]:
    """Return the kinds of file about people and the school's organisation."""
    return list(CORE_KINDS)


@hookimpl
def registro_student_left(session: "Session", enrolment: EnrolmentEvent) -> None:
    """End what belongs to a student's stay in the class."""
    end_with_stay(session, enrolment)


@hookimpl
def registro_personal_data(session: "Session", person_id: int) -> list[PersonalData]:
    """Return what the core's tables hold about a person."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: "Session", person_id: int) -> None:
    """Erase what the core need not keep about a person."""
    privacy.erase_person(session, person_id)


@hookimpl
def registro_menu_items(request: "Request") -> list[MenuItem]:
    """Return the entries of the core's own pages."""
    return [item for part in MENUS for item in part(request)]
