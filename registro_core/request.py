"""The request as our views see it: typed, with what the register attaches."""

import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pyramid.decorator import reify
from pyramid.request import Request as PyramidRequest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts import sessions
from registro_core.accounts.second_factor.policy import Policy, is_missing, read_policy
from registro_core.clock import school_day
from registro_core.db.apart import reading_session, works_apart
from registro_core.db.transaction import SAFE_METHODS, request_session
from registro_core.items import Actor, Relation
from registro_core.platform import Platform
from registro_core.school.row import NO_SCHOOL, SCHOOL_LABELS, SchoolRow, take_school
from registro_core.security.contexts import SchoolContext
from registro_core.security.identity import Identity
from registro_core.settings import SchoolSettings

if TYPE_CHECKING:
    from registro_core.items import Text


class Request(PyramidRequest):
    """A request of the register."""

    # Of a session renewed in this request, for the forms of a page that answers it.
    new_session_token: str | None = None

    @property
    def platform(self) -> Platform:
        """The application's platform."""
        platform: Platform = self.registry.platform
        return platform

    @reify
    def dbsession(self) -> Session:
        """The session of this request's transaction; for GET one that cannot write."""
        platform = self.platform
        if works_apart(self):
            return reading_session(platform.reading_sessions, self)
        safe = self.method in SAFE_METHODS
        factory = platform.reading_sessions if safe else platform.sessions
        return request_session(factory, self.tm)

    @reify
    def now(self) -> datetime:
        """The instant of this request, aware, in UTC: one for the whole request."""
        return self.platform.clock()

    @reify
    def today(self) -> date:
        """The school's day (Europe/Rome)."""
        return school_day(self.now)

    @reify
    def id(self) -> str:
        """An id for logs and audit."""
        return secrets.token_hex(8)

    @reify
    def identity(self) -> Identity | None:
        """Who is signed in, read anew for each request: two statements."""
        return sessions.identify(self)

    @reify
    def school(self) -> SchoolRow:
        """The school: one statement, or none where the session's has brought it along."""
        row = self.dbsession.execute(select(*SCHOOL_LABELS).limit(1)).first()
        return take_school(row._asdict()) if row else NO_SCHOOL

    @reify
    def school_settings(self) -> SchoolSettings:
        """What the school chose."""
        return self.platform.school_settings(self.school.settings)

    @reify
    def grants(self) -> dict[str, frozenset[Relation]]:
        """Which relations hold each permission at this school: read again when it changed."""
        return self.platform.grants_at(self.dbsession, self.school.version)

    @reify
    def actor(self) -> Actor:
        """Who acts, for the audit log."""
        person_id = self.identity.person_id if self.identity else None
        return Actor(person_id, self.address, self.id)

    @property
    def address(self) -> str:
        """The address the request came from, as the server saw it.

        Never `client_addr`: it believes an X-Forwarded-For that anyone may write. Behind
        a proxy that the configuration trusts, the server puts the browser's address here.
        """
        return self.remote_addr or ""

    def recently_authenticated(self, minutes: int = 15, level: int = 1) -> bool:
        """Whether who is signed in proved who they are within so many minutes (step-up, check 18).

        If not, send them to `confirm_url(request, level=level)`.

        :param level: how well they must have: 1 by a password, 2 and 3 as of SPID and CIE.
        """
        identity = self.identity
        if identity is None:
            return False
        age: timedelta = self.now - identity.authenticated_at
        return age <= timedelta(minutes=minutes) and identity.level >= level

    @property
    def second_factor_policy(self) -> Policy:
        """What the school asks for besides a password."""
        return read_policy(self.school.settings)

    @reify
    def second_factor_missing(self) -> bool:
        """Whether who is signed in must prove more, or set up a second factor, before all else."""
        identity = self.identity
        return identity is not None and is_missing(self.second_factor_policy, identity)

    def allows(self, permission: str, context: Any = None) -> bool:
        """Whether the person signed in has a permission on a context.

        Default: this page's; on a page about nothing (an error) the school.
        """
        if context is None:
            own = getattr(self, "context", None)
            context = own if isinstance(own, SchoolContext) else SchoolContext(self)
        return bool(self.has_permission(permission, context))

    def translate(self, text: "Text") -> str:
        """A text in the language of the request."""
        translated: str = self.localizer.translate(text)
        return translated
