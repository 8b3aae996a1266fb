"""Every table of the core, imported so that the metadata is whole."""

from registro_core.accounts import models as accounts
from registro_core.accounts.second_factor import models as second_factor
from registro_core.agenda.feeds import models as feeds
from registro_core.audit import models as audit
from registro_core.db.base import Base
from registro_core.files import models as files
from registro_core.imports import models as imports
from registro_core.jobs import models as jobs
from registro_core.notices import models as notices
from registro_core.people import models as people
from registro_core.school import models as school
from registro_core.school.locks import models as locks
from registro_core.security import models as security

__all__ = [
    "Base",
    "accounts",
    "audit",
    "feeds",
    "files",
    "imports",
    "jobs",
    "locks",
    "notices",
    "people",
    "school",
    "second_factor",
    "security",
]
