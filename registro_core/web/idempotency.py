"""Pressing "save" twice creates one thing (D7): a key in the form, stored with what it created."""

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther, HTTPUnprocessableEntity
from sqlalchemy import func, select

from registro_core.accounts.models import IdempotencyKey

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

    View = Callable[[Any, Request], Any]

FIELD = "idempotency_key"
CSRF_FIELD = "csrf_token"
MAX_LENGTH = 64


def new_idempotency_key(request: "Request") -> str:
    """The key for the form of this page: the one it came with, or a fresh one."""
    return str(request.POST.get(FIELD, "")) or secrets.token_urlsafe(16)


def idempotent(view: "View") -> "View":
    """View decorator (`decorator=idempotent`) for POSTs that create something.

    The same form sent again is answered with where the first one led, and does
    nothing. Two at once: the second fails on the primary key, is tried again,
    and finds the first one's row. The same key with another body is refused.
    """

    def once(context: Any, request: "Request") -> Any:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(context, request)
        _wait_for_twins(request, key)
        done = request.dbsession.get(IdempotencyKey, key)
        if done is not None:
            return _again(done, request)
        response = view(context, request)
        if response.status_int == HTTPSeeOther.code:
            _remember(request, key, response.location)
        return response

    return once


def _wait_for_twins(request: "Request", key: str) -> None:
    """Let equal posts pass one after the other: each then sees what the first one did.

    On SQLite the transaction has let in nobody else anyway.
    """
    if request.dbsession.get_bind().dialect.name == "postgresql":
        number = int(key[:15], 16)
        request.dbsession.execute(select(func.pg_advisory_xact_lock(number)))


def _key(request: "Request") -> str | None:
    sent = str(request.POST.get(FIELD, ""))[:MAX_LENGTH]
    if not sent:
        return None
    # bound to the account: nobody can learn from, or block, another one's key
    account = request.identity.account_id if request.identity else 0
    return sha256(f"{account}:{request.path}:{sent}".encode()).hexdigest()


def _body_hash(request: "Request") -> str:
    # field by field: browsers draw a new multipart boundary each time they send
    digest = sha256()
    for name, value in request.POST.items():
        if name != CSRF_FIELD:
            content = value.encode() if isinstance(value, str) else _file_content(value)
            digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _file_content(upload: Any) -> bytes:
    content: bytes = upload.file.read()
    upload.file.seek(0)
    return content


def _again(done: IdempotencyKey, request: "Request") -> HTTPSeeOther:
    if not hmac.compare_digest(done.body_hash, _body_hash(request)):
        raise HTTPUnprocessableEntity("this form was already sent with other contents")
    return HTTPSeeOther(done.location)


def _remember(request: "Request", key: str, location: str) -> None:
    request.dbsession.add(
        IdempotencyKey(
            key=key,
            account_id=request.identity.account_id if request.identity else None,
            body_hash=_body_hash(request),
            location=location,
            created_at=request.now,
        )
    )
    request.dbsession.flush()


def includeme(config: "Configurator") -> None:
    """Give each request its `new_idempotency_key()`."""
    config.add_request_method(new_idempotency_key)
