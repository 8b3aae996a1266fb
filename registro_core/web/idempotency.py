"""Pressing "save" twice creates one thing (D7): a key in the form, stored with what it created."""

import hmac
import secrets
from collections.abc import Callable
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther, HTTPUnprocessableEntity
from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.dialects import postgresql, sqlite

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
    nothing. Two at once: the second waits for the first one's transaction, and finds
    its row. The same key with another body is refused.
    """

    def once(context: Any, request: "Request") -> Any:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(context, request)
        if not _claim(request, key):
            return _again(request.dbsession.get_one(IdempotencyKey, key), request)
        response = view(context, request)
        _settle(request, key, response)
        return response

    return once


def _claim(request: "Request", key: str) -> bool:
    """Store the key; False if the form has been carried out before.

    An equal post that is still being carried out is waited for: the database makes the second
    insertion wait until it knows whether the first one stays.
    """
    session = request.dbsession
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "key": key,
        "account_id": request.identity.account_id if request.identity else None,
        "body_hash": _body_hash(request),
        "location": "",
        "created_at": request.now,
    }
    claimed = insert(IdempotencyKey).values(values).on_conflict_do_nothing()
    return session.scalar(claimed.returning(IdempotencyKey.key)) is not None


def _settle(request: "Request", key: str, response: Any) -> None:
    """Keep where a form led; one that led nowhere may be sent again."""
    if response.status_int >= HTTPBadRequest.code:
        # Refused: the whole transaction is undone, and the key with it.
        return
    mine = IdempotencyKey.key == key
    if response.status_int == HTTPSeeOther.code:
        statement: Update | Delete = update(IdempotencyKey).values(location=response.location)
    else:
        statement = delete(IdempotencyKey)
    request.dbsession.execute(statement.where(mine))


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
            content = value.encode() if isinstance(value, str) else _file_digest(value)
            digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _file_digest(upload: Any) -> bytes:
    # block by block: a film does not fit into memory
    upload.file.seek(0)
    digest = file_digest(upload.file, "sha256").digest()
    upload.file.seek(0)
    name: str = upload.filename
    return name.encode() + digest


def _again(done: IdempotencyKey, request: "Request") -> HTTPSeeOther:
    if not hmac.compare_digest(done.body_hash, _body_hash(request)):
        raise HTTPUnprocessableEntity("this form was already sent with other contents")
    return HTTPSeeOther(done.location)


def includeme(config: "Configurator") -> None:
    """Give each request its `new_idempotency_key()`."""
    config.add_request_method(new_idempotency_key)
