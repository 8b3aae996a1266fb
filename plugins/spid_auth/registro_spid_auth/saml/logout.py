"""Single logout, begun by us or by the identity provider (LO)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import (
    SAML_REQUEST,
    SAML_RESPONSE,
    Binding,
    Message,
    verify_redirect,
)
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.messages import (
    OutgoingMessage,
    check_answers,
    check_id,
    check_sender,
    finished,
    in_response_to,
    issuer_in,
    issuer_of,
    new_id,
    whole_seconds,
)
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.times import (
    REQUEST_LIFETIME,
    SKEW,
    check_window,
    instant_of,
    written,
)
from registro_spid_auth.saml.xml import (
    SAML,
    SAMLP,
    Element,
    children,
    everywhere,
    only_child,
    parse,
    qualified,
    text_of,
)


@dataclass(frozen=True)
class Session:
    """The session of a person at an identity provider, as its assertion named it (RS-15)."""

    name_id: str
    name_qualifier: str
    session_index: str | None


@dataclass(frozen=True)
class IncomingLogout:
    """A provider's request to end sessions: answer it also when they are gone already (LO-3).

    Without `session_indexes` all sessions of that name are meant.
    """

    id: str
    idp: IdentityProvider
    name_id: str
    name_qualifier: str | None
    session_indexes: tuple[str, ...]


def logout_request(
    provider: ServiceProvider,
    idp: IdentityProvider,
    binding: Binding,
    session: Session,
    now: datetime,
) -> OutgoingMessage:
    """Make a request to end a session at the identity provider (LO-1, LO-2).

    For POST it is signed, for Redirect the signature comes with the address.
    """
    message_id, issued_at = new_id(), whole_seconds(now)
    root = SAMLP.LogoutRequest(
        issuer_of(provider),
        SAML.NameID(
            session.name_id, Format=names.TRANSIENT_FORMAT, NameQualifier=session.name_qualifier
        ),
        ID=message_id,
        Version="2.0",
        IssueInstant=written(issued_at),
        Destination=idp.slo[binding].url,
    )
    if session.session_index:
        root.append(SAMLP.SessionIndex(session.session_index))
    return OutgoingMessage(message_id, issued_at, finished(root, provider, binding))


def logout_response(
    provider: ServiceProvider,
    idp: IdentityProvider,
    binding: Binding,
    request_id: str,
    now: datetime,
) -> OutgoingMessage:
    """Make the answer to a provider's request: done, also if there was nothing to do (LO-2, LO-3)."""
    message_id, issued_at = new_id(), whole_seconds(now)
    root = SAMLP.LogoutResponse(
        issuer_of(provider),
        SAMLP.Status(SAMLP.StatusCode(Value=names.SUCCESS)),
        ID=message_id,
        Version="2.0",
        IssueInstant=written(issued_at),
        Destination=idp.slo[binding].response_url,
        InResponseTo=request_id,
    )
    return OutgoingMessage(message_id, issued_at, finished(root, provider, binding))


def read_logout_request(
    message: Message,
    provider: ServiceProvider,
    providers: Mapping[str, IdentityProvider],
    now: datetime,
) -> IncomingLogout:
    """Read a provider's request, believed only if it is signed by a provider we know (LO-3).

    Raises `Refused`: what `parse`, `verify` and `verify_redirect` raise, `parameters`, `root`,
    `id`, `version`, `issuer`, `issuer-format`, `destination`, `issue-instant`,
    `issue-instant-window`, `expired`, `name-id`, `session-index`.
    """
    if message.parameter != SAML_REQUEST:
        raise Refused("parameters")
    root = _root(message, "samlp:LogoutRequest")
    check_id(root)
    idp = _sender(root, providers)
    check_sender(root, provider.slo_url, idp)
    _check_time(root, now)
    believed = _believed(message, root, idp, now)
    name_id = only_child(believed, "saml:NameID", "name-id")
    return IncomingLogout(
        id=str(believed.get("ID")),
        idp=idp,
        name_id=text_of(name_id, "name-id"),
        name_qualifier=name_id.get("NameQualifier"),
        session_indexes=tuple(
            text_of(each, "session-index") for each in children(believed, "samlp:SessionIndex")
        ),
    )


def read_logout_response(message: Message) -> str:
    """Return the ID of the request that an answer claims to be for.

    Find that request and use it up (LO-4), then call `check_logout_response`.  Raises `Refused`:
    what `parse` raises, `parameters`, `root`, `unsolicited`.
    """
    if message.parameter != SAML_RESPONSE:
        raise Refused("parameters")
    return in_response_to(_root(message, "samlp:LogoutResponse"))


def check_logout_response(
    message: Message,
    provider: ServiceProvider,
    idp: IdentityProvider,
    asked: tuple[str, datetime],
    now: datetime,
) -> bool:
    """Return whether the provider ended its session everywhere (LO-4).

    `asked` is the ID and the instant of our request.  False (`PartialLogout`, or any other status)
    is no error: here the session was closed before we asked.  Raises `Refused` as
    `read_logout_request` does.
    """
    request_id, asked_at = asked
    root = _root(message, "samlp:LogoutResponse")
    check_id(root)
    check_answers(root, request_id, asked_at, now)
    check_sender(root, provider.slo_url, idp)
    check_window(instant_of(root.get("IssueInstant"), "issue-instant"), asked_at, now)
    believed = _believed(message, root, idp, now)
    status = only_child(believed, "samlp:Status", "status")
    code = only_child(status, "samlp:StatusCode", "status")
    return code.get("Value") == names.SUCCESS and not children(code, "samlp:StatusCode")


def _root(message: Message, name: str) -> Element:
    root = parse(message.xml)
    if root.tag != qualified(name):
        raise Refused("root")
    return root


def _sender(root: Element, providers: Mapping[str, IdentityProvider]) -> IdentityProvider:
    """Return the provider that a message claims to be from."""
    issuer = issuer_in(root)
    if issuer not in providers:
        raise Refused("issuer")
    return providers[issuer]


def _check_time(root: Element, now: datetime) -> None:
    """Refuse a request that is old, of the future, or past its own end."""
    issued_at = instant_of(root.get("IssueInstant"), "issue-instant")
    if not now - REQUEST_LIFETIME <= issued_at <= now + SKEW:
        raise Refused("issue-instant-window")
    end = root.get("NotOnOrAfter")
    if end is not None and instant_of(end, "not-on-or-after") <= now - SKEW:
        raise Refused("expired")


def _believed(message: Message, root: Element, idp: IdentityProvider, now: datetime) -> Element:
    """Return what is signed of a message: within, or beside it in the query (LO-3)."""
    if message.binding is Binding.POST:
        if len(everywhere(root, "ds:Signature")) > 1:
            raise Refused("signature-count")
        return verify(root, root, idp.certificates, now)
    verify_redirect(message, idp.valid_certificates(now))
    return root
