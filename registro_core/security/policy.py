"""The security policy: deny by default, permit by relation."""

from typing import TYPE_CHECKING, Any

from pyramid.security import NO_PERMISSION_REQUIRED, Allowed, Denied

from registro_core.permissions import ACCOUNT
from registro_core.security.identity import Identity

if TYPE_CHECKING:
    from registro_core.request import Request

# A view that anyone may see says so with this constant, and stands in the
# list that tests/core/security/test_public_views.py holds.
PUBLIC = NO_PERMISSION_REQUIRED

# Granted to no one: what a view gets that forgot to say.
NOBODY = "core:nobody"


class RelationPolicy:
    """Permits what a relation held to the page's object is granted."""

    def identity(self, request: "Request") -> Identity | None:
        """Who is signed in."""
        identity: Identity | None = request.identity
        return identity

    def authenticated_userid(self, request: "Request") -> int | None:
        """The person's id."""
        return request.identity.person_id if request.identity else None

    def permits(self, request: "Request", context: Any, permission: str) -> Allowed | Denied:
        """Compare the relations held with the relations granted."""
        identity = request.identity
        if identity is None:
            return Denied("signed out")
        if identity.must_change_password and permission != ACCOUNT.name:
            return Denied("must choose a new password first")
        if request.second_factor_missing and permission != ACCOUNT.name:
            return Denied("must prove more than a password first")
        if not hasattr(context, "relations"):
            return Denied("the page has no context that knows relations")
        granted = request.grants.get(permission, frozenset())
        if granted.isdisjoint(context.relations(identity)):
            return Denied(f"no relation that holds {permission}")
        return Allowed(permission)

    def remember(self, _request: "Request", _userid: Any, **_: Any) -> list[tuple[str, str]]:
        """Not used: `accounts.sessions` sets and clears the cookie."""
        return []

    def forget(self, _request: "Request", **_: Any) -> list[tuple[str, str]]:
        """Not used: `accounts.sessions` sets and clears the cookie."""
        return []
