"""Letting in who proved who they are by a plugin's method: SPID, CIE and the like."""

from typing import TYPE_CHECKING

from registro_core.accounts import cookies, own_password, services, sessions
from registro_core.accounts.opening import Arrival, Proof, let_in
from registro_core.items import Actor

if TYPE_CHECKING:
    from pyramid.response import Response
    from sqlalchemy.orm import Session

    from registro_core.request import Request


class AccountDisabled(Exception):
    """The office has closed this person's access."""


class OtherPerson(Exception):
    """Who proved who they are is not who is signed in."""


def arrival_of(request: "Request") -> Arrival:
    """Where a request comes from."""
    return Arrival(
        address=request.address,
        device=cookies.device_token(request),
        session=cookies.session_token(request),
        user_agent=request.user_agent or "",
        request_id=request.id,
    )


def sign_in_person(
    request: "Request",
    response: "Response",
    person_id: int,
    method: str,
    level: int,
    session: "Session | None" = None,
) -> str:
    """Sign in a person whom a plugin's method has proved; return the hash of the session.

    Who never had an account gets one, without a password. The session that the browser had ends.
    Raises AccountDisabled. The cookies are set on `response`.

    :param level: 1 to 3, as of SPID and CIE.
    :param session: of `transactions(request)`, where the request's own can only read.
    """
    session = session or request.dbsession
    actor = Actor(person_id, request.address, request.id)
    account = services.create_account(session, actor, person_id, request.now)
    if not account.enabled:
        raise AccountDisabled
    proof = Proof(method, level, cookies.is_shared(request))
    tokens = let_in(session, account, arrival_of(request), proof, request.now)
    cookies.set_session(request, response, tokens.session)
    cookies.set_device(request, response, tokens.device)
    return sessions.hash_token(tokens.session)


def confirm_person(
    request: "Request",
    response: "Response",
    person_id: int,
    method: str,
    level: int,
    session: "Session | None" = None,
) -> str:
    """Step-up: who is signed in has proved again who they are; return the session's new hash.

    Raises OtherPerson. The cookie is set on `response`.

    :param session: of `transactions(request)`, where the request's own can only read.
    """
    identity = request.identity
    if identity is None or identity.person_id != person_id:
        raise OtherPerson
    proof = Proof(method, level)
    session = session or request.dbsession
    token = own_password.confirmed(session, request.actor, identity, proof, request.now)
    cookies.set_session(request, response, token)
    return sessions.hash_token(token)
